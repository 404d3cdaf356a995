using EchoTune.Catalog;

namespace EchoTune.Playback.Sessions;

/// <summary>A change of a listener's playback, after it is stored.</summary>
/// <param name="Listener">Whose.</param>
/// <param name="State">The new state.</param>
/// <param name="QueueChanged">Whether queue or history differ from before.</param>
/// <param name="DevicesChanged">Whether devices came, went, or another became active.</param>
public sealed record PlaybackChange(ListenerId Listener, PlaybackState State, bool QueueChanged, bool DevicesChanged);
