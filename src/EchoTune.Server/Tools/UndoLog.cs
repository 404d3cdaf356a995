using System.Collections.Concurrent;
using EchoTune.Catalog;

namespace EchoTune.Server.Tools;

/// <summary>What a listener did last by conversation and how to take it back. In memory: after a restart there is nothing to undo.</summary>
internal sealed class UndoLog
{
    private const int MaxSteps = 20;
    private readonly ConcurrentDictionary<ListenerId, LinkedList<Step>> _steps = new();

    /// <summary>A change and its inverse.</summary>
    /// <param name="What">What was done, completing "I took back …".</param>
    /// <param name="UndoAsync">Takes it back.</param>
    public sealed record Step(string What, Func<CancellationToken, Task> UndoAsync);

    /// <summary>Remembers a change.</summary>
    public void Push(ListenerId listener, string what, Func<CancellationToken, Task> undo)
    {
        var steps = _steps.GetOrAdd(listener, _ => new LinkedList<Step>());
        lock (steps)
        {
            steps.AddLast(new Step(what, undo));
            if (steps.Count > MaxSteps)
            {
                steps.RemoveFirst();
            }
        }
    }

    /// <summary>Takes the last change off the log; null if there is none.</summary>
    public Step? Pop(ListenerId listener)
    {
        if (!_steps.TryGetValue(listener, out var steps))
        {
            return null;
        }

        lock (steps)
        {
            var last = steps.Last?.Value;
            if (last is not null)
            {
                steps.RemoveLast();
            }

            return last;
        }
    }
}
