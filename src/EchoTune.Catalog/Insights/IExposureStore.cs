namespace EchoTune.Catalog.Insights;

/// <summary>One track that was shown to a listener.</summary>
/// <param name="Listener">To whom.</param>
/// <param name="Track">The track.</param>
/// <param name="Surface">Where: <c>home</c>, <c>upNext</c>, <c>chat</c>, …</param>
/// <param name="At">When, UTC.</param>
/// <param name="Answer">The answer it was part of.</param>
/// <param name="Place">Its place in the answer, from 1.</param>
/// <param name="Score">Its score; comparable inside the answer only.</param>
/// <param name="Propensity">Chance, above 0 and up to 1, with which the ranking chose it of the tracks of the answer (<see cref="SoftChoice"/>).</param>
/// <param name="Strategies">Share of each strategy in the score.</param>
/// <param name="Model">Version of the models that made the answer.</param>
/// <param name="Experiment">Key of the experiment the listener took part in; null for none.</param>
/// <param name="Arm">Their arm.</param>
/// <param name="Explores">The strategy that was let choose it to learn from it; null where it stood by its score.</param>
public sealed record Exposure(
    ListenerId Listener, TrackId Track, string Surface, DateTimeOffset At, Guid Answer, int Place, double Score, double Propensity,
    IReadOnlyDictionary<string, double> Strategies, string Model, string? Experiment, string? Arm, string? Explores = null);

/// <summary>What a page tells of an exposure.</summary>
public enum MarkKind
{
    /// <summary>It was seen.</summary>
    Seen,

    /// <summary>Its reasons were looked at.</summary>
    Opened,
}

/// <summary>A track that was shown was seen or looked at.</summary>
/// <param name="EventId">Made by the client; the same id twice counts once.</param>
/// <param name="Track">The track.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, UTC.</param>
public sealed record ExposureMark(Guid EventId, TrackId Track, MarkKind Kind, DateTimeOffset At);

/// <summary>An exposure with what came of it, for judging rankings that never ran.</summary>
/// <param name="Answer">The answer it was part of.</param>
/// <param name="Score">Its score.</param>
/// <param name="Propensity">Chance with which it was chosen of the tracks of its answer.</param>
/// <param name="Strategies">Share of each strategy in the score.</param>
/// <param name="IsPlayed">Whether it was played.</param>
public sealed record JudgedExposure(Guid Answer, double Score, double Propensity, IReadOnlyDictionary<string, double> Strategies, bool IsPlayed);

/// <summary>
/// What was shown. What came of it is not written down: it follows from the log of plays. An exposure lasts 24 h, or until the same
/// track is shown to the listener on the same surface again. It is played where a listening of that time counted as played, liked where the track was
/// liked; skipped where it was skipped, dismissed or disliked and neither played nor liked: the best of what happened decides.
/// </summary>
public interface IExposureStore
{
    /// <summary>How long after an exposure the same track on the same surface for the same listener does not count again.</summary>
    static readonly TimeSpan CountsOnce = TimeSpan.FromMinutes(10);

    /// <summary>Appends exposures; those that repeat one of less than <see cref="CountsOnce"/> before are left out, so that appending twice is appending once.</summary>
    /// <returns>How many counted.</returns>
    Task<int> AppendAsync(IReadOnlyList<Exposure> exposures, CancellationToken cancellationToken);

    /// <summary>Marks what was shown. Known events and unknown tracks are left out.</summary>
    /// <returns>How many were new.</returns>
    Task<int> MarkAsync(ListenerId listener, IReadOnlyList<ExposureMark> marks, CancellationToken cancellationToken);

    /// <summary>The newest exposures from a moment on, at most <paramref name="limit"/>, those of an answer together.</summary>
    Task<IReadOnlyList<JudgedExposure>> ReadAsync(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets exposures and marks from before a moment.</summary>
    /// <returns>How many exposures were forgotten.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
