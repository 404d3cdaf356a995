using EchoTune.Catalog;
using EchoTune.Catalog.Requests;

namespace EchoTune.Playback.Sessions;

/// <summary>What the continuation goes on from.</summary>
/// <param name="Recent">What was heard in this session and plays now, most recent last; at most 20.</param>
/// <param name="Request">What the listener asked for, if anything.</param>
/// <param name="Exclude">Tracks that must not come.</param>
/// <param name="Limit">How many.</param>
public sealed record UpNextRequest(IReadOnlyList<TrackId> Recent, Criteria? Request, IReadOnlyCollection<TrackId> Exclude, int Limit);

/// <summary>A track that could come next, and why.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Reason">One plain sentence.</param>
public sealed record UpNextTrack(TrackId TrackId, string Reason);

/// <summary>Finds what comes next when the listener's own queue is empty. The host joins it to the recommender.</summary>
public interface IUpNextSource
{
    /// <summary>Ranks what could come next.</summary>
    Task<IReadOnlyList<UpNextTrack>> ContinueAsync(ListenerId listener, UpNextRequest request, CancellationToken cancellationToken);
}
