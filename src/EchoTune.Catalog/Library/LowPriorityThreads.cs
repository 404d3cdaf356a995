using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EchoTune.Catalog.Library;

/// <summary>
/// Runs heavy computing on threads of its own that yield the processor to everything else, so that playing and answering stay
/// smooth while the library is composed and analysed.
/// </summary>
internal sealed class LowPriorityThreads : IDisposable
{
    private readonly BlockingCollection<Action> work = new(new ConcurrentQueue<Action>());
    private readonly BlockingCollection<Action> done = new(new ConcurrentQueue<Action>());
    private readonly int niceness;

    /// <param name="threads">How many.</param>
    /// <param name="niceness">1 (a little polite) – 19 (only when nothing else runs).</param>
    /// <param name="name">Of the threads, for debugging.</param>
    public LowPriorityThreads(int threads, int niceness, string name)
    {
        this.niceness = niceness;
        for (int i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal }.Start();
        }

        // On Linux a new thread inherits the niceness of the one that makes it. Were results handed on from a polite thread,
        // the pool's threads made there would stay polite for good, and serve pages slowly.
        new Thread(HandOn) { IsBackground = true, Name = name + " results" }.Start();
    }

    /// <summary>Computes something on one of the threads. The work must not block nor start threads.</summary>
    public Task<T> RunAsync<T>(Func<T> compute)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                T value = compute();
                done.Add(() => result.SetResult(value));
            }
            catch (Exception failure)
            {
                done.Add(() => result.SetException(failure));
            }
        });
        return result.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => work.CompleteAdding();

    private void Work()
    {
        if (OperatingSystem.IsLinux())
        {
            // .NET leaves priorities alone on Linux, where each thread has its own niceness. Refused, the work is only less polite.
            _ = SetPriority(0, 0, niceness);
        }

        foreach (Action compute in work.GetConsumingEnumerable())
        {
            compute();
        }
    }

    private void HandOn()
    {
        foreach (Action result in done.GetConsumingEnumerable())
        {
            result();
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int niceness);
}
