using System.CommandLine;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Audio.Training;
using EchoTune.Catalog.Errors;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>train-harmony --listen practice|demo|unpitched --examples FILE [--pieces N] [--seed N] [--sound-font FILE]</c> composes music
/// of which chords and keys are known and keeps what the analysers hear in it; <c>train-harmony --examples FILE… --out FOLDER
/// [--epochs N]</c> trains on such files and writes the weights that the program embeds. One thread.
/// </summary>
internal static class TrainHarmonyCommand
{
    public static Command Create()
    {
        var listen = new Option<string?>("--listen") { Description = "Compose and listen to music: practice, demo or unpitched." };
        listen.AcceptOnlyFromAmong("practice", "demo", "unpitched");
        var examples = new Option<string[]>("--examples") { Description = "Files of what was heard; one to be written with --listen.", Required = true, AllowMultipleArgumentsPerToken = true };
        var folder = new Option<string>("--out") { Description = "Folder for the weights; made when missing.", DefaultValueFactory = _ => "." };
        var font = new Option<string?>("--sound-font") { Description = "Bank of sampled instruments (.sf2) that plays most of the practice pieces." };
        var pieces = new Option<int>("--pieces") { Description = "Pieces to listen to.", DefaultValueFactory = _ => 80 };
        var seed = new Option<int>("--seed") { Description = "Seed of the music, or of the training.", DefaultValueFactory = _ => 1 };
        var epochs = new Option<int>("--epochs") { Description = "How often the examples are gone through.", DefaultValueFactory = _ => 8 };
        var version = new Option<int>("--weights-version") { Description = "Version written into the weights.", DefaultValueFactory = _ => 1 };
        var command = new Command("train-harmony", "Trains what hears chords and keys on composed music.") { listen, examples, folder, font, pieces, seed, epochs, version };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Guard(
            () =>
            {
                var files = parsed.GetValue(examples)!;
                if (parsed.GetValue(listen) is { } kind)
                {
                    Write(files[0], Listen(kind, parsed.GetValue(font), parsed.GetValue(pieces), parsed.GetValue(seed), Console.Out, cancellationToken));
                    return;
                }

                var weights = HarmonyTrainer.Train(
                    [.. files.SelectMany(Read)], Math.Max(1, parsed.GetValue(epochs)), parsed.GetValue(seed), parsed.GetValue(version), Console.Out.WriteLine);
                Directory.CreateDirectory(parsed.GetValue(folder)!);
                foreach (var (name, bytes) in weights)
                {
                    File.WriteAllBytes(Path.Combine(parsed.GetValue(folder)!, name), bytes);
                }
            },
            Console.Error)));
        return command;
    }

    private static int Guard(Action work, TextWriter errors)
    {
        try
        {
            work();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            errors.WriteLine($"{e.Message} Give other files. ({ErrorCodes.FileUnreadable})");
            return 1;
        }
    }

    private static IEnumerable<byte[]> Listen(string kind, string? font, int pieces, int seed, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new PracticeOptions { SoundFonts = font is null ? [] : [SoundFont.Read(File.ReadAllBytes(font))] };
        var demo = kind == "demo" ? Enumerable.Range(seed, 1 + (pieces / 50)).SelectMany(s => DemoLibrary.Compose(s)).Take(pieces).ToArray() : [];
        for (var i = 0; i < (kind == "demo" ? demo.Length : pieces); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (kind == "unpitched")
            {
                yield return HarmonyTrainer.ListenToUnpitched(PracticeMusic.SeedOf((ulong)seed, (ulong)i));
            }
            else if (kind == "demo")
            {
                yield return HarmonyTrainer.Listen(demo[i].Render(cancellationToken), demo[i].Truth, 0);
            }
            else
            {
                var piece = PracticeMusic.Piece(PracticeMusic.SeedOf((ulong)seed, (ulong)i), options, cancellationToken);
                yield return HarmonyTrainer.Listen(piece.Samples, piece.Truth, piece.TuningCents);
            }

            if ((i + 1) % 20 == 0)
            {
                output.WriteLine($"{i + 1} of {pieces} pieces heard");
            }
        }
    }

    // As they come: what was heard before an interruption is kept.
    private static void Write(string path, IEnumerable<byte[]> examples)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var example in examples)
        {
            writer.Write(example.Length);
            writer.Write(example);
            writer.Flush();
        }
    }

    private static IEnumerable<byte[]> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            yield return reader.ReadBytes(reader.ReadInt32());
        }
    }
}
