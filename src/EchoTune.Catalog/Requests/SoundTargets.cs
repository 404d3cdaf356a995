using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Requests;

/// <summary>Where a mood or an activity wants a measure: a centre on 0–1.</summary>
/// <param name="Feature">The measure.</param>
/// <param name="At">The wanted value.</param>
/// <param name="Weight">How much it matters.</param>
internal readonly record struct SoundTarget(Feature Feature, float At, float Weight = 1);

/// <summary>What a mood or an activity sounds like.</summary>
/// <param name="Targets">Measures.</param>
/// <param name="Tempo">Wanted tempo, beats per minute; null where it does not matter. Half tempo counts too.</param>
internal sealed record Sound(SoundTarget[] Targets, (float Min, float Max)? Tempo = null);

/// <summary>The table that turns the words of the vocabulary into sound.</summary>
internal static class SoundTargets
{
    private static readonly Dictionary<string, Sound> Table = new(StringComparer.Ordinal)
    {
        ["happy"] = S(null, V(0.85f, 2), E(0.65f)), ["sad"] = S(null, V(0.15f, 2), E(0.25f)), ["calm"] = S((60, 95), E(0.2f, 2), B(0.35f)),
        ["energetic"] = S((118, 180), E(0.9f, 2.5f), D(0.7f)), ["angry"] = S(null, E(0.9f, 2), V(0.15f)), ["romantic"] = S((60, 105), V(0.6f), E(0.35f), A(0.65f)),
        ["melancholic"] = S(null, V(0.2f, 2), E(0.3f), A(0.6f)), ["dreamy"] = S((60, 110), E(0.3f, 2), I(0.6f), B(0.45f)), ["dark"] = S(null, V(0.15f, 2), B(0.2f)),
        ["uplifting"] = S((105, 140), V(0.85f, 2), E(0.75f)), ["aggressive"] = S(null, E(0.95f, 2), V(0.2f)), ["nostalgic"] = S(null, A(0.6f), E(0.4f), V(0.45f)),
        ["hopeful"] = S(null, V(0.7f), E(0.5f)), ["mysterious"] = S(null, V(0.25f), E(0.35f), B(0.3f), I(0.7f)), ["playful"] = S(null, V(0.8f), D(0.75f), E(0.6f)),
        ["intense"] = S(null, E(0.9f, 2)), ["peaceful"] = S((50, 90), E(0.15f, 2), A(0.7f)), ["groovy"] = S((90, 125), D(0.85f, 2), E(0.6f)), ["epic"] = S(null, E(0.8f), I(0.7f)),
        ["running"] = S((150, 180), E(0.85f, 2), D(0.6f)), ["workout"] = S((120, 170), E(0.9f, 2), D(0.6f)), ["walking"] = S((95, 125), E(0.55f), V(0.65f)),
        ["cycling"] = S((120, 160), E(0.8f, 2)), ["driving"] = S((100, 140), E(0.7f), V(0.6f)), ["commuting"] = S(null, E(0.5f), V(0.6f)), ["working"] = S(null, E(0.45f), I(0.75f)),
        ["studying"] = S((60, 100), E(0.25f, 2), I(0.9f, 2)), ["focus"] = S((60, 110), E(0.3f), I(0.9f, 2)), ["coding"] = S((80, 125), E(0.45f), I(0.85f, 2)),
        ["reading"] = S((55, 95), E(0.15f, 2), I(0.85f), A(0.7f)), ["writing"] = S((60, 100), E(0.25f), I(0.85f)), ["cooking"] = S((95, 125), V(0.75f), D(0.65f), E(0.55f)),
        ["cleaning"] = S((110, 135), E(0.75f), V(0.75f), D(0.75f)), ["relaxing"] = S((60, 100), E(0.2f, 2), A(0.6f)), ["sleeping"] = S((45, 80), E(0.05f, 3), I(0.85f), B(0.2f)),
        ["meditating"] = S((45, 80), E(0.05f, 3), I(0.9f)), ["yoga"] = S((60, 100), E(0.2f, 2), I(0.7f)), ["party"] = S((112, 132), D(0.9f, 2), E(0.85f), V(0.75f)),
        ["dancing"] = S((112, 132), D(0.95f, 2.5f), E(0.8f)), ["dinner"] = S((70, 110), E(0.3f), A(0.65f), V(0.55f)), ["gaming"] = S((110, 160), E(0.8f), I(0.7f)),
        ["waking_up"] = S((80, 115), E(0.45f), V(0.75f, 2)), ["showering"] = S((105, 130), E(0.7f), V(0.8f)), ["travel"] = S(null, E(0.55f), V(0.65f)), ["romance"] = S((60, 105), E(0.3f), V(0.55f)),
    };

    /// <summary>The sound of a mood or an activity; null for an unknown word.</summary>
    public static Sound? Of(string word) => Table.GetValueOrDefault(word.Trim().ToLowerInvariant());

    private static Sound S((float, float)? tempo, params SoundTarget[] targets) => new(targets, tempo);

    private static SoundTarget E(float at, float weight = 1) => new(Feature.Energy, at, weight);

    private static SoundTarget V(float at, float weight = 1) => new(Feature.Valence, at, weight);

    private static SoundTarget D(float at, float weight = 1) => new(Feature.Danceability, at, weight);

    private static SoundTarget A(float at, float weight = 1) => new(Feature.Acousticness, at, weight);

    private static SoundTarget I(float at, float weight = 1) => new(Feature.Instrumentalness, at, weight);

    private static SoundTarget B(float at, float weight = 1) => new(Feature.Brightness, at, weight);
}
