using EchoTune.Catalog;

namespace EchoTune.Playback.Sessions;

/// <summary>Keeps each listener's playback state across restarts: one document a listener.</summary>
public interface IPlaybackStateStore
{
    /// <summary>The stored state; null for a new listener.</summary>
    Task<PlaybackState?> LoadAsync(ListenerId listener, CancellationToken cancellationToken);

    /// <summary>Writes the state; an older <see cref="PlaybackState.Version"/> never replaces a newer one.</summary>
    Task SaveAsync(ListenerId listener, PlaybackState state, CancellationToken cancellationToken);
}
