using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Cli.Verbs;

/// <summary>What <c>evaluate</c> was asked.</summary>
internal sealed record EvaluationRequest
{
    /// <summary>The files.</summary>
    public string Train { get; init; } = "";

    public string Test { get; init; } = "";

    public string? Valid { get; init; }

    public string? Items { get; init; }

    /// <summary>Name of a trainer, or <c>list</c>.</summary>
    public string Model { get; init; } = "auto";

    /// <summary>Cut-offs of the lists.</summary>
    public IReadOnlyList<int> CutOffs { get; init; } = [10, 20];

    /// <summary>Hyperparameters that were given.</summary>
    public Hyperparameters Hyperparameters { get; init; } = Hyperparameters.Defaults;

    public ulong Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;

    public double BudgetSeconds { get; init; } = 120;

    /// <summary>Whether auto fits again on training and validation rows together.</summary>
    public bool Refits { get; init; } = true;

    public bool Json { get; init; }
}
