using System.Collections.Concurrent;
using System.Diagnostics;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;

namespace EchoTune.Cli.Verbs;

/// <summary><c>compose --practice</c>: writes practice music as FLAC files with <c>truth.json</c>, as many pieces as wanted.</summary>
internal static class PracticeWriter
{
    // Fonts are read whole; the largest in use have about a gigabyte.
    private const long LargestFont = 1L << 30;

    public static async Task<int> RunAsync(
        IAudioEncoder encoder, int seed, int pieces, string? font, string folder, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (pieces is < 1 or > 100_000)
        {
            await errors.WriteLineAsync($"--pieces is from 1 to 100000, not {pieces}.");
            return 1;
        }

        IReadOnlyList<SoundFont> fonts;
        try
        {
            fonts = font is null ? [] : [Read(font)];
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{font} cannot be used: {e.Message} Give another file with --sound-font.");
            return 1;
        }

        var clock = Stopwatch.StartNew();
        var root = Path.GetFullPath(folder);
        var truths = new ConcurrentDictionary<int, PieceTruth>();
        var seconds = new ConcurrentBag<double>();
        try
        {
            var options = new PracticeOptions { SoundFonts = fonts };
            Directory.CreateDirectory(root);
            var width = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, pieces, width, async (i, token) =>
            {
                var piece = PracticeMusic.Piece(PracticeMusic.SeedOf((ulong)seed, (ulong)i), options, token);
                var name = FormattableString.Invariant($"practice-{seed}-{i + 1:00000}.flac");
                var tags = new Dictionary<string, string> { ["TITLE"] = Path.GetFileNameWithoutExtension(name), ["COMMENT"] = piece.Description };
                await encoder.EncodeFlacAsync(
                    Path.Combine(root, name), PracticeMusic.SampleRate, piece.Channels, tags, ReadOnlyMemory<byte>.Empty, ComposeCommand.Blocks(piece.Samples), token);
                truths[i] = piece.Truth with { Path = name };
                seconds.Add(piece.DurationSeconds);
                await errors.WriteLineAsync($"{name} {piece.Truth.Key}, {piece.Truth.TimeSignature}, {piece.Description}");
            });
            await File.WriteAllTextAsync(Path.Combine(root, TruthFile.Name), TruthFile.Write(truths.OrderBy(t => t.Key).Select(t => t.Value)), CancellationToken.None);
        }
        catch (EchoTuneException e)
        {
            await errors.WriteLineAsync($"{e.Message} ({e.ErrorCode})");
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{root} cannot be written: {e.Message} Give another folder with --out. ({ErrorCodes.DiskFull})");
            return 1;
        }

        await output.WriteLineAsync(FormattableString.Invariant(
            $"{pieces} practice pieces, {seconds.Sum() / 60:0.0} minutes of music, in {clock.Elapsed.TotalSeconds:0.0} s: {root}"));
        return 0;
    }

    private static SoundFont Read(string path) =>
        new FileInfo(path).Length <= LargestFont ? SoundFont.Read(File.ReadAllBytes(path)) : throw new FormatException("It is larger than a gigabyte.");
}
