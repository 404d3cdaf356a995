using System.Globalization;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;

namespace EchoTune.Catalog.Recommendations;

/// <summary>The figures behind a recommendation: which of the listener's tracks, how alike, and what each strategy said.</summary>
internal static class Evidence
{
    /// <summary>The source whose listeners are most alike those of a track, and how much, −1 to 1; null where nothing was learnt.</summary>
    public static (int Source, float Value)? Likest(LearnedView? learned, ReadOnlySpan<int> sources, int track)
    {
        (int, float)? best = null;
        foreach (var source in sources)
        {
            if (source != track && learned?.Likeness(source, track) is { } value && value > (best?.Item2 ?? 0))
            {
                best = (source, value);
            }
        }

        return best;
    }

    /// <summary>The source that a track is nearest to in the graph, and how near, 0–1; null where it is near to none.</summary>
    public static (int Source, float Value)? Nearest(LearnedView? learned, ReadOnlySpan<int> sources, int track)
    {
        (int, float)? best = null;
        foreach (var source in sources)
        {
            if (source != track && learned?.Nearness(source, track) is { } value && value > (best?.Item2 ?? 0))
            {
                best = (source, value);
            }
        }

        return best;
    }

    /// <summary>The track that what comes next follows; null where nothing was heard.</summary>
    public static int? Before(ListenerProfile profile, IReadOnlyList<int> seeds) =>
        seeds.Count > 0 ? seeds[^1] : profile.LastSession.Length > 0 ? profile.LastSession[^1] : null;

    /// <summary>The figures, in short sentences.</summary>
    public static IReadOnlyList<string> Facts(RankingModel model, ListenerMemory memory, ListenerProfile profile, RecommendedTrack item)
    {
        var (library, learned) = (model.Library, model.Learned);
        var at = library.Index[item.Track.Id];
        var facts = new List<string>();
        if (library.Model.Tempo(at) is > 0 and var bpm)
        {
            var (low, high) = profile.UsualTempo;
            facts.Add(high <= 0 ? Text($"{bpm:0} BPM") : Text($"{bpm:0} BPM, {(bpm >= low - 5 && bpm <= high + 5 ? "close to" : "away from")} your usual {low:0}–{high:0}"));
        }

        if (library.Model.Certainty(at) >= 1)
        {
            facts.Add(Text($"energy {library.Model.Value(at, Feature.Energy):0.00}, valence {library.Model.Value(at, Feature.Valence):0.00}"));
        }

        var sources = item.BecauseOf.Where(library.Index.ContainsKey).Select(id => library.Index[id]).ToArray();
        foreach (var source in sources)
        {
            facts.Add(Text($"similarity {Math.Max(0, library.Model.Similarity(at, source)):0.00} to “{library.Tracks[source].Title}”"));
            if (library.Model.CoListening.Similarity(source, at) is > 0 and var together)
            {
                facts.Add(Text($"heard together with “{library.Tracks[source].Title}”: {together:0.00}"));
            }
        }

        int[] valued = [.. sources.Concat(profile.Valued.Take(60).Select(v => v.Track)).Distinct()];
        if (Likest(learned, valued, at) is { } like)
        {
            facts.Add(Text($"its listeners are like those of “{library.Tracks[like.Source].Title}”: {like.Value:0.00}"));
        }

        if (Nearest(learned, valued, at) is { } near)
        {
            facts.Add(Text($"linked with “{library.Tracks[near.Source].Title}” through listeners, artists and genres: {near.Value:0.00}"));
        }

        if (item.Figures is StrategyNumbers figures && figures.Of(Strategy.Sequence) > 0 && Before(profile, []) is { } before)
        {
            facts.Add(Text($"next after “{library.Tracks[before].Title}”: {figures.Of(Strategy.Sequence):0.00} of the likeliest"));
        }

        facts.Add(memory.Of(item.Track.Id) is { Listens: > 0 } trace ? Text($"played {trace.Listens} times by you") : "never played by you");
        if (item.Explores is { } explores)
        {
            facts.Add($"chosen by {explores} alone, to learn whether you like it");
        }

        facts.AddRange(item.Strategies.OrderByDescending(s => s.Value).Select(s => Text($"{s.Key} gave {100 * s.Value:0} % of the score")));
        return facts;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
