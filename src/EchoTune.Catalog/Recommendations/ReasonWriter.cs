using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Says in one sentence what the strategies found, from their real shares.</summary>
internal sealed class ReasonWriter
{
    // Below this one does not say that a track fits: figures are off by some 0.3 on the mean.
    private const float FitsAtLeast = 0.5f;
    private const float LeastShare = 0.08f;
    private const float NearAtLeast = 0.25f;
    private const float AlikeAtLeast = 0.3f;
    private const int MostSources = 60;
    private const int MostNear = 3;
    private readonly LibrarySnapshot library;
    private readonly LearnedView? learned;
    private readonly ListenerMemory memory;
    private readonly ListenerProfile profile;
    private readonly IReadOnlyList<int> seeds;
    private readonly Criteria? criteria;
    private readonly int[] sources;
    private readonly int[] said = new int[StrategyNames.Count];
    private readonly string wish;
    private readonly string asHeard = "";
    private readonly List<Sound> wished = [];

    public ReasonWriter(RankingModel model, ListenerMemory memory, ListenerProfile profile, IReadOnlyList<int> seeds, Criteria? criteria)
    {
        (library, learned, this.memory, this.profile, this.seeds, this.criteria) = (model.Library, model.Learned, memory, profile, seeds, criteria);
        if (seeds.Count > 0)
        {
            sources = [.. seeds.Distinct()];
        }
        else
        {
            sources = new int[Math.Min(MostSources, profile.Valued.Count)];
            for (var k = 0; k < sources.Length; k++)
            {
                sources[k] = profile.Valued[k].Track;
            }
        }

        if (criteria is not null)
        {
            wish = string.Join(" ", (criteria.Moods ?? []).Append(criteria.Activity?.Replace('_', ' ') ?? "").Where(w => w.Length > 0));
            wished.AddRange((criteria.Moods ?? []).Append(criteria.Activity ?? "").Select(word => WishSounds.Of(word, profile.Wishes)).OfType<Sound>());
            var words = (criteria.Moods ?? []).Append(criteria.Activity).OfType<string>().ToArray();
            asHeard = words.Length == 1 && WishSounds.Difference(words[0], profile.Wishes) is { } difference ? $" as you hear it, {difference}" : "";
        }
        else
        {
            wish = "";
        }
    }

    /// <summary>Describes a ranked track.</summary>
    public RecommendedTrack Describe(RankedTrack ranked)
    {
        Span<int> nearest = stackalloc int[MostNear];
        var near = nearest[..Nearest(ranked.Track, nearest)];
        var sentence = Sentence(ranked, near);
        var because = new TrackId[near.Length];
        for (var k = 0; k < near.Length; k++)
        {
            because[k] = library.Tracks[near[k]].Id;
        }

        return new RecommendedTrack(library.Tracks[ranked.Track], ranked.Score, new StrategyNumbers(ranked.Shares), sentence, because)
        {
            Figures = new StrategyNumbers(ranked.Values), Explores = ranked.Explores?.Name(),
        };
    }

    // The listener's tracks (or the seeds) that are nearest by sound, by what is heard together and by who listens.
    private int Nearest(int track, Span<int> nearest)
    {
        Span<float> closeness = stackalloc float[nearest.Length];
        var count = 0;
        foreach (var source in sources)
        {
            if (source == track)
            {
                continue;
            }

            var close = library.Model.Similarity(source, track) + library.Model.CoListening.Similarity(source, track);
            if (learned is not null)
            {
                close = MathF.Max(close, 0.6f * learned.Likeness(source, track));
            }

            if (close <= NearAtLeast)
            {
                continue;
            }

            var at = count;
            while (at > 0 && (close > closeness[at - 1] || (close == closeness[at - 1] && source < nearest[at - 1])))
            {
                at--;
            }

            if (at < nearest.Length)
            {
                count = Math.Min(count + 1, nearest.Length);
                for (var k = count - 1; k > at; k--)
                {
                    (nearest[k], closeness[k]) = (nearest[k - 1], closeness[k - 1]);
                }

                (nearest[at], closeness[at]) = (source, close);
            }
        }

        return count;
    }

    /// <summary>What two tracks share, in a few words.</summary>
    public static string Shared(LibrarySnapshot library, int a, int b)
    {
        var model = library.Model;
        var shared = new List<string>(4);
        foreach (var genre in library.Tracks[a].Genres)
        {
            if (shared.Count == 0 && library.Tracks[b].Genres.Contains(genre))
            {
                shared.Add(genre);
            }
        }

        if (model.Tempo(a) > 0 && Math.Abs(model.Tempo(a) - model.Tempo(b)) / model.Tempo(a) < 0.05)
        {
            shared.Add(Text($"{model.Tempo(b):0} BPM"));
        }

        Add(Feature.Energy, "high energy", "low energy");
        Add(Feature.Brightness, "bright sound", "dark sound");
        Add(Feature.Acousticness, "acoustic sound", "electronic sound");
        return shared.Count switch
        {
            0 => "kind of sound",
            1 => shared[0],
            2 => $"{shared[0]} and {shared[1]}",
            _ => $"{shared[0]}, {shared[1]} and {shared[2]}",
        };

        void Add(Feature feature, string high, string low)
        {
            if (model.Certainty(a) > 0 && model.Certainty(b) > 0 && model.Rank(a, feature) + model.Rank(b, feature) is var sum
                && Math.Abs(model.Rank(a, feature) - model.Rank(b, feature)) < 0.25 && sum is > 1.3f or < 0.7f)
            {
                shared.Add(sum > 1 ? high : low);
            }
        }
    }

