using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Online;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// What is remembered of one listener; rebuilt from the event log, updated by each event. Takes memory for what they met only. Guard
/// with its lock.
/// </summary>
/// <param name="zone">Where the listener's days begin.</param>
internal sealed class ListenerMemory(TimeZoneInfo? zone = null)
{
    private const int RecentKept = 1000;
    private const int KnownEvents = 512;
    private const int MostDevices = 6;
    private const int SessionLength = 20;
    private static readonly TimeSpan ProfileHolds = TimeSpan.FromMinutes(5);
    private readonly TimeZoneInfo zone = zone ?? TimeZoneInfo.Utc;
    private readonly Dictionary<TrackId, Trace> traces = [];
    private readonly List<Recent> recent = [];
    private readonly List<string> devices = [];
    private readonly Dictionary<Guid, long> ratedAt = [];

    // Only what was told twice within moments must be known again: the store tells all other events once.
    private ulong[] known = [];
    private int nextKnown;
    private (LibrarySnapshot Library, DateTimeOffset At, ListenerProfile Profile)? built;
    private bool isBuilt;

    /// <summary>Guards this memory.</summary>
    public Lock Gate { get; } = new();

    public Dictionary<(RatingTarget Target, Guid Id), bool> Ratings { get; } = [];

    /// <summary>The listener's own weights, 0–2.</summary>
    public double[] Weights { get; } = [.. Enumerable.Repeat(1.0, StrategyNames.Count)];

    public RecommendationTuning Tuning { get; set; } = new();

    public bool ExplicitAllowed { get; set; } = true;

    /// <summary>What was told of the last answers.</summary>
    public RecentAnswers Answers { get; private set; } = new();

    public Trace? Of(TrackId track) => traces.GetValueOrDefault(track);

    public bool IsEmpty => traces.Count == 0 && Ratings.Count == 0;

    /// <summary>Which of the listener's devices, from 1; 0 for one that told of no listening yet.</summary>
    public int Device(string? name) => name is null ? 0 : devices.IndexOf(name) + 1;

    /// <summary>Takes over what another memory of the listener knows and the log does not.</summary>
    public void Inherit(ListenerMemory before) => Answers = before.Answers;

    public void Apply(Play play)
    {
        if (!IsNew(play.EventId))
        {
            return;
        }

        isBuilt = false;
        if (!traces.TryGetValue(play.TrackId, out var trace))
        {
            traces[play.TrackId] = trace = new Trace();
        }

        Answers.Learn(play);
        var same = trace.LastStart == play.StartedAt.UtcTicks;
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
                trace.LastStart = play.StartedAt.UtcTicks;
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
                ForgetRating(play, trace);
                break;
            case PlayKind.Unrated:
                Ratings.Remove((RatingTarget.Track, play.TrackId.Value));
                ForgetRating(play, trace);
                break;
        }

