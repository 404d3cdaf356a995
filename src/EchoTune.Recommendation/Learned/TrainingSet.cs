using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>What a run learns from. All in the indexes of <see cref="Items"/>; frozen.</summary>
public sealed record TrainingSet
{
    /// <summary>The track behind each item index.</summary>
    public required IReadOnlyList<Guid> Items { get; init; }

    /// <summary>Who came to like what: weights above 0, with the time of each cell.</summary>
    public required Interactions Interactions { get; init; }

    /// <summary>Stretches of listening, oldest first.</summary>
    public required Sessions Sessions { get; init; }

    /// <summary>Whose session each is, a row of <see cref="Interactions"/>; one a session.</summary>
    public required IReadOnlyList<int> SessionListeners { get; init; }

    /// <summary>When each session began, seconds since 1970.</summary>
    public required IReadOnlyList<long> SessionTimes { get; init; }

    /// <summary>What the items are: content, artists, genres, in the same indexes; null where nothing is known.</summary>
    public ModelSnapshot? Content { get; init; }
}

/// <summary>How a run learns.</summary>
public sealed record LearningOptions
{
    /// <summary>Makes chance repeatable.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whose threads compute beside the one that asks; null for those of the pool.</summary>
    public TaskScheduler? Scheduler { get; init; }

    /// <summary>Seconds that choosing hyperparameters may take, above 0; one try of each is always made.</summary>
    public double BudgetSeconds { get; init; } = 60;

    /// <summary>Sets of hyperparameters that are tried at most, at least 1.</summary>
    public int MaximumTrials { get; init; } = 24;

    /// <summary>Listeners that factors and strategy weights need at least.</summary>
    public int MinimumListeners { get; init; } = 5;

    /// <summary>Pairs of listener and track that factors and graph need at least.</summary>
    public int MinimumInteractions { get; init; } = 50;

    /// <summary>Sessions of two tracks or more that a sequence model needs at least.</summary>
    public int MinimumSessions { get; init; } = 20;

    /// <summary>Sessions from which the attention network is tried as well.</summary>
    public int AttentionSessions { get; init; } = 2_000;

    /// <summary>Held-out listens that strategy weights need at least.</summary>
    public int MinimumChoices { get; init; } = 300;

    /// <summary>How much of NDCG@10 of the snapshot in service a new one may lose and still take its place, 0–1.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>Neighbours of each track that the graph keeps, at least 1.</summary>
    public int Neighbours { get; init; } = 50;

    /// <summary>Told what the run does and how far it is; called on the thread that computes, must return at once.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Measures the budget.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Stops it.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal Collaborative.FitOptions Fitting => new() { Seed = Seed, Threads = Threads, Scheduler = Scheduler, CancellationToken = CancellationToken };

    internal void Tell(string stage, double progress)
    {
        CancellationToken.ThrowIfCancellationRequested();
        Progress?.Invoke(stage, progress);
    }
}

/// <summary>The models in service, to be compared with.</summary>
/// <param name="Models">The models.</param>
/// <param name="KnowsUntil">The latest listening they learnt from, seconds since 1970.</param>
public sealed record LearningBaseline(LearnedModels Models, long KnowsUntil);

/// <summary>One part of what was learnt.</summary>
/// <param name="Name">collaborative, projection, sequence, graph or weights.</param>
/// <param name="IsPresent">Whether it is there.</param>
/// <param name="Note">What was chosen, or why it is missing.</param>
/// <param name="Metrics">Figures by name.</param>
public sealed record LearnedPart(string Name, bool IsPresent, string Note, IReadOnlyDictionary<string, double> Metrics);

/// <summary>What a run came to.</summary>
/// <param name="Models">What was learnt, from everything.</param>
/// <param name="Rejection">Why it must not take the place of what is in service; null where it may.</param>
/// <param name="Metrics">Of the models together on held-out listens.</param>
/// <param name="Baseline">Of the models in service on the same listens; empty where there are none.</param>
/// <param name="Parts">Each part.</param>
public sealed record LearningOutcome(
    LearnedModels Models, string? Rejection, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, double> Baseline, IReadOnlyList<LearnedPart> Parts)
{
    /// <summary>Whether anything was learnt at all.</summary>
    public bool IsEmpty => Models is { Collaborative: null, Sequence: null, Graph: null };
}
