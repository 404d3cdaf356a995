using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Tests.Learned;

/// <summary>
/// Listeners of two tastes who hear tracks of their taste nine times in ten, mostly by a few favourite artists, in sessions that often go on with
/// the next track of the artist. Every track sounds a little like its artist and belongs to the genre of its taste.
/// </summary>
internal static class TasteWorld
{
    public const int TracksOfArtist = 10;

    public static TrainingSet Make(int listeners = 300, int tracks = 500, int sessions = 8, int seed = 1)
    {
        var random = new Random(seed);
        var (rows, columns, weights, times) = (new List<int>(), new List<int>(), new List<float>(), new List<long>());
        var made = new List<(long At, int Listener, int[] Items)>();
        var artists = Math.Max(2, tracks / TracksOfArtist);
        for (var listener = 0; listener < listeners; listener++)
        {
            var favourites = Enumerable.Range(0, 4).Select(_ => (random.Next(artists) / 2 * 2) + (listener % 2)).ToArray();
            for (var s = 0; s < sessions; s++)
            {
                var at = 1_000_000L + (s * 86_400) + random.Next(40_000);
                var track = 0;
                var heard = new List<int>();
                for (var n = 0; n < 6; n++)
                {
                    var next = track + 1;
                    track = n > 0 && random.Next(3) > 0 && next % TracksOfArtist != 0 && next < tracks ? next
                        : random.Next(10) == 0 ? random.Next(tracks)
                        : Math.Min(tracks - 1, (favourites[random.Next(favourites.Length)] * TracksOfArtist) + random.Next(TracksOfArtist));
                    rows.Add(listener);
                    columns.Add(track);
                    weights.Add(1);
                    times.Add(at + (n * 200));
                    if (!heard.Contains(track))
                    {
                        heard.Add(track);
                    }
                }

                made.Add((at, listener, [.. heard]));
            }
        }

        made = [.. made.OrderBy(session => session.At)];
        return new TrainingSet
        {
            Items = [.. Enumerable.Range(0, tracks).Select(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))],
            Interactions = Interactions.FromCells(listeners, tracks, [.. rows], [.. columns], [.. weights], times.ToArray()),
            Sessions = Sessions.From(tracks, made.Select(session => session.Items)),
            SessionListeners = [.. made.Select(session => session.Listener)],
            SessionTimes = [.. made.Select(session => session.At)],
            Content = Content(tracks, seed),
        };
    }

    public static ModelSnapshot Content(int tracks, int seed = 1)
    {
        var random = new Random(seed);
        var sounds = Enumerable.Range(0, Math.Max(1, tracks / TracksOfArtist) + 1).Select(_ => Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        var items = Enumerable.Range(0, tracks).Select(i => new TrackItem
        {
            Key = (ulong)i + 1, Artist = i / TracksOfArtist, Genres = [i / TracksOfArtist % 2], Embedding = [.. sounds[i / TracksOfArtist].Select(x => x + (0.1f * random.NextSingle()))],
        }).ToList();
        return ModelBuilder.Build(items, (tracks / TracksOfArtist) + 1, 2, CoListeningModel.Empty, "test");
    }
}
