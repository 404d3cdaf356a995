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

        TrackFeatures features = await extractor.ExtractAsync(library.PathOf("clicks.flac"), null, null, LibraryFixture.Token);

        features.AnalyserVersion.ShouldBe(extractor.Version);
        features.DurationSeconds.ShouldBe(20, 0.1);
        features.TempoBpm.ShouldBe(120, 2);
    }

    [Fact]
    public async Task Only_what_changed_is_listened_for_again_unless_the_music_is_another()
    {
        await using var library = new LibraryFixture();
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "aevalsrc='0.3*sin(2*PI*440*t)*exp(-5*mod(t,0.5))':s=44100:d=8", library.PathOf("a.flac"));
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "aevalsrc='0.6*sin(2*PI*440*t)*exp(-9*mod(t,0.7))':s=44100:d=8", library.PathOf("b.flac"));
        using var extractor = new PipelineFeatureExtractor(library.Get<IAudioDecoder>(), library.Options);
        TrackFeatures first = await extractor.ExtractAsync(library.PathOf("a.flac"), null, null, LibraryFixture.Token);
        TrackFeatures other = await extractor.ExtractAsync(library.PathOf("b.flac"), null, null, LibraryFixture.Token);
        // As an older program had stored it: an earlier measure of loudness, and another opinion of energy of the present version.
        TrackFeatures stored = first with
        {
            AnalyserVersion = "loudness0-" + first.AnalyserVersion[(first.AnalyserVersion.IndexOf('-', StringComparison.Ordinal) + 1)..], LoudnessLufs = -1, Energy = 0.4321,
        };

        TrackFeatures again = await extractor.ExtractAsync(library.PathOf("a.flac"), stored, null, LibraryFixture.Token);
        TrackFeatures replaced = await extractor.ExtractAsync(library.PathOf("b.flac"), stored, null, LibraryFixture.Token);

        again.AnalyserVersion.ShouldBe(extractor.Version);
        again.LoudnessLufs.ShouldBe(first.LoudnessLufs);
        again.Energy.ShouldBe(0.4321);
        replaced.Energy.ShouldBe(other.Energy);
        replaced.Embedding.ShouldBe(other.Embedding);
    }

    [Fact]
    public async Task A_failing_decoder_speaks_through()
    {
        await using var library = new LibraryFixture();
        using var extractor = new PipelineFeatureExtractor(library.Get<IAudioDecoder>(), library.Options);

        (await Should.ThrowAsync<EchoTuneException>(() => extractor.ExtractAsync(library.PathOf("nowhere.flac"), null, null, LibraryFixture.Token)))
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
