using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Says in one sentence what the strategies found, from their real shares.</summary>
internal sealed class ReasonWriter(LibrarySnapshot library, ListenerMemory memory, ListenerProfile profile, IReadOnlyList<int> seeds, Criteria? criteria)
{
    // Below this one does not say that a track fits: figures are off by some 0.3 on the mean.
    private const float FitsAtLeast = 0.5f;

    private readonly Dictionary<Strategy, int> said = [];
    private readonly List<Sound> wished = [.. (criteria?.Moods ?? []).Append(criteria?.Activity ?? "").Select(SoundTargets.Of).OfType<Sound>()];

    /// <summary>Describes a ranked track.</summary>
    public RecommendedTrack Describe(RankedTrack ranked)
    {
        var model = library.Model;
        var sources = seeds.Count > 0 ? seeds.Distinct().ToList() : profile.Valued.Take(60).Select(v => v.Track).ToList();
        var near = sources.Where(s => s != ranked.Track).Select(s => (Track: s, Close: model.Similarity(s, ranked.Track) + model.CoListening.Similarity(s, ranked.Track)))
            .Where(s => s.Close > 0.25f).OrderByDescending(s => s.Close).ThenBy(s => s.Track).Take(3).ToList();
        var strategies = Enumerable.Range(0, StrategyNames.Count).Where(s => ranked.Shares[s] > 0.001f).ToDictionary(s => StrategyNames.All[s], s => (double)ranked.Shares[s]);
        return new RecommendedTrack(library.Tracks[ranked.Track], ranked.Score, strategies, Sentence(ranked, near.Select(n => n.Track).ToList()),
            [.. near.Select(n => library.Tracks[n.Track].Id)]);
    }

    /// <summary>What two tracks share, in a few words.</summary>
    public static string Shared(LibrarySnapshot library, int a, int b)
    {
        var model = library.Model;
        var shared = new List<string>();
        if (library.Tracks[a].Genres.Intersect(library.Tracks[b].Genres).FirstOrDefault() is { } genre)
        {
            shared.Add(genre);
        }

        if (model.Tempo(a) > 0 && Math.Abs(model.Tempo(a) - model.Tempo(b)) / model.Tempo(a) < 0.05)
        {
            shared.Add(Text($"{model.Tempo(b):0} BPM"));
        }

        Add(Feature.Energy, "high energy", "low energy");
        Add(Feature.Brightness, "bright sound", "dark sound");
        Add(Feature.Acousticness, "acoustic sound", "electronic sound");
        return shared.Count == 0 ? "kind of sound" : shared.Count == 1 ? shared[0] : $"{string.Join(", ", shared.Take(Math.Min(3, shared.Count) - 1))} and {shared[Math.Min(3, shared.Count) - 1]}";

        void Add(Feature feature, string high, string low)
        {
            if (model.Certainty(a) > 0 && model.Certainty(b) > 0 && model.Rank(a, feature) + model.Rank(b, feature) is var sum
                && Math.Abs(model.Rank(a, feature) - model.Rank(b, feature)) < 0.25 && sum is > 1.3f or < 0.7f)
            {
                shared.Add(sum > 1 ? high : low);
            }
        }
    }

    /// <summary>The figures behind an answer.</summary>
    public static IReadOnlyList<string> Facts(LibrarySnapshot library, ListenerMemory memory, ListenerProfile profile, RecommendedTrack item)
    {
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

        facts.AddRange(item.BecauseOf.Where(library.Index.ContainsKey).Select(id =>
            Text($"similarity {Math.Max(0, library.Model.Similarity(at, library.Index[id])):0.00} to “{library.Tracks[library.Index[id]].Title}”")));
        facts.Add(memory.Of(item.Track.Id) is { Listens: > 0 } trace ? Text($"played {trace.Listens} times by you") : "never played by you");
        facts.AddRange(item.Strategies.OrderByDescending(s => s.Value).Select(s => Text($"{s.Key} gave {100 * s.Value:0} % of the score")));
        return facts;
    }

