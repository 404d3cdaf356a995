using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Requests;

/// <summary>
/// What a mood or an activity sounds like to one listener: the table to begin with, moved by what they heard and refused when they asked for it.
/// Each measure counts the more, the less it varied in what they heard.
/// </summary>
internal static class WishSounds
{
    // Listenings that the table weighs as much as.
    private const float Table = 5;
    private const float MostWeight = 2.5f;
    private const float SpreadOfAll = 0.29f;
    private const float LeastWeight = 0.1f;
    private const float NarrowestTempo = 0.05f;
    private const float WidestTempo = 0.25f;
    private const float TellsDifference = 0.1f;

    /// <summary>The sound of a word; null for a word that is neither a mood nor an activity.</summary>
    public static Sound? Of(string word, WishHabits habits)
    {
        var usual = SoundTargets.Of(word);
        var wish = Wish.Number(word.Trim().ToLowerInvariant());
        if (usual is null || wish < 0 || habits.Evidence(wish) <= 0)
        {
            return usual;
        }

        var targets = new List<SoundTarget>(WishHabits.Features.Count);
        foreach (var feature in WishHabits.Features)
        {
            var table = Array.Find(usual.Targets, target => target.Feature == feature);
            var own = Blend(table, habits.Of(wish, feature));
            if (own.Weight >= LeastWeight)
            {
                targets.Add(own with { Feature = feature });
            }
        }

        return new Sound([.. targets], Tempo(usual.Tempo, habits.TempoOf(wish)));
    }

    /// <summary>How the listener's sound of a word differs from the table's, in a few words; null where it does not, or not much.</summary>
    public static string? Difference(string word, WishHabits habits)
    {
        if (SoundTargets.Of(word) is not { } usual || Of(word, habits) is not { } own)
        {
            return null;
        }

        var differences = own.Targets
            .Select(target => (target.Feature, By: Array.FindIndex(usual.Targets, t => t.Feature == target.Feature) is >= 0 and var at ? target.At - usual.Targets[at].At : 0))
            .Where(difference => Math.Abs(difference.By) >= TellsDifference)
            .OrderByDescending(difference => Math.Abs(difference.By))
            .Take(2)
            .Select(difference => Name(difference.Feature, difference.By > 0))
            .ToArray();
        return differences.Length == 0 ? null : string.Join(" and ", differences);
    }

    private static SoundTarget Blend(SoundTarget table, WishMeasure known)
    {
        var at = table.At;
        if (known.Heard > 0)
        {
            // What was refused tells which way to go from what was heard.
            var away = known.Refused > 0 ? 0.5f * (known.Mean - known.RefusedMean) * known.Refused / (known.Refused + Table) : 0;
            var wanted = Math.Clamp(known.Mean + away, 0, 1);
            var steadiness = MostWeight * Math.Clamp(1 - (known.Deviation / SpreadOfAll), 0, 1);
            var (old, fresh) = (Table * table.Weight, known.Heard * steadiness);
            return old + fresh <= 0 ? table : new SoundTarget(table.Feature, ((old * at) + (fresh * wanted)) / (old + fresh), (old + fresh) / (Table + known.Heard));
        }

        return known.Refused > 0 && table.Weight > 0
            ? table with { At = Math.Clamp(at + (0.5f * (at - known.RefusedMean) * known.Refused / (known.Refused + Table)), 0, 1) } : table;
    }

    private static (float Min, float Max)? Tempo((float Min, float Max)? table, WishMeasure known)
    {
        if (known.Heard <= 0 || (table is null && (known.Heard < Table || known.Deviation > WidestTempo)))
        {
            return table;
        }

        // In octaves, as tempo is heard.
        var spread = Math.Clamp(known.Deviation, NarrowestTempo, WidestTempo);
        var (low, high) = (known.Mean - spread, known.Mean + spread);
        var old = table is null ? 0 : Table;
        float Of(float usual, float own) => MathF.Pow(2, ((old * (old > 0 ? MathF.Log2(usual) : 0)) + (known.Heard * own)) / (old + known.Heard));
        return (Of(table?.Min ?? 1, low), Of(table?.Max ?? 1, high));
    }

    private static string Name(Feature feature, bool more) => feature switch
    {
        Feature.Energy => more ? "more energetic" : "calmer",
        Feature.Valence => more ? "happier" : "sadder",
        Feature.Danceability => more ? "easier to dance to" : "less danceable",
        Feature.Acousticness => more ? "more acoustic" : "more electronic",
        Feature.Instrumentalness => more ? "with less singing" : "with more singing",
        _ => more ? "brighter" : "darker",
    };
}
