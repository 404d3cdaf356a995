using System.Globalization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// <c>rhythm-material FOLDER files MANIFEST.json</c>, <c>… demo DEMO-FOLDER</c> and <c>… practice PIECES SERIES [FONT.sf2]</c> keep
/// what rhythm is decided from (see <see cref="RhythmMaterial"/>), a file a piece; what is there already is left.
/// </summary>
internal static class RhythmGathering
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine("Give a folder to write to, then: files MANIFEST.json, demo FOLDER, or practice PIECES SERIES [FONT.sf2].");
            return 1;
        }

        Directory.CreateDirectory(args[0]);
        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        var pieces = args[1] switch
        {
            "files" => OfManifest(decoder, args[2]),
            "demo" => OfDemo(decoder, args[2]),
            _ => OfPractice(int.Parse(args[2], CultureInfo.InvariantCulture), ulong.Parse(args[3], CultureInfo.InvariantCulture), args[4..]),
        };
        foreach (var (name, hear) in pieces)
        {
            var path = Path.Combine(args[0], name.Replace('/', '_') + ".rhythm");
            if (File.Exists(path))
            {
                continue;
            }

            var material = await hear();
            await using (var file = File.Create(path + ".part"))
            {
                material.Write(file);
            }

            File.Move(path + ".part", path);
        }

        return 0;
    }

    private static IEnumerable<(string Name, Func<Task<RhythmMaterial>> Hear)> OfManifest(IAudioDecoder decoder, string manifest)
    {
        foreach (var file in AnnotatedFile.Read(manifest))
        {
            yield return ($"{file.Set}-{Path.GetFileName(file.Name)}", () => RhythmMaterial.HearAsync(
                file.Name, file.Set, file.Tempo, "", file.Beats, file.Downbeats, decoder.DecodeAsync(file.Path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, CancellationToken.None)));
        }
    }

    private static IEnumerable<(string Name, Func<Task<RhythmMaterial>> Hear)> OfDemo(IAudioDecoder decoder, string folder)
    {
        foreach (var truth in TruthFile.Read(File.ReadAllText(Path.Combine(folder, TruthFile.Name))))
        {
            yield return ("demo-" + Path.GetFileNameWithoutExtension(truth.Path), () => RhythmMaterial.HearAsync(
                truth.Path, "demo", truth.TempoBpm, truth.TimeSignature, [.. truth.Beats], [.. truth.Downbeats],
                decoder.DecodeAsync(Path.GetFullPath(Path.Combine(folder, truth.Path)), AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, CancellationToken.None)));
        }
    }

    private static IEnumerable<(string Name, Func<Task<RhythmMaterial>> Hear)> OfPractice(int count, ulong series, string[] fonts)
    {
        var options = new PracticeOptions { SoundFonts = [.. fonts.Select(path => SoundFont.Read(File.ReadAllBytes(path)))] };
        for (var i = 0; i < count; i++)
        {
            var number = (ulong)i;
            yield return ($"practice-{series}-{number:000}", () =>
            {
                var piece = PracticeMusic.Piece(series + number, options);
                return RhythmMaterial.HearAsync(
                    $"{number} {piece.Description}", "practice", piece.Truth.TempoBpm, piece.Truth.TimeSignature, [.. piece.Truth.Beats], [.. piece.Truth.Downbeats], Whole(piece.Samples));
            });
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> Whole(float[] samples)
    {
        await Task.CompletedTask;
        yield return samples;
    }
}
