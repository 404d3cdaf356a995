using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>analyze PATH… [--json] [--threads N]</c>: listens to files and folders and prints what it found, in the order of
/// the input. A file that fails goes to stderr and makes the exit code 1; the others are still analysed.
/// </summary>
internal static class AnalyzeCommand
{
    private static readonly HashSet<string> AudioExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".aac", ".aif", ".aiff", ".alac", ".ape", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3", ".mpc", ".oga", ".ogg", ".opus",
        ".spx", ".tta", ".wav", ".wma", ".wv",
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Audio files, or folders to walk.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line for each file." };
        var threads = new Option<int>("--threads")
        {
            Description = "Files analysed at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256)
            {
                result.AddError("--threads takes a number from 1 to 256.");
            }
        });
        var command = new Command("analyze", "Listens to audio files and says tempo, beats, key, loudness and character.") { paths, json, threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
            return await RunAsync(
                services.GetRequiredService<IAudioDecoder>(), parsed.GetValue(paths)!, parsed.GetValue(json), parsed.GetValue(threads),
                Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    /// <summary>Analyses, with at most <paramref name="threads"/> files under way and as many answers waiting.</summary>
    internal static async Task<int> RunAsync(
        IAudioDecoder decoder, IReadOnlyList<string> paths, bool json, int threads, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underway = new Queue<Task<Outcome>>();
        var failed = false;
        try
        {
            foreach (var (path, error) in Files(paths))
            {
                underway.Enqueue(error is null ? Task.Run(() => AnalyseAsync(decoder, path, stop.Token), stop.Token) : Task.FromResult(new Outcome(path, null, error)));
                if (underway.Count >= threads)
                {
                    failed |= await PrintAsync(await underway.Dequeue(), json, output, errors);
                }
            }

            while (underway.TryDequeue(out var task))
            {
                failed |= await PrintAsync(await task, json, output, errors);
            }
        }
        finally
        {
            // Leaves no decoder behind when the first fault or Ctrl+C ends the loop.
            await stop.CancelAsync();
            await Task.WhenAll(underway).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return failed ? 1 : 0;
    }

    private static async Task<Outcome> AnalyseAsync(IAudioDecoder decoder, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var analysis = AnalysisPipeline.Start();
            await foreach (var block in decoder.DecodeAsync(
                Path.GetFullPath(path), AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, () => analysis.IsOfOneChannel = true, cancellationToken))
            {
                analysis.Process(block.Span);
            }

            return new Outcome(path, analysis.Complete(), null);
        }
        catch (EchoTuneException e)
        {
            return new Outcome(path, null, $"{e.Message} ({e.ErrorCode})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Outcome(path, null, $"{e.Message} ({ErrorCodes.FileUnreadable})");
        }
    }

    private static async Task<bool> PrintAsync(Outcome outcome, bool json, TextWriter output, TextWriter errors)
    {
        if (outcome.Features is not { } features)
        {
            await errors.WriteLineAsync($"{outcome.Path}: {outcome.Error}");
            return true;
        }

        await output.WriteLineAsync(json ? JsonSerializer.Serialize(Line(outcome.Path, features), Json) : Sentence(outcome.Path, features));
        await output.FlushAsync();
        return false;
    }

    [SuppressMessage("Performance", "CA1859", Justification = "An anonymous type has no name to return.")]
    private static object Line(string path, TrackFeatures f) => new
    {
        path, f.DurationSeconds, f.TempoBpm, f.TempoConfidence, f.TempoChanges, f.Beats, f.Downbeats, f.TimeSignature,
        key = f.Key?.ToString(), f.KeyConfidence, f.Key?.Camelot, keyChanges = f.KeyChanges.Select(c => new { c.AtSeconds, key = c.Key.ToString() }),
        f.TuningCents, f.Chords, segments = f.Segments, f.Phrases, f.Emotion, f.LoudnessLufs, f.LoudnessRangeLu, f.MaxMomentaryLufs, f.ReplayGainDb, f.TruePeakDb, f.Brightness, f.Energy, f.Danceability, f.Valence, f.Acousticness,
        f.Instrumentalness, f.Speechiness, f.Liveness, f.Genres, f.Moods, f.Embedding, f.Fingerprint, f.AnalyserVersion,
    };

    private static string Sentence(string path, TrackFeatures f)
    {
        var tempo = f.TempoBpm > 0 ? $"{f.TempoBpm:0.0} BPM, {f.TimeSignature} (confidence {f.TempoConfidence:0.00})" : "no pulse";
        var key = f.Key is { } k ? $"{k}, {k.Camelot} (confidence {f.KeyConfidence:0.00})" : "no key";
        var length = TimeSpan.FromSeconds(f.DurationSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"""
            {path}
              {(int)length.TotalMinutes}:{length.Seconds:00}  {tempo}  {key}
              {f.LoudnessLufs:0.0} LUFS, true peak {f.TruePeakDb:0.0} dB; energy {f.Energy:0.00}, danceability {f.Danceability:0.00}, valence {f.Valence:0.00}, acousticness {f.Acousticness:0.00}, brightness {f.Brightness:0.00}
            """);
    }

    // Files as given, folders walked in the order of names; a folder reached through a link is not entered, so loops end.
    private static IEnumerable<(string Path, string? Error)> Files(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                yield return (path, null);
            }
            else if (Directory.Exists(path))
            {
                var any = false;
                foreach (var file in Walk(path))
                {
                    any = true;
                    yield return file;
                }

                if (!any)
                {
                    yield return (path, $"The folder holds no audio files. Give a folder with music. ({ErrorCodes.NothingFound})");
                }
            }
            else
            {
                yield return (path, $"There is no such file or folder. Check the path. ({ErrorCodes.FileUnreadable})");
            }
        }
    }

    private static IEnumerable<(string Path, string? Error)> Walk(string folder)
    {
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            FileSystemInfo[] entries;
            string? error = null;
            try
            {
                entries = [.. new DirectoryInfo(current).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (entries, error) = ([], e.Message);
            }

            if (error is not null)
            {
                yield return (current, $"{error} ({ErrorCodes.FileUnreadable})");
            }

            foreach (var entry in entries.OfType<FileInfo>().Where(e => AudioExtensions.Contains(e.Extension)))
            {
                yield return (Path.Combine(current, entry.Name), null);
            }

            foreach (var entry in entries.OfType<DirectoryInfo>().Where(e => e.LinkTarget is null).Reverse())
            {
                pending.Push(Path.Combine(current, entry.Name));
            }
        }
    }

    private sealed record Outcome(string Path, TrackFeatures? Features, string? Error);
}
