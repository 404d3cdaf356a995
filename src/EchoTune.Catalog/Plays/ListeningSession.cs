namespace EchoTune.Catalog.Plays;

/// <summary>Where one session of listening ends and the next begins: a session is what carries one id and has no pause of more than half an hour.</summary>
internal static class ListeningSession
{
    /// <summary>A longer pause, from start to start, ends a session.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>Whether a play belongs to another session than the one before it.</summary>
    public static bool IsNew(Play before, Play play) => before.SessionId != play.SessionId || play.StartedAt - before.StartedAt > Pause;
}
