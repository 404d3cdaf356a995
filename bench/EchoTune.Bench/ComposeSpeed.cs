using System.Diagnostics;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Bench;

/// <summary>
/// <c>compose-speed [PIECES]</c>: CPU seconds that the first pieces of the demo library take, one after the other in a fresh
/// process as at a first start (compiling included), and once more when everything is compiled.
/// </summary>
internal static class ComposeSpeed
{
    public static int Run(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], out var n) ? n : 6;
        var pieces = DemoLibrary.Compose().Take(count).ToArray();
        var cold = Render(pieces, print: true);
        var warm = Render(pieces, print: false);
        var audio = pieces.Sum(piece => piece.DurationSeconds);
        Console.WriteLine(FormattableString.Invariant(
            $"compose: {pieces.Length} pieces, {audio:0} s of music, in {cold:0.00} CPU-s cold, {warm:0.00} CPU-s warm ({audio / warm:0} x real time per core)"));
        return 0;
    }

    private static double Render(DemoPiece[] pieces, bool print)
    {
        var start = Cpu();
        foreach (var piece in pieces)
        {
            var before = Cpu();
            piece.Render(CancellationToken.None);
            var rendered = Cpu();
            piece.DrawCover();
            if (print)
            {
                Console.WriteLine(FormattableString.Invariant($"{rendered - before,6:0.00} CPU-s, cover {Cpu() - rendered:0.00}, {piece.DurationSeconds,4:0} s  {piece.Genre,-12} {piece.Title}"));
            }
        }

        return Cpu() - start;
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
