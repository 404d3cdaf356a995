namespace EchoTune.Recommendation.Data;

/// <summary>What a listener's log says of one track, decayed to the present.</summary>
public readonly record struct TrackSignal
{
    /// <summary>The track.</summary>
    public required int Track { get; init; }

    /// <summary>Decayed weight of listenings and other signs of liking, at least 0; one complete listening today is 1.</summary>
    public float Positive { get; init; }

    /// <summary>Decayed weight of skips and other signs of dislike, at least 0.</summary>
    public float Negative { get; init; }

    /// <summary>Listenings ever.</summary>
    public int Listens { get; init; }

    /// <summary>1 liked, −1 disliked, 0 neither.</summary>
    public sbyte Rating { get; init; }

    /// <summary>Hours since it was last heard, skipped or dismissed; infinity if never.</summary>
    public float HoursSinceHeard { get; init; }

    /// <summary>Whether the last encounter was a skip or a dismissal.</summary>
    public bool LastWasSkipped { get; init; }

    /// <summary>Long-term regard: positive and rating less negative; a like counts 2.5, a dislike 4.</summary>
    public float Affinity => MathF.Log(1 + Positive) * 1.4f + (Rating > 0 ? 2.5f : 0) - Negative - (Rating < 0 ? 4f : 0);
}

/// <summary>One recent event of a listener, for the short-term taste and the habits of the day.</summary>
/// <param name="Track">The track.</param>
/// <param name="Weight">Signed strength: a complete listening 1, a like 2.5, a skip −1, a dislike −4.</param>
/// <param name="Daypart">Local part of the day, 0 morning to 3 night.</param>
/// <param name="IsListening">Whether the track was heard (and tells of habits).</param>
/// <param name="IsWeekend">Whether it was on a Saturday or a Sunday.</param>
/// <param name="Device">Which of the listener's devices, from 1; 0 where not known.</param>
/// <param name="Wishes">What the listener had asked for, one bit for each activity or mood; 0 for nothing.</param>
public readonly record struct RecentSignal(int Track, float Weight, int Daypart, bool IsListening, bool IsWeekend = false, int Device = 0, ulong Wishes = 0);

/// <summary>When, where and what music is for.</summary>
/// <param name="Daypart">Local part of the day, 0–3.</param>
/// <param name="IsWeekend">Whether it is a Saturday or a Sunday.</param>
/// <param name="Device">Which of the listener's devices, from 1; 0 where it does not matter.</param>
/// <param name="Wishes">What is asked for, one bit for each activity or mood; 0 for nothing.</param>
public readonly record struct Moment(int Daypart, bool IsWeekend = false, int Device = 0, ulong Wishes = 0);

/// <summary>The four parts of a listener's day.</summary>
public static class Dayparts
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>The part of a local hour 0–23: morning 5–11 (0), afternoon 12–16 (1), evening 17–21 (2), night (3).</summary>
    public static int Of(int hour) => hour switch
    {
        >= 5 and < 12 => 0,
        >= 12 and < 17 => 1,
        >= 17 and < 22 => 2,
        _ => 3,
    };
}
