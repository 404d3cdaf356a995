using System.CommandLine;
using System.Diagnostics;
using System.Threading.Channels;
using EchoTune.Audio.Separation;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Cli.Verbs;

/// <summary><c>separate FILE --out FOLDER [--stems drums,bass,vocals,other]</c>: takes a recording apart into FLAC files.</summary>
internal static class SeparateCommand
{
    private const int BlocksWaiting = 64;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An audio file." };
        var folder = new Option<string>("--out") { Description = "Folder for the stems; made when missing.", Required = true };
        var stems = new Option<string>("--stems") { Description = "Which stems to write, e.g. drums,vocals.", DefaultValueFactory = _ => "drums,bass,vocals,other" };
        stems.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError("--stems takes drums, bass, vocals and other, with commas between them.");
            }
        });
        var command = new Command("separate", "Takes a recording apart into drums, bass, vocals and the rest.") { file, folder, stems };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
            return await RunAsync(
                services.GetRequiredService<IAudioDecoder>(), services.GetRequiredService<IAudioEncoder>(), parsed.GetValue(file)!, parsed.GetValue(folder)!,
                Parse(parsed.GetValue(stems)!)!, Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    internal static async Task<int> RunAsync(
        IAudioDecoder decoder, IAudioEncoder encoder, string file, string folder, IReadOnlyList<Stem> stems, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var name = Path.GetFileNameWithoutExtension(file);
        var pipes = stems.ToDictionary(stem => stem, _ => Channel.CreateBounded<ReadOnlyMemory<float>>(new BoundedChannelOptions(BlocksWaiting) { SingleReader = true, SingleWriter = true }));
        var paths = stems.ToDictionary(stem => stem, stem => Path.Combine(Path.GetFullPath(folder), $"{name}.{Word(stem)}.flac"));
        var encoding = stems.Select(stem => EncodeAsync(stem)).ToArray();
        try
        {
            var samples = await SeparateAsync(decoder, Path.GetFullPath(file), pipes, stop.Token);
            await Task.WhenAll(encoding);
            foreach (var path in paths.Values)
            {
                await output.WriteLineAsync(path);
            }

            await errors.WriteLineAsync(FormattableString.Invariant($"{samples / (double)StemSeparator.SampleRate:0.0} s of audio in {clock.Elapsed.TotalSeconds:0.0} s"));
            return 0;
        }
        catch (Exception failure) when (failure is EchoTuneException or IOException or UnauthorizedAccessException or ChannelClosedException)
        {
            // An encoder that failed closes its pipe: its own words say why.
            await stop.CancelAsync();
            await Task.WhenAll(encoding).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            var cause = encoding.Select(t => t.Exception?.InnerException).FirstOrDefault(e => e is EchoTuneException or IOException or UnauthorizedAccessException) ?? failure;
            await errors.WriteLineAsync(cause is EchoTuneException known ? $"{known.Message} ({known.ErrorCode})" : $"{cause.Message} ({ErrorCodes.FileUnreadable})");
            return 1;
        }

        async Task EncodeAsync(Stem stem)
        {
            try
            {
                var tags = new Dictionary<string, string> { ["TITLE"] = $"{name} ({Word(stem)})" };
                await encoder.EncodeFlacAsync(paths[stem], StemSeparator.SampleRate, 2, tags, default, pipes[stem].Reader.ReadAllAsync(stop.Token), stop.Token);
            }
            catch (Exception failure)
            {
                pipes[stem].Writer.TryComplete(failure);
                throw;
            }
        }
    }

    private static async Task<long> SeparateAsync(IAudioDecoder decoder, string path, Dictionary<Stem, Channel<ReadOnlyMemory<float>>> pipes, CancellationToken cancellationToken)
    {
        var ready = new Queue<(Stem Stem, float[] Block)>();
        void Keep(in StemBlock block)
        {
            foreach (var stem in pipes.Keys)
            {
                ready.Enqueue((stem, block[stem].ToArray()));
            }
        }

        async Task SendAsync()
        {
            while (ready.TryDequeue(out var one))
            {
                await pipes[one.Stem].Writer.WriteAsync(one.Block, cancellationToken);
            }
        }

        long frames = 0;
        try
        {
            var separator = new StemSeparator();
            await foreach (var block in decoder.DecodeAsync(path, StemSeparator.SampleRate, 2, cancellationToken))
            {
                separator.Process(block.Span, Keep);
                frames += block.Length / 2;
                await SendAsync();
            }

            separator.Complete(Keep);
            await SendAsync();
        }
        catch (Exception failure)
        {
            // The encoders must not take a part for the whole.
            Complete(failure);
            throw;
        }

        Complete(null);
        return frames;

        void Complete(Exception? failure)
        {
            foreach (var pipe in pipes.Values)
            {
                pipe.Writer.TryComplete(failure);
            }
        }
    }

    private static string Word(Stem stem) => stem.ToString().ToLowerInvariant();

    private static Stem[]? Parse(string? text)
    {
        var words = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = Enum.GetValues<Stem>().ToDictionary(Word, StringComparer.OrdinalIgnoreCase);
        return words.Length > 0 && words.All(known.ContainsKey) ? [.. words.Select(w => known[w]).Distinct()] : null;
    }
}
