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
    public async Task<TrackFeatures> ExtractAsync(string path, TrackFeatures? earlier, CancellationToken cancellationToken)
    {
        TrackFeatures found = await ListenAsync(path, earlier, cancellationToken);
        // The file may hold other music than it did then: nothing of the earlier answer may stand.
        return earlier is null || AnalysisPipeline.IsOfSameAudio(found, earlier) ? found : await ListenAsync(path, null, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();

    private async Task<TrackFeatures> ListenAsync(string path, TrackFeatures? earlier, CancellationToken cancellationToken)
    {
        using ITrackAnalysis analysis = AnalysisPipeline.Start(earlier, model);
        await foreach (ReadOnlyMemory<float> block in decoder.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, () => analysis.IsOfOneChannel = true, cancellationToken))
        {
            await threads.RunAsync(() =>
            {
                analysis.Process(block.Span);
                return true;
            });
        }

        return await threads.RunAsync(analysis.Complete);
    }
}
