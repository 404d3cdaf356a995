using EchoTune.Catalog.Library;
using EchoTune.Recommendation.Learned;

namespace EchoTune.Catalog.Training;

/// <summary>Learns on threads that yield the processor to everything else, at most half of the processors, so that playing and answering do not suffer.</summary>
internal sealed class LearningThread : IDisposable
{
    private readonly Lazy<(LowPriorityThreads Caller, LowPriorityScheduler Others)> threads;
    private readonly int count;

    public LearningThread(TrainingOptions options)
    {
        count = Math.Clamp(options.Threads, 1, Math.Max(1, Environment.ProcessorCount / 2));
        var niceness = Math.Clamp(options.Niceness, 1, 19);

        // Made with the first run: most of the time there is none.
        threads = new(() => (new LowPriorityThreads(1, niceness, "training"), new LowPriorityScheduler(count - 1, niceness)));
    }

    /// <summary>Learns, writes the snapshot and reads it again: what serves is what a restart will find.</summary>
    public Task<(LearningOutcome Outcome, Stream Content, LearnedModels Read)> LearnAsync(TrainingSet set, string version, LearningBaseline? baseline, LearningOptions options)
    {
        var (caller, others) = threads.Value;
        var here = options with { Threads = count, Scheduler = others };
        return caller.RunAsync<(LearningOutcome, Stream, LearnedModels)>(() =>
        {
            var outcome = LearningRun.Learn(set, version, baseline, here);
            var content = new MemoryStream();
            if (!outcome.IsEmpty)
            {
                LearnedSnapshot.Write(outcome.Models, content);
                content.Position = 0;
            }

            var read = outcome.IsEmpty ? outcome.Models : LearnedSnapshot.Read(content);
            content.Position = 0;
            return (outcome, content, read);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (threads.IsValueCreated)
        {
            threads.Value.Caller.Dispose();
            threads.Value.Others.Dispose();
        }
    }
}
