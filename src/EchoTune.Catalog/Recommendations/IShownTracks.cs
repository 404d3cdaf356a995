namespace EchoTune.Catalog.Recommendations;

/// <summary>A strategy was let choose a track for a listener, to learn what comes of it.</summary>
/// <param name="Track">The track.</param>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="At">When it was shown, UTC.</param>
public sealed record Exploration(TrackId Track, string Strategy, DateTimeOffset At);

/// <summary>To how many listeners a track was shown, and how often it was played, within an hour.</summary>
/// <param name="Track">The track.</param>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Shown">Listeners it was shown to, each once a day: in the first hour.</param>
/// <param name="Played">Listenings that counted, by listeners who are shown recommendations.</param>
public sealed record ShownTrack(TrackId Track, DateTimeOffset Hour, int Shown, int Played);

/// <summary>What was shown, as far as answers follow from it: with the log of plays it makes the same state after a restart.</summary>
public interface IShownTracks
{
    /// <summary>What a listener was shown to explore, oldest first: the newest <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Exploration>> ExplorationsAsync(ListenerId listener, int limit, CancellationToken cancellationToken);

    /// <summary>What was shown since a moment, by track and hour, in no order.</summary>
    Task<IReadOnlyList<ShownTrack>> SinceAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
