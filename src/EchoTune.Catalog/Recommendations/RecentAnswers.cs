using EchoTune.Catalog.Plays;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Online;

namespace EchoTune.Catalog.Recommendations;

/// <summary>The last answers to a listener: why each track was recommended, and what came of those that explored. Guard with the lock of the memory.</summary>
internal sealed class RecentAnswers
{
    private const int Kept = 40;
    private const int MostExplored = 64;
    private const int MostShown = 256;
    private const int Day = 24;
    private readonly List<IReadOnlyList<RecommendedTrack>> answers = [];
    private readonly Dictionary<TrackId, Strategy> explored = [];

    // Half of a track's hash and the hour, in turn: enough to count a track once a day, and little for each of many listeners.
    private (uint Track, int Hour)[] shown = [];
    private int nextShown;

    /// <summary>Which strategies are worth exploring with.</summary>
    public ThompsonBandit Explorer { get; } = new(StrategyNames.Count);

    /// <summary>Keeps an answer; the oldest go once newer ones hold enough tracks.</summary>
    public void Keep(IReadOnlyList<RecommendedTrack> items)
    {
        var newer = items.Count;
        for (var k = answers.Count - 1; k >= 0; k--)
        {
            if (newer >= Kept || answers[k].Count == 0)
            {
                answers.RemoveAt(k);
                continue;
            }

            newer += answers[k].Count;
        }

        answers.Add(items);
    }

    /// <summary>What was told of a track last; null where it is not among the last answers.</summary>
    public RecommendedTrack? Find(TrackId track)
    {
        for (var k = answers.Count - 1; k >= 0; k--)
        {
            foreach (var item in answers[k])
            {
                if (item.Track.Id == track)
                {
                    return item;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a track is shown for the first time in a day, as far as remembered; remembers it.</summary>
    public bool IsFirstOfDay(TrackId track, DateTimeOffset now)
    {
        var (hash, hour) = ((uint)track.Value.GetHashCode(), (int)(now.UtcTicks / TimeSpan.TicksPerHour));
        foreach (var (known, at) in shown)
        {
            if (known == hash && hour - at < Day && at > 0)
            {
                return false;
            }
        }

        if (nextShown == shown.Length && shown.Length < MostShown)
        {
            Array.Resize(ref shown, Math.Max(32, 2 * shown.Length));
        }

        shown[nextShown % shown.Length] = (hash, hour);
        nextShown = nextShown + 1 == MostShown ? 0 : nextShown + 1;
        return true;
    }

    /// <summary>A track is shown because a strategy was let choose it.</summary>
    public void Explored(TrackId track, Strategy by)
    {
        if (explored.Count >= MostExplored)
        {
            explored.Clear();
        }

        explored[track] = by;
    }

    /// <summary>Takes up what came of a track that explored.</summary>
    public void Learn(Play play)
    {
        double? reward = play.Kind switch
        {
            PlayKind.Played or PlayKind.Completed or PlayKind.Liked or PlayKind.Queued => 1,
            PlayKind.Skipped or PlayKind.Dismissed or PlayKind.Disliked => 0,
            _ => null,
        };
        if (reward is { } value && explored.Remove(play.TrackId, out var by))
        {
            Explorer.Observe((int)by, value);
        }
    }
}
