using System.Collections.Concurrent;
using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Library;

/// <summary>How far the analysis of a track is.</summary>
public enum HearingState
{
    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>The file is being listened to.</summary>
    Listening,

    /// <summary>The analysis is stored.</summary>
    Heard,

    /// <summary>The file could not be listened to.</summary>
    Failed,
}

/// <summary>The analysis of one track on its way.</summary>
/// <param name="Track">The track.</param>
/// <param name="State">How far it is.</param>
/// <param name="HeardSeconds">Seconds listened to so far.</param>
/// <param name="Seconds">Length of the track; 0 where it is not known.</param>
/// <param name="SoFar">What is known so far; null before there is anything, and for tracks that nobody follows.</param>
/// <param name="Problem">Why it failed, a sentence for people.</param>
public sealed record Hearing(TrackId Track, HearingState State, double HeardSeconds = 0, double Seconds = 0, InterimFeatures? SoFar = null, string? Problem = null);

/// <summary>
/// What is being listened to now, and what should be next. What somebody looks at or plays comes first; what somebody looks at is told in detail while
/// it is heard. Nothing here is stored: a half answer never passes for a whole one.
/// </summary>
public sealed class HearingBoard(TimeProvider time)
{
    /// <summary>How long a track is followed after somebody asked for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int MostPreferred = 64;
    private readonly Lock gate = new();
    private readonly LinkedList<TrackId> preferred = new();
    private readonly Dictionary<TrackId, long> followed = [];
    private readonly ConcurrentDictionary<TrackId, Hearing> now = new();
    private readonly ConcurrentDictionary<TrackId, Hearing> failed = new();

    /// <summary>Raised as the analysis of a followed track moves on. Handlers must return fast.</summary>
    public event Action<Hearing>? Changed;

    /// <summary>Lets a track be analysed before all that wait, e.g. because it plays.</summary>
    public void Prefer(TrackId track)
    {
        lock (gate)
        {
            preferred.Remove(track);
            preferred.AddFirst(track);
            if (preferred.Count > MostPreferred)
            {
                preferred.RemoveLast();
            }
        }
    }

    /// <summary>Prefers a track and has its analysis told in detail for a while; ask again to go on.</summary>
    /// <returns>How far it is.</returns>
    public Hearing Follow(TrackId track)
    {
        lock (gate)
        {
            foreach (var (old, since) in followed)
            {
                if (time.GetElapsedTime(since) > Patience)
                {
                    followed.Remove(old);
                }
            }

            followed[track] = time.GetTimestamp();
        }

        if (now.TryGetValue(track, out Hearing? under) || failed.TryGetValue(track, out under))
        {
            return under;
        }

        Prefer(track);
        return new Hearing(track, HearingState.Waiting);
    }

    /// <summary>Whether somebody follows a track.</summary>
    internal bool IsFollowed(TrackId track)
    {
        lock (gate)
        {
            return followed.TryGetValue(track, out long since) && time.GetElapsedTime(since) <= Patience;
        }
    }

    /// <summary>Takes the track that should come first; null for none.</summary>
    internal TrackId? TakePreferred()
    {
        lock (gate)
        {
            if (preferred.First is not { } first)
            {
                return null;
            }

            preferred.RemoveFirst();
            return first.Value;
        }
    }

    /// <summary>Notes and tells how far a track is.</summary>
    internal void Note(Hearing hearing)
    {
        if (hearing.State == HearingState.Listening)
        {
            now[hearing.Track] = hearing;
        }
        else
        {
            now.TryRemove(hearing.Track, out _);
        }

        if (hearing.State == HearingState.Failed)
        {
            failed[hearing.Track] = hearing;
        }
        else
        {
            failed.TryRemove(hearing.Track, out _);
        }

        if (IsFollowed(hearing.Track))
        {
            Changed?.Invoke(hearing);
        }
    }
}
