using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Recommendations;

/// <summary>What is remembered of one listener; rebuilt from the event log, updated by each event. Guard with its lock.</summary>
internal sealed class ListenerMemory
{
    private const int RecentKept = 2000;
    private readonly Dictionary<TrackId, Trace> traces = [];
    private readonly Queue<(TrackId Track, float Weight, DateTimeOffset At, bool IsListening)> recent = new();
    private readonly HashSet<Guid> known = [];
    private readonly Queue<Guid> knownOrder = new();

    /// <summary>Guards this memory.</summary>
    public Lock Gate { get; } = new();

    public Dictionary<(RatingTarget Target, Guid Id), bool> Ratings { get; } = [];

    public double[] Weights { get; } = [.. Enumerable.Repeat(1.0, StrategyNames.Count)];

    public bool ExplicitAllowed { get; set; } = true;

    public Dictionary<TrackId, RecommendedTrack> LastReasons { get; } = [];

    /// <summary>Set when ratings or settings changed in storage: the next request loads afresh.</summary>
    public bool IsStale { get; set; }

    /// <summary>Grows with each use; the lowest goes first when memory is short.</summary>
    public long LastUse { get; set; }

    private readonly Dictionary<Guid, DateTimeOffset> ratedAt = [];
    private (LibrarySnapshot Library, DateTimeOffset At, ListenerProfile Profile)? built;

    public Trace? Of(TrackId track) => traces.GetValueOrDefault(track);

    public bool IsEmpty => traces.Count == 0 && Ratings.Count == 0;

    public void Apply(Play play)
    {
        if (!known.Add(play.EventId))
        {
            return;
        }

        built = null;
        knownOrder.Enqueue(play.EventId);
        if (knownOrder.Count > 4000)
        {
            known.Remove(knownOrder.Dequeue());
        }

        if (!traces.TryGetValue(play.TrackId, out var trace))
        {
            traces[play.TrackId] = trace = new Trace();
        }

        var same = trace.LastStart == play.StartedAt;
        var weight = play.Kind switch
        {
            PlayKind.Completed => same ? 0.3f : 1f,
            PlayKind.Played => same ? 0 : 0.7f,
            PlayKind.Queued => 0.5f,
            PlayKind.Liked => 2.5f,
            PlayKind.Skipped => play.Heard < TimeSpan.FromSeconds(10) ? -1f : -0.6f,
            PlayKind.Dismissed => -0.7f,
            PlayKind.Disliked => -4f,
            _ => 0,
        };
        switch (play.Kind)
        {
            case PlayKind.Played or PlayKind.Completed:
                trace.Listens += same ? 0 : 1;
                trace.LastStart = play.StartedAt;
                trace.Hear(play.StartedAt, false);
                trace.Add(weight, play.StartedAt);
                break;
            case PlayKind.Skipped or PlayKind.Dismissed:
                trace.Hear(play.StartedAt, true);
                trace.Add(weight, play.StartedAt);
                break;
            case PlayKind.Queued:
                trace.Add(weight, play.StartedAt);
                break;
            case PlayKind.Liked or PlayKind.Disliked:
                Ratings[(RatingTarget.Track, play.TrackId.Value)] = play.Kind == PlayKind.Liked;
                ForgetRating(play);
                break;
            case PlayKind.Unrated:
                Ratings.Remove((RatingTarget.Track, play.TrackId.Value));
                ForgetRating(play);
                break;
        }

        if (weight != 0)
        {
            recent.Enqueue((play.TrackId, weight, play.StartedAt, play.Kind is PlayKind.Played or PlayKind.Completed));
            if (recent.Count > RecentKept)
            {
                recent.Dequeue();
            }
        }
    }

    /// <summary>Takes a stored rating, unless the log knows a newer one: the log is written first.</summary>
    public void Apply(Rating rating)
    {
        if (rating.Target != RatingTarget.Track || !ratedAt.TryGetValue(rating.TargetId, out var at) || rating.At >= at)
        {
            Ratings[(rating.Target, rating.TargetId)] = rating.Liked;
        }
    }

    /// <summary>The listener in the indexes of a snapshot; made anew after each event, after each swap and every minute.</summary>
    public ListenerProfile Profile(LibrarySnapshot library, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (built is not { } last || last.Library != library || now < last.At || now - last.At >= TimeSpan.FromMinutes(1))
        {
            built = last = (library, now, Build(library, now, zone));
        }

        return last.Profile;
    }

    // A newer rating takes the place of the ones before.
    private void ForgetRating(Play play)
    {
        ratedAt[play.TrackId.Value] = play.StartedAt;
        var kept = recent.Where(r => r.Track != play.TrackId || r.Weight is > -4 and < 2.5f).ToList();
        if (kept.Count < recent.Count)
        {
            recent.Clear();
            kept.ForEach(recent.Enqueue);
        }
    }

    private ListenerProfile Build(LibrarySnapshot library, DateTimeOffset now, TimeZoneInfo zone)
    {
        foreach (var ((target, id), _) in Ratings)
        {
            if (target == RatingTarget.Track)
            {
                traces.TryAdd(new TrackId(id), new Trace());
            }
        }

        var signals = new List<TrackSignal>();
        foreach (var (id, trace) in traces)
        {
            if (library.Index.TryGetValue(id, out var track))
            {
                signals.Add(new TrackSignal
                {
                    Track = track,
                    Positive = Trace.Decay(trace.Positive, now - trace.At, 90),
                    Negative = Trace.Decay(trace.Negative, now - trace.At, 30),
                    Listens = trace.Listens,
                    Rating = Ratings.TryGetValue((RatingTarget.Track, id.Value), out var liked) ? (sbyte)(liked ? 1 : -1) : (sbyte)0,
                    HoursSinceHeard = trace.Heard is { } heard ? (float)(now - heard).TotalHours : float.PositiveInfinity,
                    LastWasSkipped = trace.Skipped,
                });
            }
        }

        var events = recent.Where(r => library.Index.ContainsKey(r.Track))
            .Select(r => new RecentSignal(library.Index[r.Track], r.Weight, Dayparts.Of(TimeZoneInfo.ConvertTime(r.At, zone).Hour), r.IsListening)).ToList();
        var likedArtists = Ratings.Where(r => r.Value && r.Key.Target == RatingTarget.Artist)
            .Select(r => library.ByArtist[r.Key.Id].Select(library.Model.Artist).FirstOrDefault(-1)).Where(a => a >= 0).Order().ToList();
        return ListenerProfile.Build(library.Model, [.. signals.OrderBy(s => s.Track)], events, likedArtists);
    }

    /// <summary>The log of one track, decayed.</summary>
    internal sealed class Trace
    {
        public float Positive { get; private set; }

        public float Negative { get; private set; }

        public DateTimeOffset At { get; private set; }

        public int Listens { get; set; }

        public DateTimeOffset? LastStart { get; set; }

        public DateTimeOffset? Heard { get; private set; }

        public bool Skipped { get; private set; }

        public static float Decay(float value, TimeSpan age, double halfLifeDays) =>
            value * (float)Math.Pow(2, -Math.Max(0, age.TotalDays) / halfLifeDays);

        public void Hear(DateTimeOffset at, bool skipped) => (Heard, Skipped) = Heard is { } h && h > at ? (Heard, Skipped) : (at, skipped);

        public void Add(float weight, DateTimeOffset at)
        {
            var age = at - At;
            (Positive, Negative) = (Decay(Positive, age, 90) + Math.Max(0, weight), Decay(Negative, age, 30) + Math.Max(0, -weight));
            At = at > At ? at : At;
        }
    }
}
