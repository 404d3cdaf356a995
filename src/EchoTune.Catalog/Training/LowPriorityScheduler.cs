using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EchoTune.Catalog.Training;

/// <summary>Runs parallel work on a few threads of its own that yield the processor to everything else.</summary>
internal sealed class LowPriorityScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> waiting = [];
    private readonly int niceness;
    private readonly int threads;

    /// <param name="threads">How many, at least 0; with none the thread that asks does all the work.</param>
    /// <param name="niceness">1–19.</param>
    public LowPriorityScheduler(int threads, int niceness)
    {
        (this.threads, this.niceness) = (threads, niceness);
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "training", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Math.Max(1, threads);

    /// <inheritdoc/>
    public void Dispose() => waiting.CompleteAdding();

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => waiting.ToArray();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => waiting.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

    private void Work()
    {
        if (OperatingSystem.IsLinux())
        {
            // Each thread has a niceness of its own there. Refused, the work is only less polite.
            _ = SetPriority(0, 0, niceness);
        }

        foreach (var task in waiting.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int niceness);
}
