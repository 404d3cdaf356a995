using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using EchoTune.Audio.Synthesis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>compose --out FOLDER [--seed N] [--json]</c>: writes the demo library as FLAC files with <c>truth.json</c>; with
/// <c>--practice [--pieces N] [--sound-font FILE]</c> practice music instead.
/// </summary>
internal static class ComposeCommand
{
    private const int BlockSamples = 32768;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder for the files; made when missing.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Another seed gives other notes, keys and tempi.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print a summary as JSON." };
        var practice = new Option<bool>("--practice") { Description = "Write practice music for training analysers instead of the demo library." };
        var pieces = new Option<int>("--pieces") { Description = "How many practice pieces.", DefaultValueFactory = _ => 20 };
        var font = new Option<string?>("--sound-font") { Description = "A SoundFont 2 file (.sf2) whose instruments play in practice music." };
        var command = new Command("compose", "Composes and renders the demo library, or practice music.") { folder, seed, json, practice, pieces, font };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
            if (parsed.GetValue(practice))
            {
                return await PracticeWriter.RunAsync(
                    services.GetRequiredService<IAudioEncoder>(), parsed.GetValue(seed), parsed.GetValue(pieces), parsed.GetValue(font), parsed.GetValue(folder)!,
                    Console.Out, Console.Error, cancellationToken);
            }

            return await RunAsync(
                services.GetRequiredService<IAudioEncoder>(), DemoLibrary.Compose(parsed.GetValue(seed)), parsed.GetValue(folder)!, parsed.GetValue(json),
                Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    internal static async Task<int> RunAsync(
        IAudioEncoder encoder, IReadOnlyList<EchoTune.Audio.Synthesis.DemoPiece> pieces, string folder, bool json, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var root = Path.GetFullPath(folder);
        var covers = new ConcurrentDictionary<string, Lazy<byte[]>>();
        var done = 0;
        try
        {
            Directory.CreateDirectory(root);
            await Parallel.ForEachAsync(pieces, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (piece, token) =>
            {
                var samples = piece.Render(token);
                var cover = covers.GetOrAdd(piece.AlbumArtist + "/" + piece.Album, _ => new Lazy<byte[]>(() => piece.DrawCover())).Value;
                await encoder.EncodeFlacAsync(Path.Combine(root, piece.RelativePath), DemoLibrary.SampleRate, DemoLibrary.Channels, piece.Tags, cover, Blocks(samples), token);
                await errors.WriteLineAsync($"{Interlocked.Increment(ref done)}/{pieces.Count} {piece.RelativePath}");
            });
            await File.WriteAllTextAsync(Path.Combine(root, TruthFile.Name), TruthFile.Write(pieces.Select(p => p.Truth)), CancellationToken.None);
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

        var audio = pieces.Sum(p => p.DurationSeconds);
        await output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { folder = root, pieces = pieces.Count, audioSeconds = Math.Round(audio, 1), seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) })
            : FormattableString.Invariant($"{pieces.Count} pieces, {audio / 60:0.0} minutes of music, in {clock.Elapsed.TotalSeconds:0.0} s: {root}"));
        return 0;
    }

    internal static async IAsyncEnumerable<ReadOnlyMemory<float>> Blocks(float[] samples)
    {
        for (var at = 0; at < samples.Length; at += BlockSamples)
        {
            yield return samples.AsMemory(at, Math.Min(BlockSamples, samples.Length - at));
        }

        await Task.CompletedTask;
    }
}
