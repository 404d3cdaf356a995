namespace EchoTune.Catalog.Plays;

/// <summary>What is known of each listener's taste, learnt from what they do.</summary>
public interface IListenerModel
{
    /// <summary>Learns from recorded events at once. Call after the events are durable.</summary>
    ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken);

    /// <summary>Artists and albums rated, or settings (weights) changed: reads the listener's state from storage again before it is next used.</summary>
    void Invalidate(ListenerId listener);
}
