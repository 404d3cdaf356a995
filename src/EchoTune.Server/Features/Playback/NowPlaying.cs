using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Turns;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Features.Playback;

/// <summary>Tells conversation what plays now.</summary>
internal sealed class NowPlaying(PlaybackService playback, ITrackStore tracks) : INowPlaying
{
    public async ValueTask<(string Title, string Artist)?> GetAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var state = await playback.GetAsync(listener, cancellationToken);
        return state.Current is { } current && await tracks.GetAsync(current.TrackId, cancellationToken) is { } track ? (track.Title, track.Artist) : null;
    }
}
