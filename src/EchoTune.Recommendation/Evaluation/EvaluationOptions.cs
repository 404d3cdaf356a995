namespace EchoTune.Recommendation.Evaluation;

/// <summary>How to evaluate.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Lengths of the lists that are judged, each at least 1.</summary>
    public IReadOnlyList<int> CutOffs { get; init; } = [10, 20];

    /// <summary>Seeds the bootstrap and the sample for diversity.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Resamplings for the confidence intervals; 0 for none. Fewer are drawn where there are very many listeners.</summary>
    public int Resamplings { get; init; } = 500;

    /// <summary>Stops it.</summary>
    public CancellationToken CancellationToken { get; init; }
}
