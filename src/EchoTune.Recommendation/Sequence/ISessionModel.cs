using System.Collections.ObjectModel;
using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>A fitted model that scores every item as the next of a session. Frozen and safe for many threads.</summary>
public interface ISessionModel
{
    /// <summary>The name of its trainer.</summary>
    string Name { get; }

    /// <summary>How many items it scores.</summary>
    int ItemCount { get; }

    /// <summary>What fitting found out or decided by itself, by name; empty where there is nothing to tell.</summary>
    IReadOnlyDictionary<string, double> Chosen => ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Scores all items. Does not allocate in proportion to the number of items.</summary>
    /// <param name="prefix">What was heard in the session so far, most recent last; may be empty, may repeat. Indexes that are no item are passed over.</param>
    /// <param name="scores">Overwritten: one finite score an item, higher is more likely next. Items of the prefix are scored like any other. Length <see cref="ItemCount"/>.</param>
    void Score(ReadOnlySpan<int> prefix, Span<float> scores);

    /// <summary>Scores all items for several sessions; the same numbers as one by one to within rounding, faster where a model can share its work.</summary>
    /// <param name="prefixes">What was heard in each session.</param>
    /// <param name="scores">Overwritten: sessions × items, row-major.</param>
    void ScoreMany(ReadOnlySpan<ReadOnlyMemory<int>> prefixes, Span<float> scores)
    {
        for (var i = 0; i < prefixes.Length; i++)
        {
            Score(prefixes[i].Span, scores.Slice(i * ItemCount, ItemCount));
        }
    }
}

/// <summary>Fits a model of sessions.</summary>
public interface ISessionTrainer
{
    /// <summary>The name that <c>evaluate-sessions --model</c> takes.</summary>
    string Name { get; }

    /// <summary>What it is, in one sentence with its source in the literature.</summary>
    string Description { get; }

    /// <summary>The hyperparameters it takes, with defaults and the ranges that tuning may try.</summary>
    IReadOnlyList<Hyperparameter> Space { get; }

    /// <summary>Fits a model. Deterministic for the same sessions, hyperparameters, seed and any number of threads.</summary>
    /// <param name="sessions">The sessions, oldest first where their order is known; may be empty.</param>
    /// <param name="hyperparameters">Values by name; what is missing takes its default.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="OperationCanceledException">The token of <paramref name="options"/> was cancelled.</exception>
    ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options);
}
