using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Library;

/// <summary>One file being listened to: tells the board how far it is, twice a second at most.</summary>
internal sealed class Listening(HearingBoard board, TrackId track, TimeSpan duration, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private long? told;
    private InterimFeatures? last;

    /// <summary>Whether enough time has passed to tell of it again.</summary>
    public bool IsDue => told is not { } at || time.GetElapsedTime(at) >= Rest;

    /// <summary>Whether somebody wants to know what was found so far, and not only how far it is.</summary>
    public bool WantsFindings => board.IsFollowed(track);

    /// <summary>Tells how far it is.</summary>
    /// <param name="heardSeconds">Seconds heard.</param>
    /// <param name="soFar">What was found; null to leave what was told before.</param>
    public void Heard(double heardSeconds, InterimFeatures? soFar)
    {
        told = time.GetTimestamp();
        last = soFar ?? last;
        board.Note(new Hearing(track, HearingState.Listening, heardSeconds, Math.Max(duration.TotalSeconds, 0), last));
    }
}
