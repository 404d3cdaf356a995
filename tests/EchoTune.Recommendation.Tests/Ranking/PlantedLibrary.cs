using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Tests.Ranking;

/// <summary>
/// A library of 9,000 tracks with a structure that is known: a genre has its sound, an artist theirs within it, a track its own within that;
/// listeners hear mostly three genres, in sessions of one genre. The last tracks are new: nobody has heard them.
/// </summary>
public sealed class PlantedLibrary
{
    public const int Tracks = 9_000;
    public const int New = 300;
    public const int OfArtist = 12;
    public const int Genres = 30;
    private const int Listeners = 500;
    private readonly List<int>[] ofGenre = [.. Enumerable.Range(0, Genres).Select(_ => new List<int>())];
    private readonly List<int[]> sessions = [];

    public PlantedLibrary()
    {
        var plays = new int[Tracks];
        for (var i = 0; i < Tracks; i++)
        {
            ofGenre[GenreOf(i)].Add(i);
        }

        var (rows, columns, weights) = (new List<int>(), new List<int>(), new List<float>());
        for (var u = 0; u < Listeners; u++)
        {
            var random = new Random(u);
            foreach (var session in Heard(random, 12, 8))
            {
                sessions.Add(session);
                foreach (var track in session)
                {
                    plays[track]++;
                    rows.Add(u);
                    columns.Add(track);
                    weights.Add(1);
                }
            }
        }

        Model = ModelBuilder.Build([.. Enumerable.Range(0, Tracks).Select(i => Item(i, plays[i]))], Tracks / OfArtist, Genres, CoListeningModel.Build(sessions, Tracks), "planted");
        var known = Tracks - New;
        var interactions = Interactions.FromCells(Listeners, known, [.. rows], [.. columns], [.. weights]);
        var factors = (IFactorModel)ModelTrainers.Find("ials")!.Fit(new TrainingData(interactions), Hyperparameters.Defaults.With("factors", 24), new FitOptions());
        Models = new LearnedModels
        {
            Version = "learnt-1",
            Items = [.. Enumerable.Range(0, known).Select(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))],
            Collaborative = factors,
            Sequence = SessionTrainers.Find("sequential-rules")!.Fit(Sessions.From(known, sessions), Hyperparameters.Defaults, new FitOptions()),
            Graph = NextOfArtist(known),
        };
        Learned = LearnedView.Build(Model, Models, [.. Enumerable.Range(0, known)]);
    }

    public ModelSnapshot Model { get; }

    public LearnedModels Models { get; }

    public LearnedView Learned { get; }

    public static int GenreOf(int track) => track / OfArtist % Genres;

    /// <summary>What a listener would ask, with 96 listenings of some days ago.</summary>
    public RankQuery Query(int listener, double[]? weights = null)
    {
        var random = new Random(10_000 + listener);
        var heard = Heard(random, 12, 8);
        var last = heard[^1];
        var signals = heard.SelectMany(s => s).GroupBy(t => t).Select(g => new TrackSignal
        {
            Track = g.Key, Positive = 0.5f * g.Count(), Listens = g.Count(), HoursSinceHeard = 30 + random.Next(900), Negative = g.Key % 11 == 0 ? 2 : 0, Rating = (sbyte)(g.Key % 13 == 0 ? 1 : 0),
        }).OrderBy(s => s.Track).ToArray();
        var recent = heard.SelectMany(s => s).Select((t, i) => new RecentSignal(t, t % 11 == 0 ? -1 : 1, i / 8 % Dayparts.Count, t % 11 != 0)).ToArray();
        return new RankQuery
        {
            Profile = ListenerProfile.Build(Model, signals, recent, null, last, 3),
            Learned = Learned,
            Weights = weights ?? [.. Enumerable.Repeat(1.0, StrategyNames.Count)],
            Moment = new Moment(listener % Dayparts.Count),
            Seed = (ulong)listener,
        };
    }

    // Popular tracks are heard more; now and then anything is.
    private List<int[]> Heard(Random random, int count, int length)
    {
        int[] genres = [random.Next(Genres), random.Next(Genres), random.Next(Genres)];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var own = ofGenre[genres[random.Next(3)]];
            return Enumerable.Range(0, length).Select(_ => random.Next(8) == 0 ? random.Next(Tracks - New) : own[(int)(Math.Pow(random.NextDouble(), 2) * own.Count)]).Where(t => t < Tracks - New).ToArray();
        })];
    }

    private static TrackItem Item(int i, int plays)
    {
        var (genre, artist, own) = (new Random(1_000_000 + GenreOf(i)), new Random(2_000_000 + (i / OfArtist)), new Random(i));
        float Near() => (0.6f * genre.NextSingle()) + (0.25f * artist.NextSingle()) + (0.15f * own.NextSingle());
        return new TrackItem
        {
            Key = (ulong)i * 7919, Artist = i / OfArtist, Genres = [GenreOf(i)], Plays = plays, AgeDays = i >= Tracks - New ? 3 : 400,
            Perception = new Perception { TempoBpm = 60 + (120 * Near()), Values = [.. Enumerable.Range(0, Perception.FeatureCount).Select(_ => Near())] },
            Embedding = [.. Enumerable.Range(0, 24).Select(_ => genre.NextSingle() + (0.7f * artist.NextSingle()) + (0.7f * own.NextSingle()) - 1.2f)],
        };
    }

    // Each track is near to the next two of its artist.
    private static ItemNeighbours NextOfArtist(int count)
    {
        var (offsets, items, weights) = (new int[count + 1], new List<int>(), new List<float>());
        for (var i = 0; i < count; i++)
        {
            for (var step = 1; step <= 2; step++)
            {
                var next = (i / OfArtist * OfArtist) + ((i + step) % OfArtist);
                if (next < count)
                {
                    items.Add(next);
                    weights.Add(1f / step);
                }
            }

            offsets[i + 1] = items.Count;
        }

        return new ItemNeighbours(offsets, [.. items], [.. weights]);
    }
}
