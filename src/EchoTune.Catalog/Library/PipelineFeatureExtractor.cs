using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Library;

/// <summary>Feeds decoded audio to the analysis pipeline, block by block, on polite threads.</summary>
internal sealed class PipelineFeatureExtractor(IAudioDecoder decoder, LibraryOptions options) : IFeatureExtractor, IDisposable
{
    private readonly LowPriorityThreads threads = new(options.Parallelism, niceness: 10, "analysis");

    /// <inheritdoc/>
    public string Version => AnalysisPipeline.Version;

    /// <inheritdoc/>
    public async Task<TrackFeatures> ExtractAsync(string path, CancellationToken cancellationToken)
    {
        using ITrackAnalysis analysis = AnalysisPipeline.Start();
        await foreach (ReadOnlyMemory<float> block in decoder.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, cancellationToken))
        {
            await threads.RunAsync(() =>
            {
                analysis.Process(block.Span);
                return true;
            });
        }

        return await threads.RunAsync(analysis.Complete);
    }

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();
}
