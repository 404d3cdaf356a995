using EchoTune.Audio.Analysis;
using EchoTune.Audio.Fingerprint;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Media.Tests.Listening;

/// <summary>Whether a recording is recognised after what happens to files, and whether others are not taken for it.</summary>
public sealed class FingerprintTests : IClassFixture<FingerprintTests.Recordings>
{
    private readonly Recordings recordings;

    public FingerprintTests(Recordings recordings) => this.recordings = recordings;

    [Theory]
    [InlineData("mp3-64.mp3", "-c:a libmp3lame -b:a 64k", 0)]
    [InlineData("mp3-128.mp3", "-c:a libmp3lame -b:a 128k", 0)]
    [InlineData("opus-64.opus", "-c:a libopus -b:a 64k", 0)]
    [InlineData("ogg.ogg", "-c:a libvorbis -b:a 96k", 0)]
    [InlineData("soft.wav", "-af volume=-14dB -c:a pcm_f32le", 0)]
    [InlineData("mono.flac", "-ac 1", 0)]
    [InlineData("22k.flac", "-ar 22050", 0)]
    [InlineData("cut.flac", "-ss 2", 2)]
    [InlineData("late.mp3", "-af adelay=3100|3100 -c:a libmp3lame -b:a 96k", -3.1)]
    public async Task A_recording_in_another_form_is_recognised_and_laid_right(string name, string change, double later)
    {
        foreach (var piece in (int[])[0, 2])
        {
            var other = await recordings.HearAsync(await recordings.Fixture.MakeAsync($"{piece}-{name}", $"-i {recordings.Paths[piece]} {change}"));

            var match = Fingerprints.Compare(recordings.Words[piece], other);

            match.Similarity.ShouldBeGreaterThan(Fingerprints.SameRecording + 0.1, name);
            match.OffsetSeconds.ShouldBe(later, 0.15, name);
            match.OverlapSeconds.ShouldBeGreaterThan(30);
        }
    }

    [Theory]
    [InlineData(0, 1, "two pieces of one album and one band")]
    [InlineData(0, 2, "pieces of two styles")]
    [InlineData(2, 3, "two other pieces of one style")]
    public void Other_songs_are_not_taken_for_it(int one, int other, string what) =>
        Fingerprints.Compare(recordings.Words[one], recordings.Words[other]).Similarity.ShouldBeLessThan(Fingerprints.SameRecording - 0.1, what);

    [Fact]
    public async Task Another_performance_of_the_song_is_another_recording()
    {
        // Five in a hundred faster at the same pitch: what a band does on another evening.
        var faster = await recordings.HearAsync(await recordings.Fixture.MakeAsync("faster.flac", $"-i {recordings.Paths[0]} -af atempo=1.05"));
        Fingerprints.Compare(recordings.Words[0], faster).Similarity.ShouldBeLessThan(Fingerprints.SameRecording - 0.05);
    }

    /// <summary>The first forty seconds of two pieces each of two styles, as files.</summary>
    public sealed class Recordings : IAsyncLifetime
    {
        private static readonly string[] Titles = ["The Ferry Road", "Slack Water", "Platform Nine", "Breakwater"];

        public MediaFixture Fixture { get; } = new();

        public string[] Paths { get; } = new string[Titles.Length];

        public uint[][] Words { get; } = new uint[Titles.Length][];

        public async ValueTask InitializeAsync()
        {
            var pieces = DemoLibrary.Compose();
            for (var i = 0; i < Titles.Length; i++)
            {
                var samples = pieces.Single(p => p.Title == Titles[i]).Render(MediaFixture.Token);
                Paths[i] = Fixture.PathOf($"{i}.flac");
                await Fixture.Encoder.EncodeFlacAsync(
                    Paths[i], DemoLibrary.SampleRate, DemoLibrary.Channels, new Dictionary<string, string>(), default,
                    Blocks(samples.AsMemory(0, 40 * 2 * DemoLibrary.SampleRate)), MediaFixture.Token);
                Words[i] = await HearAsync(Paths[i]);
            }
        }

        public async Task<uint[]> HearAsync(string path)
        {
            using var analysis = AnalysisPipeline.Start();
            analysis.Process(await Fixture.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels));
            return [.. analysis.Complete().Fingerprint];
        }

        public ValueTask DisposeAsync()
        {
            Fixture.Dispose();
            return ValueTask.CompletedTask;
        }

        private static async IAsyncEnumerable<ReadOnlyMemory<float>> Blocks(ReadOnlyMemory<float> samples)
        {
            await Task.CompletedTask;
            yield return samples;
        }
    }
}
