using System.Diagnostics;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// <c>rhythm-truth MANIFEST.json</c> judges tempo, beats and first beats of annotated files (a list of <c>file</c>, <c>set</c>,
/// <c>tempo</c>, <c>beats</c>, <c>downbeats</c>; paths beside the manifest). <c>rhythm-practice [PIECES] [FONT.sf2]</c> does the
/// same on practice pieces that no training has seen, with the metre, and says how often tempo is right at each confidence.
/// Rules of mir_eval: ±70 ms, the first five seconds left out; tempo within 4 %, acc2 also at 2, 3, 1/2 and 1/3.
/// </summary>
internal static class RhythmTruth
{
    // Seeds from here on are for judging: training takes those from 1 and judges itself by those from a million.
    private const ulong Unheard = 3_000_000;

    private sealed record Judged(string Set, double Tempo, TrackFeatures Found, IReadOnlyList<double> Beats, IReadOnlyList<double> Downbeats, string? Metre)
    {
        public bool IsNear(double factor) => Math.Abs(Found.TempoBpm - (factor * Tempo)) <= 0.04 * factor * Tempo;

        public bool IsNearAny => ((double[])[1, 2, 3, 1 / 2.0, 1 / 3.0]).Any(IsNear);
    }

    public static async Task<int> FilesAsync(string[] args)
    {
        if (args.Length != 1 || !File.Exists(args[0]))
        {
            Console.Error.WriteLine("Give a manifest: a JSON list of file, set, tempo, beats and downbeats.");
            return 1;
        }

        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        var rows = new List<Judged>();
        foreach (var file in AnnotatedFile.Read(args[0]))
        {
            using var analysis = AnalysisPipeline.Start();
            await foreach (var block in decoder.DecodeAsync(file.Path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, CancellationToken.None))
            {
                analysis.Process(block.Span);
            }

            rows.Add(new Judged(file.Set, file.Tempo, analysis.Complete(), file.Beats, file.Downbeats, null));
        }

        Print(rows);
        return 0;
    }

    public static int Practice(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 40;
        var options = new PracticeOptions { SoundFonts = [.. args.Skip(1).Select(path => SoundFont.Read(File.ReadAllBytes(path)))] };
        var rows = new List<Judged>();
        var (cpu, audio) = (TimeSpan.Zero, 0.0);
        for (var i = 0; i < count; i++)
        {
            var piece = PracticeMusic.Piece(Unheard + (ulong)i, options);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            using var analysis = AnalysisPipeline.Start();
            analysis.Process(piece.Samples);
            rows.Add(new Judged("practice", piece.Truth.TempoBpm, analysis.Complete(), piece.Truth.Beats, piece.Truth.Downbeats, piece.Truth.TimeSignature));
            cpu += Process.GetCurrentProcess().TotalProcessorTime - before;
            audio += piece.DurationSeconds;
        }

        Print(rows);
        Console.WriteLine(FormattableString.Invariant($"{audio / 60:0} minutes of music, the whole analysis at {audio / cpu.TotalSeconds:0} x real time"));
        return 0;
    }

    private static void Print(List<Judged> rows)
    {
        Console.WriteLine("set           n    acc1   acc2  beats   bars  metre");
        foreach (var set in rows.GroupBy(r => r.Set).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{set.Key,-10} {set.Count(),4}  {Mean(set.Where(r => r.Tempo > 0), r => r.IsNear(1) ? 1 : 0)}  {Mean(set.Where(r => r.Tempo > 0), r => r.IsNearAny ? 1 : 0)}  {Mean(set.Where(r => r.Beats.Count > 0), r => FMeasure(r.Beats, r.Found.Beats))}  {Mean(set.Where(r => r.Downbeats.Count > 0), r => FMeasure(r.Downbeats, r.Found.Downbeats))}  {Mean(set.Where(r => r.Metre is not null), r => r.Metre == r.Found.TimeSignature ? 1 : 0)}"));
        }

        Console.WriteLine("confidence    n    said   acc1   acc2  beats");
        foreach (var step in rows.Where(r => r.Tempo > 0).GroupBy(r => Math.Min(4, (int)(5 * r.Found.TempoConfidence))).OrderBy(g => g.Key))
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{step.Key / 5.0:0.0} to {(step.Key + 1) / 5.0:0.0} {step.Count(),4}  {Mean(step, r => r.Found.TempoConfidence)}  {Mean(step, r => r.IsNear(1) ? 1 : 0)}  {Mean(step, r => r.IsNearAny ? 1 : 0)}  {Mean(step.Where(r => r.Beats.Count > 0), r => FMeasure(r.Beats, r.Found.Beats))}"));
        }
    }

    private static string Mean(IEnumerable<Judged> rows, Func<Judged, double> of) =>
        rows.Any() ? FormattableString.Invariant($"{rows.Average(of),5:0.000}") : "    -";

    /// <summary>F-measure of times within 70 ms of each other, each counted once, after the first five seconds.</summary>
    public static double FMeasure(IReadOnlyList<double> truth, IReadOnlyList<double> found)
    {
        const double start = 5, tolerance = 0.07;
        double[] t = [.. truth.Where(x => x >= start)], f = [.. found.Where(x => x >= start)];
        var hits = 0;
        for (int i = 0, j = 0; i < t.Length && j < f.Length;)
        {
            var distance = f[j] - t[i];
            hits += Math.Abs(distance) <= tolerance ? 1 : 0;
            i += distance >= -tolerance ? 1 : 0;
            j += distance <= tolerance ? 1 : 0;
        }

        return t.Length + f.Length == 0 ? 1 : 2.0 * hits / (t.Length + f.Length);
    }
}
