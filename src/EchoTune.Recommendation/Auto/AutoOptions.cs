namespace EchoTune.Recommendation.Auto;

/// <summary>How <see cref="AutoTuner"/> runs.</summary>
public sealed record AutoOptions
{
    /// <summary>Seconds for all of it, the last fit included; above 0. The first fit is finished even if it alone takes longer.</summary>
    public double BudgetSeconds { get; init; } = 120;

    /// <summary>Fits that tuning may try at most.</summary>
    public int MaximumTrials { get; init; } = 400;

    /// <summary>Makes chance repeatable; how far the budget reaches still depends on the machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether what was chosen is fitted again on training and validation rows together.</summary>
    public bool Refits { get; init; } = true;

    /// <summary>Measures the budget.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Stops it.</summary>
    public CancellationToken CancellationToken { get; init; }
}