    private string Sentence(RankedTrack ranked, ReadOnlySpan<int> near)
    {
        var sound = Sound(ranked.Track);
        if (memory.IsEmpty && seeds.Count == 0)
        {
            return wish.Length > 0 ? $"{(Fits(ranked.Track) ? "Fits" : "The nearest here to")} {wish}: {sound}."
                : criteria?.Artist is not null ? $"By {library.Tracks[ranked.Track].Artist}: {sound}."
                : criteria is null || criteria == new Criteria() ? $"A taste of your library: {sound}." : $"From your library: {sound}.";
        }

        // The strongest signal first; what was said often in this answer gives way to what is nearly as strong.
        Span<float> strength = stackalloc float[said.Length];
        for (var s = 0; s < strength.Length; s++)
        {
            strength[s] = ranked.Shares[s] > LeastShare ? ranked.Shares[s] / (1 + (0.12f * said[s])) : 0;
        }

        if (ranked.Explores is { } by)
        {
            strength[(int)by] += 1;
        }

        string? first = null;
        while (System.Numerics.Tensors.TensorPrimitives.IndexOfMax(strength) is var s && strength[s] > 0)
        {
            strength[s] = 0;
            if (Part((Strategy)s, ranked, near, sound) is not { } part)
            {
                continue;
            }

            if (first is not null)
            {
                return $"Because {first}, and {part}.";
            }

            said[s]++;
            first = part;
            if ((Strategy)s == Strategy.Content)
            {
                break;
            }
        }

        return first is null ? $"A change from what you usually hear: {sound}." : $"Because {first}.";
    }

    private string? Part(Strategy strategy, RankedTrack ranked, ReadOnlySpan<int> near, string sound)
    {
        var track = library.Tracks[ranked.Track];
        switch (strategy)
        {
            case Strategy.Content:
                return near.Length > 0 && library.Model.Similarity(near[0], ranked.Track) > NearAtLeast
                    ? $"{Relation(near[0])} “{library.Tracks[near[0]].Title}”: the same {Shared(library, near[0], ranked.Track)}" : null;
            case Strategy.CoListening:
                foreach (var source in near)
                {
                    if (library.Model.CoListening.Similarity(source, ranked.Track) > 0)
                    {
                        return $"it is often heard together with “{library.Tracks[source].Title}”";
                    }
                }

                return null;
            case Strategy.Collaborative:
                return Evidence.Likest(learned, sources, ranked.Track) is { Value: > AlikeAtLeast } like ? $"listeners of “{library.Tracks[like.Source].Title}” play it too" : null;
            case Strategy.Sequence:
                return Evidence.Before(profile, seeds) is { } before && ranked.Values[(int)Strategy.Sequence] > 0 ? $"it often comes next after “{library.Tracks[before].Title}”" : null;
            case Strategy.Graph:
                return Evidence.Nearest(learned, sources, ranked.Track) is { Value: > 0 } close ? $"listeners, artists and genres link it with “{library.Tracks[close.Source].Title}”" : null;
            case Strategy.History:
                return memory.Of(track.Id) is { Listens: > 1 } t ? Text($"you have played it {t.Listens} times")
                    : library.Model.Artist(ranked.Track) is >= 0 and var a && profile.Artists[a] > 0.5f ? $"you often choose {track.Artist}"
                    : track.Genres.Count > 0 && Values(track.Genres[0]) ? $"you listen to {track.Genres[0]}" : null;
            case Strategy.Context:
                return wish.Length > 0 ? $"{(Fits(ranked.Track) ? "it fits" : "it comes nearest here to")} {wish}{asHeard}: {sound}" : $"it suits this time of day: {sound}";
            case Strategy.Popularity:
                return memory.Of(track.Id) is { Listens: > 0 } || library.Model.Popularity(ranked.Track) > 0.3f ? "it is a favourite in this library" : null;
            case Strategy.Novelty:
                return memory.Of(track.Id) is null or { Listens: 0 } ? "you have not heard it yet" : null;
            default:
                return null;
        }
    }

    private bool Values(string genre)
    {
        foreach (var (track, _) in profile.Valued)
        {
            if (library.Tracks[track].Genres.Contains(genre))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fits(int track) => library.Model.Certainty(track) <= 0 || wished.Count == 0 || wished.Average(sound => SoundFit.Plainly(library.Model, track, sound)) >= FitsAtLeast;

    private string Relation(int source) => seeds.Contains(source) ? "it follows"
        : memory.Ratings.GetValueOrDefault((RatingTarget.Track, library.Tracks[source].Id.Value)) ? "you liked" : "you played";

    private string Sound(int track)
    {
        var model = library.Model;
        var genre = library.Tracks[track].Genres.Count > 0 ? library.Tracks[track].Genres[0] : null;
        var energy = model.Certainty(track) < 1 ? null : model.Value(track, Feature.Energy) switch { > 0.66f => "high energy", < 0.34f => "low energy", _ => "medium energy" };
        var tempo = model.Tempo(track);
        return (genre, energy) switch
        {
            (null, null) => tempo > 0 ? Text($"{tempo:0} BPM") : "not analysed yet",
            (null, _) => tempo > 0 ? Text($"{tempo:0} BPM, {energy}") : energy,
            (_, null) => tempo > 0 ? Text($"{genre}, {tempo:0} BPM") : genre,
            _ => tempo > 0 ? Text($"{genre}, {tempo:0} BPM, {energy}") : $"{genre}, {energy}",
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
