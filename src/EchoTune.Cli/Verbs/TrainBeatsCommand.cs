using System.CommandLine;
using System.Diagnostics;
using EchoTune.Audio.Analysis.Rhythm.Learning;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>train-beats --out FILE</c>: composes practice music, trains the network of beats on it and writes its weights. What was
/// heard of each piece is kept in a folder, so that another training need not compose again.
/// </summary>
internal static class TrainBeatsCommand
{
    // Held-out pieces have seeds that no training piece has.
    private const ulong HeldOut = 1_000_000;

    public static Command Create()
    {
        var file = new Option<string>("--out") { Description = "Weight file to write.", Required = true };
        var pieces = new Option<int>("--pieces") { Description = "Practice pieces to learn from.", DefaultValueFactory = _ => 400 };
        var heldOut = new Option<int>("--held-out") { Description = "Other pieces to judge by.", DefaultValueFactory = _ => 40 };
        var seconds = new Option<int>("--seconds") { Description = "Processor seconds to train for.", DefaultValueFactory = _ => 900 };
        var version = new Option<int>("--version-number") { Description = "Version that the file carries.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Seed of the training.", DefaultValueFactory = _ => 1 };
        var cache = new Option<string?>("--cache") { Description = "Folder that keeps what was heard of each piece; the system's temporary folder unless given." };
        var fonts = new Option<string[]>("--sound-font") { Description = "SoundFont files whose instruments play too.", DefaultValueFactory = _ => [] };
        var from = new Option<string?>("--from") { Description = "Weight file of an earlier training to go on from." };
        var rate = new Option<double>("--rate") { Description = "Highest rate of learning.", DefaultValueFactory = _ => 0.003 };
        var command = new Command("train-beats", "Trains the network of beats on practice music.") { file, pieces, heldOut, seconds, version, seed, cache, fonts, from, rate };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(cache) ?? Path.Combine(Path.GetTempPath(), "echotune-beat-lessons");
            Directory.CreateDirectory(folder);
            var options = new PracticeOptions { SoundFonts = [.. parsed.GetValue(fonts)!.Select(path => SoundFont.Read(File.ReadAllBytes(path)))] };
            // A step of training hears 24 s: many short pieces teach more than a few long ones.
            var brief = options with { MinSeconds = 28, MaxSeconds = 52 };
            var clock = Process.GetCurrentProcess();
            BeatLesson[] Gather(ulong first, int count, PracticeOptions options)
            {
                var lessons = new BeatLesson[count];
                for (var i = 0; i < count; i++)
                {
                    lessons[i] = Lesson(folder, first + (ulong)i, options, cancellationToken);
                    if (i % 20 == 19)
                    {
                        Console.Error.WriteLine(FormattableString.Invariant($"{i + 1}/{count} pieces, {lessons[..(i + 1)].Sum(l => l.Rows) / 43.07 / 60:0} minutes of music, {clock.TotalProcessorTime.TotalSeconds:0} CPU-s"));
                    }

                    clock.Refresh();
                }

                return lessons;
            }

            var judged = Gather(HeldOut, parsed.GetValue(heldOut), options);
            var learnt = Gather(1, parsed.GetValue(pieces), brief);
            clock.Refresh();
            var start = clock.TotalProcessorTime;
            var trainer = new BeatTrainer(parsed.GetValue(seed))
            {
                Rate = parsed.GetValue(rate),
                From = parsed.GetValue(from) is { } earlier ? File.ReadAllBytes(earlier) : null,
                Keep = soFar => File.WriteAllBytes(parsed.GetValue(file)!, soFar),
            };
            var weights = trainer.Train(
                learnt, judged, int.MaxValue, parsed.GetValue(version), () =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    clock.Refresh();
                    return (clock.TotalProcessorTime - start).TotalSeconds / parsed.GetValue(seconds);
                },
                p => Console.WriteLine(FormattableString.Invariant(
                    $"step {p.Step,6}: loss {p.TrainingLoss:0.0000}, held out {p.HeldOutLoss:0.0000}, beat peaks F {p.BeatF:0.000}, first beats {p.DownbeatF:0.000}")));
            File.WriteAllBytes(parsed.GetValue(file)!, weights);
            Console.WriteLine(FormattableString.Invariant($"{weights.Length} bytes: {Path.GetFullPath(parsed.GetValue(file)!)}"));
            return Task.FromResult(0);
        });
        return command;
    }

    private static BeatLesson Lesson(string folder, ulong seed, PracticeOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FormattableString.Invariant($"{(options.SoundFonts.Count > 0 ? "sampled" : "synthesised")}-{seed}.lesson"));
        if (File.Exists(path))
        {
            using var kept = File.OpenRead(path);
            return BeatLesson.Read(kept);
        }

        var piece = PracticeMusic.Piece(seed, options, cancellationToken);
        var lesson = BeatLesson.Of(piece.Samples, piece.Truth.Beats, piece.Truth.Downbeats);
        using (var file = File.Create(path + ".part"))
        {
            lesson.Write(file);
        }

        File.Move(path + ".part", path, overwrite: true);
        return lesson;
    }
}
