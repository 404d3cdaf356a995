namespace EchoTune.Recommendation.Data;

/// <summary>What one listener has heard, as a model reads it.</summary>
/// <param name="listener">The row of the training data, or −1 for someone who was not in it.</param>
/// <param name="items">What they heard, ascending, each once.</param>
/// <param name="weights">How much, above 0; as long as <paramref name="items"/>.</param>
/// <param name="times">When last, seconds since 1970; as long as <paramref name="items"/>, or empty.</param>
public readonly ref struct ListenerHistory(int listener, ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<long> times)
{
    /// <summary>The row of the training data, or −1 for someone who was not in it.</summary>
    public int Listener { get; } = listener;

    /// <summary>What they heard, ascending, each once.</summary>
    public ReadOnlySpan<int> Items { get; } = items;

    /// <summary>How much of each, above 0.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>When each was heard last, seconds since 1970; empty where not known.</summary>
    public ReadOnlySpan<long> Times { get; } = times;
}
