using System.CommandLine;
using EchoTune.Audio.Separation;
using EchoTune.Catalog.Library;
using EchoTune.Cli.Verbs;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class SeparateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("echotune-separate-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMedia().BuildServiceProvider();

    private IAudioDecoder Decoder => _services.GetRequiredService<IAudioDecoder>();

    private IAudioEncoder Encoder => _services.GetRequiredService<IAudioEncoder>();

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_becomes_stems_that_add_up_to_it()
    {
        var song = Song(7);
        var file = Path.Combine(_folder, "song.flac");
        await Encoder.EncodeFlacAsync(file, 44_100, 2, new Dictionary<string, string>(), default, Blocks(song), TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync(file, [Stem.Drums, Stem.Bass, Stem.Vocals, Stem.Other]);

        code.ShouldBe(0, errors);
        var sum = new float[song.Length];
        var paths = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        paths.Select(Path.GetFileName).ShouldBe(["song.drums.flac", "song.bass.flac", "song.vocals.flac", "song.other.flac"]);
        foreach (var path in paths)
        {
            var stem = await DecodeAsync(path);
            stem.Length.ShouldBe(song.Length);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += stem[i];
            }
        }

        // Each file is rounded to 16 bits, with dither.
        Enumerable.Range(0, sum.Length).Max(i => Math.Abs(sum[i] - song[i])).ShouldBeLessThan(8f / 32768);
    }

    [Fact]
    public async Task Only_the_stems_asked_for_are_written()
    {
        var file = Path.Combine(_folder, "song.flac");
        await Encoder.EncodeFlacAsync(file, 44_100, 2, new Dictionary<string, string>(), default, Blocks(Song(1)), TestContext.Current.CancellationToken);

        (await RunAsync(file, [Stem.Vocals])).Code.ShouldBe(0);

        Directory.GetFiles(Path.Combine(_folder, "out")).Select(Path.GetFileName).ShouldBe(["song.vocals.flac"]);
    }

    [Fact]
    public async Task A_file_that_ends_early_leaves_no_stem_behind()
    {
        var file = Path.Combine(_folder, "torn.flac");
        await Encoder.EncodeFlacAsync(file, 44_100, 2, new Dictionary<string, string>(), default, Blocks(Song(20)), TestContext.Current.CancellationToken);
        await using (var torn = File.OpenWrite(file))
        {
            torn.SetLength(torn.Length / 2);
        }

        var (code, output, errors) = await RunAsync(file, [Stem.Drums, Stem.Other]);

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("torn.flac");
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ShouldBe([file]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(_folder, "song.flac");
        await Encoder.EncodeFlacAsync(file, 44_100, 2, new Dictionary<string, string>(), default, Blocks(Song(1)), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "out"), "in the way", TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync(file, [Stem.Drums]);

        code.ShouldBe(1);
        errors.ShouldContain("out");
    }

    [Theory]
    [InlineData("drums,piano")]
    [InlineData("")]
    public void Unknown_stems_are_refused(string stems) =>
        SeparateCommand.Create().Parse(["a.flac", "--out", "o", "--stems", stems]).Errors.ShouldNotBeEmpty();

    private static float[] Song(int seconds)
    {
        var random = new Random(3);
        var song = new float[seconds * 2 * 44_100];
        for (var n = 0; n < song.Length / 2; n++)
        {
            var t = n / 44_100.0;
            var v = (0.2 * Math.Sin(2 * Math.PI * 110 * t)) + (0.1 * Math.Sin(2 * Math.PI * 660 * t)) + (0.3 * Math.Exp(-30 * (t % 0.5)) * (random.NextDouble() - 0.5));
            song[2 * n] = song[(2 * n) + 1] = (float)v;
        }

        return song;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> Blocks(float[] samples)
    {
        yield return samples;
        await Task.CompletedTask;
    }

    private async Task<float[]> DecodeAsync(string path)
    {
        var samples = new List<float>();
        await foreach (var block in Decoder.DecodeAsync(path, 44_100, 2, TestContext.Current.CancellationToken))
        {
            samples.AddRange(block.Span);
        }

        return [.. samples];
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string file, Stem[] stems)
    {
        using StringWriter output = new(), errors = new();
        var code = await SeparateCommand.RunAsync(Decoder, Encoder, file, Path.Combine(_folder, "out"), stems, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
