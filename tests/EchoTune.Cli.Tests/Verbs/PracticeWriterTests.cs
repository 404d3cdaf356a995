using System.Collections.Concurrent;
using EchoTune.Audio.Synthesis;
using EchoTune.Catalog.Library;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class PracticeWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-practice-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Pieces_are_written_with_the_truth_of_each()
    {
        var encoder = new Counter();
        var (code, output, _) = await Run(encoder, 2, null);

        code.ShouldBe(0);
        output.ShouldStartWith("2 practice pieces");
        var truths = TruthFile.Read(File.ReadAllText(Path.Combine(folder, TruthFile.Name)));
        truths.Select(t => Path.Combine(folder, t.Path)).ShouldBe(encoder.Seconds.Keys.Order());
        foreach (var truth in truths)
        {
            truth.Beats[^1].ShouldBeLessThanOrEqualTo(encoder.Seconds[Path.Combine(folder, truth.Path)]);
            truth.Beats.Count.ShouldBeGreaterThan(10);
        }
    }

    [Fact]
    public async Task What_is_no_font_is_said_and_nothing_is_written()
    {
        var broken = Path.Combine(folder, "broken.sf2");
        File.WriteAllBytes(broken, new byte[100]);
        foreach (var font in (string[])[broken, Path.Combine(folder, "missing.sf2")])
        {
            var encoder = new Counter();
            var (code, output, errors) = await Run(encoder, 1, font);

            code.ShouldBe(1);
            output.ShouldBeEmpty();
            errors.ShouldContain(font);
            errors.ShouldContain("--sound-font");
            encoder.Seconds.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public async Task A_number_that_makes_no_sense_is_refused(int pieces) => (await Run(new Counter(), pieces, null)).Code.ShouldBe(1);

    private async Task<(int Code, string Output, string Errors)> Run(Counter encoder, int pieces, string? font)
    {
        using StringWriter output = new(), errors = new();
        var synchronised = TextWriter.Synchronized(errors);
        var code = await PracticeWriter.RunAsync(encoder, 4, pieces, font, folder, output, synchronised, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>Keeps how long each file would be.</summary>
    private sealed class Counter : IAudioEncoder
    {
        public ConcurrentDictionary<string, double> Seconds { get; } = new();

        public async Task EncodeFlacAsync(
            string path, int sampleRate, int channels, IReadOnlyDictionary<string, string> tags, ReadOnlyMemory<byte> artworkPng,
            IAsyncEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellationToken)
        {
            long samples = 0;
            await foreach (var block in blocks.WithCancellation(cancellationToken))
            {
                samples += block.Length;
            }

            Seconds[path] = (double)samples / channels / sampleRate;
        }
    }
}
