using System.Diagnostics;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;

namespace EchoTune.Bench;

/// <summary><c>practice-speed [PIECES] [FONT]</c>: CPU seconds that practice music takes on one thread, per minute of music.</summary>
internal static class PracticeSpeed
{
    public static int Run(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], out var n) ? n : 20;
        var options = new PracticeOptions { SoundFonts = args.Length > 1 ? [SoundFont.Read(File.ReadAllBytes(args[1]))] : [] };
        PracticeMusic.Piece(PracticeMusic.SeedOf(1, 999), options);
        var (start, audio) = (Cpu(), 0.0);
        for (var i = 0; i < count; i++)
        {
            var before = Cpu();
            var piece = PracticeMusic.Piece(PracticeMusic.SeedOf(1, (ulong)i), options);
            audio += piece.DurationSeconds;
            Console.WriteLine(FormattableString.Invariant($"{Cpu() - before,5:0.00} CPU-s, {piece.DurationSeconds,3:0} s  {piece.Truth.TempoBpm,6:0.0} BPM {piece.Truth.TimeSignature}  {piece.Description}"));
        }

        var cpu = Cpu() - start;
        Console.WriteLine(FormattableString.Invariant($"practice: {count} pieces, {audio:0} s of music in {cpu:0.00} CPU-s, {60 * cpu / audio:0.00} CPU-s a minute of music"));
        return 0;
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
