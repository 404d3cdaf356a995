using System.Runtime.CompilerServices;
using System.Text.Json;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class AnalyzeCommandTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "path", "durationSeconds", "tempoBpm", "beats", "downbeats", "timeSignature", "key", "keyConfidence", "camelot", "chords", "segments",
        "loudnessLufs", "truePeakDb", "tempoConfidence", "tempoChanges", "keyChanges", "brightness", "energy", "danceability", "valence",
        "acousticness", "instrumentalness", "speechiness", "liveness", "genres", "moods", "embedding", "analyserVersion", "tuningCents", "phrases", "emotion",
        "loudnessRangeLu", "maxMomentaryLufs", "replayGainDb", "fingerprint",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("echotune-analyze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_field_of_the_contract_is_printed_one_file_a_line_in_the_order_of_the_input()
    {
        var paths = new[] { Make("slow.wav"), Make("b.flac"), Make("a.mp3") };
        var (code, lines, errors) = await RunAsync(paths, threads: 3);

        code.ShouldBe(0);
        errors.ShouldBeEmpty();
        lines.Select(l => l.RootElement.GetProperty("path").GetString()).ShouldBe(paths);
        foreach (var line in lines)
        {
            line.RootElement.EnumerateObject().Select(p => p.Name).Order().ShouldBe(Fields.Order());
            line.RootElement.GetProperty("durationSeconds").GetDouble().ShouldBe(1, 0.01);
            foreach (var chord in line.RootElement.GetProperty("chords").EnumerateArray())
            {
                chord.GetProperty("end").GetDouble().ShouldBeInRange(chord.GetProperty("start").GetDouble() + 1e-6, 1.05);
                chord.GetProperty("label").GetString().ShouldNotBeNullOrEmpty();
            }

            line.RootElement.GetProperty("embedding").GetArrayLength().ShouldBeGreaterThanOrEqualTo(64);
        }
    }

    [Fact]
    public async Task A_file_that_fails_is_named_on_stderr_and_the_others_are_analysed()
    {
        var paths = new[] { Make("good.wav"), Make("bad.wav"), Path.Combine(_folder, "missing.wav"), Make("good2.wav") };
        var (code, lines, errors) = await RunAsync(paths, threads: 2);

        code.ShouldBe(1);
        lines.Count.ShouldBe(2);
        errors.ShouldContain("bad.wav");
        errors.ShouldContain(ErrorCodes.NotAudio);
        errors.ShouldContain("missing.wav");
    }

    [Fact]
    public async Task A_folder_is_walked_for_audio_and_loops_of_links_end()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder, "inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "notes.txt"), "no music");
        var files = new[] { Make("z.ogg"), Make(Path.Combine("inner", "a.opus")), Make(Path.Combine("inner", "b.MP3")) };
        Directory.CreateSymbolicLink(Path.Combine(inner, "loop"), _folder);

        var (code, lines, _) = await RunAsync([_folder], threads: 2);

        code.ShouldBe(0);
        lines.Select(l => l.RootElement.GetProperty("path").GetString()).ShouldBe(files);
    }

    [Fact]
    public async Task A_folder_without_music_is_a_clear_error()
    {
        var (code, lines, errors) = await RunAsync([_folder], threads: 1);
        code.ShouldBe(1);
        lines.ShouldBeEmpty();
        errors.ShouldContain("no audio files");
    }

    private string Make(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "x");
        return path;
    }

    private static async Task<(int Code, List<JsonDocument> Lines, string Errors)> RunAsync(string[] paths, int threads)
    {
        using StringWriter output = new(), errors = new();
        var code = await AnalyzeCommand.RunAsync(new Tones(), paths, json: true, threads, output, errors, TestContext.Current.CancellationToken);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l)).ToList();
        return (code, lines, errors.ToString());
    }

    // A second of a tone for any file but one named bad; the file named slow yields before it answers.
    private sealed class Tones : IAudioDecoder
    {
        public async IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(
            string path, int sampleRate, int channels, Action? onOneChannel, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (path.Contains("bad", StringComparison.Ordinal))
            {
                throw new EchoTuneException(ErrorCodes.NotAudio, "This is not audio. Replace it.");
            }

            for (var i = 0; path.Contains("slow", StringComparison.Ordinal) && i < 20; i++)
            {
                await Task.Yield();
            }

            var second = new float[sampleRate * channels];
            for (var i = 0; i < second.Length; i++)
            {
                second[i] = (float)(0.2 * Math.Sin(2 * Math.PI * 440 * (i / channels) / sampleRate));
            }

            yield return second;
        }
    }
}
