using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Catalog.Training;

/// <summary>Reads library and logs, page by page and listener by listener, into what models learn from. Memory is bounded by the options.</summary>
internal sealed class LogReader(IPlayStore plays, ITrackStore tracks, IFeatureStore features, TrainingOptions options)
{
    private const int PageLength = 5_000;

    /// <summary>Reads everything.</summary>
    /// <param name="progress">Told the share of listeners that was read.</param>
    /// <param name="cancellationToken">Stops it between pages.</param>
    public async Task<(TrainingSet Set, LearningData Data)> ReadAsync(Action<double> progress, CancellationToken cancellationToken)
    {
        var library = await LibraryAsync(cancellationToken);
        var index = new Dictionary<TrackId, int>(library.Length);
        for (var i = 0; i < library.Length; i++)
        {
            index[library[i].Id] = i;
        }

        var heard = new Dictionary<TrackId, TrackFeatures>();
        await foreach (var (id, analysis) in features.AllAsync(cancellationToken))
        {
            heard[id] = analysis;
        }

        var cells = new Cells(index, options);
        var listeners = await plays.ListenersAsync(cancellationToken);
        for (var l = 0; l < listeners.Count; l++)
        {
            cells.Add(l, await ReadAsync(listeners[l], cancellationToken));
            progress((l + 1.0) / listeners.Count);
        }

        var (interactions, sessions, owners, begins) = cells.Build(listeners.Count);
        var set = new TrainingSet
        {
            Items = [.. library.Select(track => track.Id.Value)], Interactions = interactions, Sessions = sessions, SessionListeners = owners, SessionTimes = begins,
            Content = library.Length == 0 ? null : TrainingLibrary.Build(library, heard, "training"),
        };
        return (set, new LearningData(listeners.Count, library.Length, cells.Events, interactions.Count, sessions.Count, cells.LastAt));
    }

    private async Task<Track[]> LibraryAsync(CancellationToken cancellationToken)
    {
        var all = new List<Track>();
        await foreach (var track in tracks.AllAsync(cancellationToken))
        {
            all.Add(track);
        }

        return [.. all.OrderBy(track => track.Id.Value)];
    }

    private async Task<ListenerLog> ReadAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var log = new ListenerLog();
        for (long after = 0; ;)
        {
            var page = await plays.ReadAsync(listener, after, PageLength, cancellationToken);
            foreach (var (sequence, play) in page)
            {
                after = sequence;
                log.Add(play);
            }

            if (page.Count < PageLength)
            {
                return log;
            }
        }
    }

    private sealed class Cells(Dictionary<TrackId, int> index, TrainingOptions options)
    {
        private readonly List<int> rows = [];
        private readonly List<int> columns = [];
        private readonly List<float> weights = [];
        private readonly List<long> times = [];
        private readonly List<(long At, int Listener, int[] Items)> sessions = [];

        public long Events { get; private set; }

        public DateTimeOffset? LastAt { get; private set; }

        public void Add(int listener, ListenerLog log)
        {
            Events += log.Events;
            LastAt = log.LastAt is { } at && !(LastAt > at) ? at : LastAt;
            foreach (var (track, weight, seconds) in log.Valued().Where(cell => index.ContainsKey(cell.Track)).Take(Math.Min(options.TracksOfListener, options.MostInteractions - rows.Count)))
            {
                rows.Add(listener);
                columns.Add(index[track]);
                weights.Add(weight);
                times.Add(seconds);
            }

            foreach (var (begun, heard) in log.Sessions())
            {
                int[] items = [.. heard.Where(index.ContainsKey).Select(track => index[track])];
                if (items.Length > 0)
                {
                    sessions.Add((begun, listener, items));
                }
            }

            // Twice the bound is reached before the oldest are dropped, so that dropping is rare.
            if (sessions.Count > 2 * options.MostSessions)
            {
                Trim();
            }
        }

        public (Interactions Interactions, Sessions Sessions, int[] Listeners, long[] Begins) Build(int listeners)
        {
            Trim();
            return (
                Interactions.FromCells(listeners, index.Count, rows.ToArray(), columns.ToArray(), weights.ToArray(), times.ToArray()),
                Sessions.From(index.Count, sessions.Select(session => session.Items)),
                [.. sessions.Select(session => session.Listener)],
                [.. sessions.Select(session => session.At)]);
        }

        // Equal moments go by listener, in the order of which the logs are read.
        private void Trim()
        {
            var sorted = sessions.OrderBy(session => session.At).TakeLast(options.MostSessions).ToList();
            sessions.Clear();
            sessions.AddRange(sorted);
        }
    }
}