    private string Sentence(RankedTrack ranked, List<int> near)
    {
        var wish = string.Join(" ", (criteria?.Moods ?? []).Append(criteria?.Activity?.Replace('_', ' ') ?? "").Where(w => w.Length > 0));
        var sound = Sound(ranked.Track);
        if (memory.IsEmpty && seeds.Count == 0)
        {
            return wish.Length > 0 ? $"{(Fits(ranked.Track) ? "Fits" : "The nearest here to")} {wish}: {sound}."
                : criteria?.Artist is not null ? $"By {library.Tracks[ranked.Track].Artist}: {sound}."
                : criteria is null || criteria == new Criteria() ? $"A taste of your library: {sound}." : $"From your library: {sound}.";
        }

        // The strongest signal first; what was said often in this answer gives way to what is nearly as strong.
        var parts = new List<(Strategy Strategy, string Text)>();
        foreach (var strategy in Enumerable.Range(0, StrategyNames.Count).Where(s => ranked.Shares[s] > 0.08f)
            .OrderByDescending(s => ranked.Shares[s] / (1 + (0.12f * said.GetValueOrDefault((Strategy)s)))))
        {
            if (Part((Strategy)strategy, ranked, near, wish, sound) is { } part)
            {
                parts.Add(((Strategy)strategy, part));
            }
        }

        if (parts.Count == 0)
        {
            return $"A change from what you usually hear: {sound}.";
        }

        said[parts[0].Strategy] = said.GetValueOrDefault(parts[0].Strategy) + 1;
        return $"Because {string.Join(", and ", parts.Take(parts[0].Strategy == Strategy.Content ? 1 : 2).Select(p => p.Text))}.";
    }

    private string? Part(Strategy strategy, RankedTrack ranked, List<int> near, string wish, string sound)
    {
        var track = library.Tracks[ranked.Track];
        return strategy switch
        {
            Strategy.Content when near.Count > 0 => Text($"{Relation(near[0])} “{library.Tracks[near[0]].Title}”: the same {Shared(library, near[0], ranked.Track)}"),
            Strategy.CoListening when near.FirstOrDefault(n => library.Model.CoListening.Similarity(n, ranked.Track) > 0, -1) is >= 0 and var n => $"it is often heard together with “{library.Tracks[n].Title}”",
            Strategy.History when memory.Of(track.Id) is { Listens: > 1 } t => $"you have played it {t.Listens} times",
            Strategy.History when library.Model.Artist(ranked.Track) is >= 0 and var a && profile.ArtistAffinity[a] > 0.5f => $"you often choose {track.Artist}",
            Strategy.History when track.Genres.Count > 0 && profile.Valued.Any(v => library.Tracks[v.Track].Genres.Contains(track.Genres[0])) => $"you listen to {track.Genres[0]}",
            Strategy.Context => wish.Length > 0 ? $"{(Fits(ranked.Track) ? "it fits" : "it comes nearest here to")} {wish}: {sound}" : $"it suits this time of day: {sound}",
            Strategy.Popularity when memory.Of(track.Id) is { Listens: > 0 } || library.Model.Popularity(ranked.Track) > 0.3f => "it is a favourite in this library",
            Strategy.Novelty when memory.Of(track.Id) is null or { Listens: 0 } => "you have not heard it yet",
            _ => null,
        };
    }

    private bool Fits(int track) => library.Model.Certainty(track) <= 0 || wished.Count == 0 || wished.Average(sound => SoundFit.Plainly(library.Model, track, sound)) >= FitsAtLeast;

    private string Relation(int source) => seeds.Contains(source) ? "it follows"
        : memory.Ratings.GetValueOrDefault((RatingTarget.Track, library.Tracks[source].Id.Value)) ? "you liked" : "you played";

    private string Sound(int track)
    {
        var model = library.Model;
        var words = new List<string>();
        if (library.Tracks[track].Genres.Count > 0)
        {
            words.Add(library.Tracks[track].Genres[0]);
        }

        if (model.Tempo(track) > 0)
        {
            words.Add(Text($"{model.Tempo(track):0} BPM"));
        }

        if (model.Certainty(track) >= 1)
        {
            words.Add(model.Value(track, Feature.Energy) switch { > 0.66f => "high energy", < 0.34f => "low energy", _ => "medium energy" });
        }

        return words.Count == 0 ? "not analysed yet" : string.Join(", ", words);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
