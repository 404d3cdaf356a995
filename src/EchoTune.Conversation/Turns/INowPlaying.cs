using EchoTune.Catalog;

namespace EchoTune.Conversation.Turns;

/// <summary>What plays now; the host implements it, since conversation does not know playback.</summary>
public interface INowPlaying
{
    /// <summary>Title and artist of the listener's present track; null if there is none.</summary>
    ValueTask<(string Title, string Artist)?> GetAsync(ListenerId listener, CancellationToken cancellationToken);
}
