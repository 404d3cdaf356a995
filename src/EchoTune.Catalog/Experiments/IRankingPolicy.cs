namespace EchoTune.Catalog.Experiments;

/// <summary>How the hybrid is to be weighed for a listener beyond their own settings.</summary>
/// <param name="Weights">Factors by name of strategy, at least 0; what is missing is 1.</param>
/// <param name="Experiment">Key of the experiment the listener takes part in; null for none.</param>
/// <param name="Arm">Name of its arm; null for none.</param>
public sealed record RankingVariant(IReadOnlyDictionary<string, double> Weights, string? Experiment = null, string? Arm = null)
{
    /// <summary>Everything as it is.</summary>
    public static RankingVariant Plain { get; } = new(new Dictionary<string, double>());
}

/// <summary>Says how to rank for whom: the weights of the winner so far, and those of running experiments. Answers at once, from memory.</summary>
public interface IRankingPolicy
{
    /// <summary>The variant of a listener; the same one for as long as the version stays.</summary>
    RankingVariant For(ListenerId listener);

    /// <summary>Grows whenever the answer of <see cref="For"/> may have changed for anyone.</summary>
    long Version { get; }
}
