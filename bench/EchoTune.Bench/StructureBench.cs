using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;

namespace EchoTune.Bench;

/// <summary>
/// <c>structure [HELD-OUT PIECES] [FONT] [-v]</c>: how sections found agree with the truth of the demo library and of practice
/// pieces that were not trained on. <c>structure-train PIECES FONT FILE</c>: trains the weights anew and writes them as C#.
/// </summary>
internal static class StructureBench
{
    // Series of practice pieces: one to train on, another that is never trained on.
    private const ulong Training = 51, HeldOut = 52;
    private const double MeanSeconds = 70;

    public static int Judge(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], out var n) ? n : 30;
        var isVerbose = args.Contains("-v");
        StructureScore.State("demo library", [.. DemoLibrary.Compose().Select(p => StructureMaterial.Hear(p.Render(CancellationToken.None), DemoLibrary.Channels, p.Truth))], isVerbose);
        StructureScore.State("held-out practice pieces", Practice(HeldOut, count, args.Length > 1 ? args[1] : null), isVerbose);
        return 0;
    }

    public static int Train(string[] args)
    {
        if (args.Length != 3 || !int.TryParse(args[0], out var count))
        {
            Console.Error.WriteLine("Give how many pieces to train on, a sound font, and the file for the weights.");
            return 1;
        }

        StructureTraining.Train(Practice(Training, count, args[1]), Console.WriteLine, out var boundary, out var roles, out var follows);
        File.WriteAllText(args[2], StructureTraining.Source(boundary, roles, follows));
        boundary.CopyTo(StructureWeights.Boundary, 0);
        roles.CopyTo(StructureWeights.Roles, 0);
        follows.CopyTo(StructureWeights.Follows, 0);
        StructureScore.State("held-out practice pieces", Practice(HeldOut, 30, args[1]), verbose: false);
        return 0;
    }

    private static List<StructureMaterial> Practice(ulong series, int count, string? font)
    {
        var options = new PracticeOptions
        {
            MinSeconds = 0.6 * MeanSeconds, MaxSeconds = 1.4 * MeanSeconds, Channels = 1, SoundFonts = font is null ? [] : [SoundFont.Read(File.ReadAllBytes(font))],
        };
        return [.. Enumerable.Range(0, count).Select(i => PracticeMusic.Piece(PracticeMusic.SeedOf(series, (ulong)i), options)).Select(p => StructureMaterial.Hear(p.Samples, p.Channels, p.Truth))];
    }
}