        if (weight != 0)
        {
            Remember(play, trace, weight);
        }
    }

    /// <summary>Takes a stored rating, unless the log knows a newer one: the log is written first.</summary>
    public void Apply(Rating rating)
    {
        if (rating.Target != RatingTarget.Track || !ratedAt.TryGetValue(rating.TargetId, out var at) || rating.At.UtcTicks >= at)
        {
            Ratings[(rating.Target, rating.TargetId)] = rating.Liked;
            isBuilt = false;
        }
    }

    /// <summary>The listener in the indexes of a snapshot, and hours since it was made: anew after each event, each swap and every five minutes.</summary>
    public (ListenerProfile Profile, double Age) Profile(LibrarySnapshot library, DateTimeOffset now)
    {
        if (!isBuilt || built is not { } last || last.Library != library || now < last.At || now - last.At >= ProfileHolds)
        {
            built = last = (library, now, Build(library, now, built is { } before && before.Library == library ? before.Profile : null));
            isBuilt = true;
        }

        return (last.Profile, (now - last.At).TotalHours);
    }

    private bool IsNew(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed = (BitConverter.ToUInt64(bytes) * 0x9E3779B97F4A7C15UL) ^ BitConverter.ToUInt64(bytes[8..]);
        if (known.AsSpan().Contains(mixed))
        {
            return false;
        }

        if (known.Length < KnownEvents && nextKnown == known.Length)
        {
            Array.Resize(ref known, Math.Min(KnownEvents, Math.Max(16, 2 * known.Length)));
        }

        known[nextKnown % known.Length] = mixed;
        nextKnown = nextKnown + 1 == KnownEvents ? 0 : nextKnown + 1;
        return true;
    }

    private void Remember(Play play, Trace trace, float weight)
    {
        var local = TimeZoneInfo.ConvertTime(play.StartedAt, zone);
        var device = Device(play.Device);
        if (device == 0 && play.Device is { } name && devices.Count < MostDevices)
        {
            devices.Add(name);
            device = devices.Count;
        }

        recent.Add(new Recent(
            play.TrackId, trace, weight, play.StartedAt.UtcTicks, (byte)Dayparts.Of(local.Hour), (byte)device,
            play.Kind is PlayKind.Played or PlayKind.Completed, local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, Wish.Bits(play.Wish)));
        if (recent.Count > RecentKept + (RecentKept / 4))
        {
            recent.RemoveRange(0, recent.Count - RecentKept);
        }
    }

    // A newer rating takes the place of the ones before.
    private void ForgetRating(Play play, Trace trace)
    {
        ratedAt[play.TrackId.Value] = play.StartedAt.UtcTicks;
        recent.RemoveAll(r => r.Trace == trace && r.Weight is <= -4 or >= 2.5f && r.Track == play.TrackId);
    }

    private ListenerProfile Build(LibrarySnapshot library, DateTimeOffset now, ListenerProfile? before)
    {
        foreach (var ((target, id), _) in Ratings)
        {
            if (target == RatingTarget.Track)
            {
                traces.TryAdd(new TrackId(id), new Trace());
            }
        }

        var signals = new List<TrackSignal>(traces.Count);
        foreach (var (id, trace) in traces)
        {
            if (trace.IndexIn(library, id) is >= 0 and var track)
            {
                signals.Add(new TrackSignal
                {
                    Track = track,
                    Positive = Trace.Decay(trace.Positive, now.UtcTicks - trace.At, 90),
                    Negative = Trace.Decay(trace.Negative, now.UtcTicks - trace.At, 30),
                    Listens = trace.Listens,
                    Rating = Ratings.TryGetValue((RatingTarget.Track, id.Value), out var liked) ? (sbyte)(liked ? 1 : -1) : (sbyte)0,
                    HoursSinceHeard = trace.Heard > 0 ? (float)TimeSpan.FromTicks(now.UtcTicks - trace.Heard).TotalHours : float.PositiveInfinity,
                    LastWasSkipped = trace.Skipped,
                });
            }
        }

        signals.Sort((a, b) => a.Track.CompareTo(b.Track));
        var events = new List<RecentSignal>(recent.Count);
        foreach (var r in recent)
        {
            if (r.Trace.IndexIn(library, r.Track) is >= 0 and var track)
            {
                events.Add(new RecentSignal(track, r.Weight, r.Daypart, r.IsListening, r.IsWeekend, r.Device, r.Wishes));
            }
        }

        var likedArtists = new List<int>();
        foreach (var ((target, id), liked) in Ratings)
        {
            if (liked && target == RatingTarget.Artist && library.ByArtist[id].Select(library.Model.Artist).FirstOrDefault(-1) is >= 0 and var artist)
            {
                likedArtists.Add(artist);
            }
        }

        likedArtists.Sort();
        var (session, ended) = LastSession(library);
        var hours = session.Length == 0 ? float.PositiveInfinity : (float)TimeSpan.FromTicks(Math.Max(0, now.UtcTicks - ended)).TotalHours;
        return ListenerProfile.Build(library.Model, signals.ToArray(), events, likedArtists, session, hours, before);
    }

    private (int[] Tracks, long Ended) LastSession(LibrarySnapshot library)
    {
        var session = new List<int>(SessionLength);
        var (ended, last) = (0L, 0L);
        for (var k = recent.Count - 1; k >= 0 && session.Count < SessionLength; k--)
        {
            if (!recent[k].IsListening)
            {
                continue;
            }

            if (last != 0 && last - recent[k].At > ListeningSession.Pause.Ticks)
            {
                break;
            }

            (ended, last) = (Math.Max(ended, recent[k].At), recent[k].At);
            if (recent[k].Trace.IndexIn(library, recent[k].Track) is >= 0 and var track && (session.Count == 0 || session[^1] != track))
            {
                session.Add(track);
            }
        }

        session.Reverse();
        return ([.. session], ended);
    }

    private readonly record struct Recent(TrackId Track, Trace Trace, float Weight, long At, byte Daypart, byte Device, bool IsListening, bool IsWeekend, ulong Wishes);

    /// <summary>The log of one track, decayed. Times in ticks, UTC; 0 for never.</summary>
    internal sealed class Trace
    {
        private LibrarySnapshot? library;
        private int index;

        public float Positive { get; private set; }

        public float Negative { get; private set; }

        public long At { get; private set; }

        public int Listens { get; set; }

        public long LastStart { get; set; }

        public long Heard { get; private set; }

        public bool Skipped { get; private set; }

        public static float Decay(float value, long ticks, double halfLifeDays) =>
            value == 0 ? 0 : value * (float)Math.Pow(2, -Math.Max(0, TimeSpan.FromTicks(ticks).TotalDays) / halfLifeDays);

        /// <summary>The index of the track in a snapshot; −1 where it is not there. Remembered for the newest snapshot asked.</summary>
        public int IndexIn(LibrarySnapshot snapshot, TrackId track)
        {
            if (library != snapshot)
            {
                (library, index) = (snapshot, snapshot.Index.TryGetValue(track, out var found) ? found : -1);
            }

            return index;
        }

        public void Hear(DateTimeOffset at, bool skipped) => (Heard, Skipped) = Heard > at.UtcTicks ? (Heard, Skipped) : (at.UtcTicks, skipped);

        public void Add(float weight, DateTimeOffset at)
        {
            var age = at.UtcTicks - At;
            (Positive, Negative) = (Decay(Positive, age, 90) + Math.Max(0, weight), Decay(Negative, age, 30) + Math.Max(0, -weight));
            At = Math.Max(At, at.UtcTicks);
        }
    }
}
