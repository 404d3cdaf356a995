using EchoTune.Catalog.Plays;

namespace EchoTune.Catalog.Training;

/// <summary>What the log of one listener comes to: how much they value each track, and their sessions. Takes events in the order of the log.</summary>
internal sealed class ListenerLog
{
    private const double Completed = 1;
    private const double PlayedInPart = 0.7;
    private const double Liked = 2.5;
    private const double Queued = 0.5;
    private const double Skipped = -0.5;
    private const double Dismissed = -1;
    private const int LongestSession = 200;

    private readonly Dictionary<TrackId, Regard> regards = [];
    private readonly List<(long At, TrackId[] Tracks)> sessions = [];
    private readonly List<TrackId> open = [];
    private Play? last;
    private long begun;

    /// <summary>How many events there were.</summary>
    public long Events { get; private set; }

    /// <summary>When the latest happened.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>Takes the next event of the log.</summary>
    public void Add(Play play)
    {
        Events++;
        LastAt = LastAt is { } known && known > play.StartedAt ? known : play.StartedAt;
        if (!regards.TryGetValue(play.TrackId, out var regard))
        {
            regards[play.TrackId] = regard = new Regard();
        }

        switch (play.Kind)
        {
            case PlayKind.Completed or PlayKind.Played:
                regard.Hear(play.StartedAt, play.Kind == PlayKind.Completed ? Completed : PlayedInPart);
                Continue(play);
                break;
            case PlayKind.Skipped:
                regard.Weight += Skipped;
                break;
            case PlayKind.Dismissed:
                regard.Weight += Dismissed;
                break;
            case PlayKind.Queued:
                regard.Want(play.StartedAt, Queued);
                break;
            case PlayKind.Liked:
                regard.Rate(play.StartedAt, 1);
                break;
            case PlayKind.Disliked:
                regard.Rate(play.StartedAt, -1);
                break;
            case PlayKind.Unrated:
                regard.Rate(play.StartedAt, 0);
                break;
        }
    }

    /// <summary>The tracks they came to value, the latest first: what was skipped or dismissed weighs less or falls out, what is disliked falls out.</summary>
    public IEnumerable<(TrackId Track, float Weight, long At)> Valued() =>
        regards.Where(pair => pair.Value is { Rating: >= 0, At: not null })
            .Select(pair => (pair.Key, (float)(pair.Value.Weight + (pair.Value.Rating > 0 ? Liked : 0)), pair.Value.At!.Value.ToUnixTimeSeconds()))
            .Where(cell => cell.Item2 > 0)
            .OrderByDescending(cell => cell.Item3).ThenBy(cell => cell.Key.Value);

    /// <summary>Their sessions with the second they began at, oldest first as the log has them, no track twice in one.</summary>
    public IReadOnlyList<(long At, TrackId[] Tracks)> Sessions()
    {
        Close();
        return sessions;
    }

    private void Continue(Play play)
    {
        if (last is not null && ListeningSession.IsNew(last, play))
        {
            Close();
        }

        if (open.Count == 0)
        {
            begun = play.StartedAt.ToUnixTimeSeconds();
        }

        if (open.Count < LongestSession && !open.Contains(play.TrackId))
        {
            open.Add(play.TrackId);
        }

        last = play;
    }

    private void Close()
    {
        if (open.Count > 0)
        {
            sessions.Add((begun, [.. open]));
            open.Clear();
        }
    }

    private sealed class Regard
    {
        private DateTimeOffset? rated;
        private DateTimeOffset? start;
        private double ofStart;

        public double Weight { get; set; }

        public int Rating { get; private set; }

        /// <summary>When it was last heard or wanted; null if never.</summary>
        public DateTimeOffset? At { get; private set; }

        // A listening may be told as played and, later, as completed: it counts once, as the better.
        public void Hear(DateTimeOffset at, double weight)
        {
            if (start == at)
            {
                Weight += Math.Max(0, weight - ofStart);
                ofStart = Math.Max(ofStart, weight);
                return;
            }

            (start, ofStart) = (at, weight);
            Want(at, weight);
        }

        public void Want(DateTimeOffset at, double weight)
        {
            Weight += weight;
            At = At is { } known && known > at ? known : at;
        }

        public void Rate(DateTimeOffset at, int rating)
        {
            if (rated is { } known && known > at)
            {
                return;
            }

            (rated, Rating) = (at, rating);
            At = rating > 0 ? (At is { } heard && heard > at ? heard : at) : At;
        }
    }
}
