using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Models;

namespace EchoTune.Catalog.Library;

/// <summary>Feeds decoded audio to the analysis pipeline, block by block, on polite threads.</summary>
internal sealed class PipelineFeatureExtractor(IAudioDecoder decoder, LibraryOptions options, EmbeddingModel? model = null) : IFeatureExtractor, IDisposable
{
    private readonly LowPriorityThreads threads = new(options.Parallelism, niceness: 10, "analysis");

    /// <inheritdoc/>
    public string Version { get; } = AnalysisPipeline.VersionWith(model);

    /// <inheritdoc/>
    public async Task<TrackFeatures> ExtractAsync(string path, TrackFeatures? earlier, Listening? listening, CancellationToken cancellationToken)
    {
        TrackFeatures found = await ListenAsync(path, earlier, listening, cancellationToken);
        // The file may hold other music than it did then: nothing of the earlier answer may stand.
        return earlier is null || AnalysisPipeline.IsOfSameAudio(found, earlier) ? found : await ListenAsync(path, null, listening, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();

    private async Task<TrackFeatures> ListenAsync(string path, TrackFeatures? earlier, Listening? listening, CancellationToken cancellationToken)
    {
        using ITrackAnalysis analysis = AnalysisPipeline.Start(earlier, model);
        long samples = 0;
        await foreach (ReadOnlyMemory<float> block in decoder.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, () => analysis.IsOfOneChannel = true, cancellationToken))
        {
            await threads.RunAsync(() =>
            {
                analysis.Process(block.Span);
                return true;
            });
            samples += block.Length;
            if (listening is { IsDue: true })
            {
                // Who has an earlier answer is shown that; of a new file, what is known so far.
                InterimFeatures? soFar = earlier is null && listening.WantsFindings ? await threads.RunAsync(analysis.Snapshot) : null;
                listening.Heard((double)samples / (AnalysisPipeline.SampleRate * AnalysisPipeline.Channels), soFar);
            }
        }

        return await threads.RunAsync(analysis.Complete);
    }
}
