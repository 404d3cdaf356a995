using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;

namespace EchoTune.Catalog.Tests.Library;

public sealed class FeatureExtractionTests
{
    [Fact]
    public async Task A_real_file_goes_through_the_real_pipeline()
    {
        await using var library = new LibraryFixture();
        // Two clicks a second over a tone.
        await LibraryFixture.FfmpegAsync(
            "-f", "lavfi", "-i", "aevalsrc='0.2*sin(2*PI*440*t)+0.7*exp(-60*mod(t,0.5))*sin(2*PI*1000*t)':s=44100:d=20", library.PathOf("clicks.flac"));
        using var extractor = new PipelineFeatureExtractor(library.Get<IAudioDecoder>(), library.Options);

        TrackFeatures features = await extractor.ExtractAsync(library.PathOf("clicks.flac"), LibraryFixture.Token);

        features.AnalyserVersion.ShouldBe(extractor.Version);
        features.DurationSeconds.ShouldBe(20, 0.1);
        features.TempoBpm.ShouldBe(120, 2);
    }

    [Fact]
    public async Task A_failing_decoder_speaks_through()
    {
        await using var library = new LibraryFixture();
        using var extractor = new PipelineFeatureExtractor(library.Get<IAudioDecoder>(), library.Options);

        (await Should.ThrowAsync<EchoTuneException>(() => extractor.ExtractAsync(library.PathOf("nowhere.flac"), LibraryFixture.Token)))
            .ErrorCode.ShouldBe(ErrorCodes.FileUnreadable);
    }

    [Fact]
    public async Task Polite_threads_give_back_results_and_failures()
    {
        using var threads = new LowPriorityThreads(2, 10, "test");

        (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => threads.RunAsync(() => i * i)))).Sum().ShouldBe(328_350);
        await Should.ThrowAsync<InvalidOperationException>(() => threads.RunAsync<int>(() => throw new InvalidOperationException("no")));
    }

    [Fact]
    public async Task What_follows_polite_work_runs_at_normal_priority()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux has a niceness for each thread.");
        }

        using var threads = new LowPriorityThreads(1, 10, "test");

        int before = Niceness();
        int there = await threads.RunAsync(Niceness);
        int after = Niceness();

        there.ShouldBeGreaterThanOrEqualTo(10);
        after.ShouldBe(before);
    }

    /// <summary>The 19th field of the thread's own line in /proc.</summary>
    private static int Niceness()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
    }
}
