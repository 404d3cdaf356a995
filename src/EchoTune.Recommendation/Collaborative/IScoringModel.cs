using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>A fitted model that scores every item for a listener. Frozen and safe for many threads.</summary>
public interface IScoringModel
{
    /// <summary>The name of its trainer.</summary>
    string Name { get; }

    /// <summary>How many items it scores.</summary>
    int ItemCount { get; }

    /// <summary>Scores all items. Does not allocate in proportion to the number of items.</summary>
    /// <param name="history">
    /// What the listener heard, with the weights of the training data. A listener of the training data may be answered from what was
    /// learnt of them; one with row −1 is folded in.
    /// </param>
    /// <param name="scores">Overwritten: one finite score an item, higher is better, 0 for an item of which the model knows nothing. Length <see cref="ItemCount"/>.</param>
    void Score(in ListenerHistory history, Span<float> scores);
}

/// <summary>Fits a model.</summary>
public interface IModelTrainer
{
    /// <summary>The name that <c>evaluate --model</c> takes.</summary>
    string Name { get; }

    /// <summary>What it is, in one sentence with its source in the literature.</summary>
    string Description { get; }

    /// <summary>The hyperparameters it takes, with defaults and the ranges that tuning may try.</summary>
    IReadOnlyList<Hyperparameter> Space { get; }

    /// <summary>Whether it can do anything with this data within memory and sense (enough items, item features present, …).</summary>
    bool Suits(TrainingData data);

    /// <summary>Fits a model. Deterministic for the same data, hyperparameters, seed and any number of threads.</summary>
    /// <param name="data">The data; may be empty.</param>
    /// <param name="hyperparameters">Values by name; what is missing takes its default.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="OperationCanceledException">The token of <paramref name="options"/> was cancelled.</exception>
    IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options);
}

/// <summary>What models are fitted on.</summary>
/// <param name="Interactions">Who heard what.</param>
/// <param name="Items">What is known of the items; null for nothing.</param>
public sealed record TrainingData(Interactions Interactions, ItemTable? Items = null);

/// <summary>How to fit.</summary>
public sealed record FitOptions
{
    /// <summary>Makes chance repeatable.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told the share that is done, 0–1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops fitting.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whose threads compute beside the one that asks; null for those of the pool.</summary>
    public TaskScheduler? Scheduler { get; init; }

    /// <summary>For <see cref="Parallel"/>.</summary>
    public ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = Threads, CancellationToken = CancellationToken, TaskScheduler = Scheduler ?? TaskScheduler.Default };
}

/// <summary>One knob of a trainer.</summary>
/// <param name="Name">In lower case, as <c>evaluate</c> writes it.</param>
/// <param name="Default">Used where nothing else is said.</param>
/// <param name="Low">The least that tuning tries.</param>
/// <param name="High">The most that tuning tries.</param>
/// <param name="IsLogarithmic">Tuning tries ratios rather than differences; then <paramref name="Low"/> is above 0.</param>
/// <param name="IsInteger">Only whole numbers.</param>
public sealed record Hyperparameter(string Name, double Default, double Low, double High, bool IsLogarithmic = false, bool IsInteger = false);

/// <summary>Chosen values of knobs.</summary>
public sealed class Hyperparameters
{
    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);

    /// <summary>Nothing chosen.</summary>
    public static Hyperparameters Defaults { get; } = new();

    /// <summary>The chosen values by name.</summary>
    public IReadOnlyDictionary<string, double> Values => values;

    /// <summary>The chosen value of a knob, or its default.</summary>
    public double this[Hyperparameter knob] => values.TryGetValue(knob.Name, out var value) ? value : knob.Default;

    /// <summary>The same with one value more.</summary>
    public Hyperparameters With(string name, double value)
    {
        var next = new Hyperparameters();
        foreach (var pair in values)
        {
            next.values[pair.Key] = pair.Value;
        }

        next.values[name] = value;
        return next;
    }
}
