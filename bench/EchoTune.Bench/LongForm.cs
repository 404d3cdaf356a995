using System.Globalization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// <c>long-form FOLDER [MINUTES [SET…]]</c>: long tracks made of the pieces that <c>echotune compose</c> wrote, analysed in
/// chapters of so many minutes and as one, and both compared with the truth about the pages. A set is <c>loop:N</c> (the bars of
/// piece N over and over for half an hour: one long piece) or <c>mix:S</c> (pieces one after the other, in an order of seed S).
/// </summary>
internal static class LongForm
{
    private const int Rate = AnalysisPipeline.SampleRate;
    private const double Length = 1800;

    // Seconds each side of a page that are judged by themselves.
    private const double About = 45;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 1 || !File.Exists(Path.Combine(args[0], TruthFile.Name)))
        {
            Console.Error.WriteLine("Give a folder with truth.json, made by: echotune compose --out FOLDER");
            return 1;
        }

        var minutes = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var sets = args.Length > 2 ? args[2..] : ["loop:0", "loop:10", "loop:31", "mix:1", "mix:2"];
        var blocks = minutes > 0 ? (int)(minutes * 60 * Rate / TrackAnalysis.Block) : TrackAnalysis.ChapterBlocks;
        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        var truths = TruthFile.Read(File.ReadAllText(Path.Combine(args[0], TruthFile.Name)));
        Console.WriteLine("set        what       beats  bars  chords | about the pages: beats bars chords | lines: F of 0.5 s and 3 s, about the pages | changes of tempo, key | sections, intro, outro");
        foreach (var set in sets)
        {
            var parts = set.Split(':');
            var seed = int.Parse(parts[1], CultureInfo.InvariantCulture);
            using var chapters = AnalysisPipeline.Start(new AnalysisPlan(AnalysisPipeline.All, null), blocks);
            using var whole = AnalysisPipeline.Start(new AnalysisPlan(AnalysisPipeline.All, null), int.MaxValue / TrackAnalysis.Block);
            var truth = parts[0] == "loop" ? await LoopAsync(decoder, args[0], truths[seed], chapters, whole) : await MixAsync(decoder, args[0], truths, seed, chapters, whole);
            var pages = chapters.Pages;
            var (joined, one) = (chapters.Complete(), whole.Complete());
            Print(set, "chapters", truth, joined, pages);
            Print(set, "as one", truth, one, pages);
            Compare(joined, one, pages);
        }

        return 0;
    }

    private static async Task<Truth> LoopAsync(IAudioDecoder decoder, string folder, PieceTruth piece, params TrackAnalysis[] analyses)
    {
        var samples = await DecodeAsync(decoder, folder, piece);
        // From the first bar line to the last: the grid goes on without a break.
        double from = piece.Downbeats[0], to = piece.Downbeats[^1];
        int first = (int)(from * Rate), last = (int)(to * Rate);
        var truth = new Truth();
        for (long at = 0; at < Length * Rate; at += last - first)
        {
            truth.Add(piece, from, to, (double)at / Rate);
            Feed(analyses, samples.AsMemory(2 * first, 2 * (last - first)));
        }

        return truth;
    }

    private static async Task<Truth> MixAsync(IAudioDecoder decoder, string folder, IReadOnlyList<PieceTruth> pieces, int seed, params TrackAnalysis[] analyses)
    {
        var random = new Random(seed);
        var truth = new Truth();
        var at = 0.0;
        foreach (var piece in pieces.OrderBy(_ => random.Next()))
        {
            if (at > Length)
            {
                break;
            }

            var samples = await DecodeAsync(decoder, folder, piece);
            truth.Add(piece, 0, samples.Length / 2.0 / Rate, at);
            Feed(analyses, samples);
            at += samples.Length / 2.0 / Rate;
        }

        return truth;
    }

    private static void Feed(TrackAnalysis[] analyses, ReadOnlyMemory<float> samples) => Parallel.ForEach(analyses, a => a.Process(samples.Span));

    private static async Task<float[]> DecodeAsync(IAudioDecoder decoder, string folder, PieceTruth piece)
    {
        var samples = new List<float>();
        await foreach (var block in decoder.DecodeAsync(Path.GetFullPath(Path.Combine(folder, piece.Path)), Rate, 2, CancellationToken.None))
        {
            samples.AddRange(block.Span);
        }

        return [.. samples];
    }

    private static void Print(string set, string what, Truth truth, TrackFeatures found, IReadOnlyList<double> pages)
    {
        bool Near(double t) => pages.Any(p => Math.Abs(p - t) < About);
        double Beats(Func<double, bool> on) => RhythmTruth.FMeasure([.. truth.Beats.Where(on)], [.. found.Beats.Where(on)]);
        double Bars(Func<double, bool> on) => RhythmTruth.FMeasure([.. truth.Downbeats.Where(on)], [.. found.Downbeats.Where(on)]);
        double Chords(Func<double, bool> on) => ChordRecall.OfTriads([.. truth.Chords.Where(c => on(c.Start))], found.Chords);
        double Lines(double within, Func<double, bool> on)
        {
            double[] real = [.. truth.Lines.Where(on)], heard = [.. found.Segments.Skip(1).Select(s => s.Start).Where(on)];
            double hits = real.Count(r => heard.Any(h => Math.Abs(h - r) <= within));
            return real.Length + heard.Length == 0 ? 1 : 2 * hits / (real.Length + heard.Length);
        }

        bool All(double t) => true;
        Console.WriteLine(FormattableString.Invariant(
            $"{set,-10} {what,-10} {Beats(All):0.000} {Bars(All):0.000} {Chords(All):0.000} | {Beats(Near):0.000} {Bars(Near):0.000} {Chords(Near):0.000} | {Lines(0.5, All):0.00} {Lines(3, All):0.00} {Lines(3, Near):0.00} | {found.TempoChanges.Count} of {truth.TempoChanges}, {found.KeyChanges.Count} of {truth.KeyChanges} | {found.Segments.Count} of {truth.Lines.Count + 1}, {found.Segments.Count(s => s.Label == "intro")}, {found.Segments.Count(s => s.Label == "outro")}; {found.TempoBpm:0.0} BPM {found.TempoConfidence:0.00}, {found.Key} {found.KeyConfidence:0.00}, {found.TimeSignature}"));
    }

    // What differs about each page from an analysis without pages.
    private static void Compare(TrackFeatures joined, TrackFeatures one, IReadOnlyList<double> pages)
    {
        foreach (var page in pages)
        {
            double[] Of(IReadOnlyList<double> times) => [.. times.Where(t => Math.Abs(t - page) < About)];
            string Sections(TrackFeatures f) => string.Join(' ', f.Segments.Where(s => s.End > page - About && s.Start < page + About).Select(s => FormattableString.Invariant($"{s.Start:0.0}-{s.Label}")));
            string Changes(TrackFeatures f) => string.Join(' ', f.TempoChanges.Where(c => Math.Abs(c.AtSeconds - page) < About).Select(c => FormattableString.Invariant($"{c.AtSeconds:0.0}:{c.TempoBpm:0.0}"))
                .Concat(f.KeyChanges.Where(c => Math.Abs(c.AtSeconds - page) < About).Select(c => FormattableString.Invariant($"{c.AtSeconds:0.0}:{c.Key}"))));
            double[] a = Of(joined.Beats), b = Of(one.Beats);
            Console.WriteLine(FormattableString.Invariant(
                $"    page {page:0.0}: same beats {a.Count(x => b.Any(y => Math.Abs(x - y) < 0.03))} of {b.Length} ({a.Length}), bars {Of(joined.Downbeats).Count(x => Of(one.Downbeats).Any(y => Math.Abs(x - y) < 0.03))} of {Of(one.Downbeats).Length} ({Of(joined.Downbeats).Length}); chapters [{Sections(joined)}] {Changes(joined)}; as one [{Sections(one)}] {Changes(one)}"));
        }
    }

    private sealed class Truth
    {
        public List<double> Beats { get; } = [];

        public List<double> Downbeats { get; } = [];

        public List<ChordSegment> Chords { get; } = [];

        public List<double> Lines { get; } = [];

        public int TempoChanges { get; private set; }

        public int KeyChanges { get; private set; }

        private double Bpm { get; set; }

        private string Key { get; set; } = "";

        public void Add(PieceTruth piece, double from, double to, double at)
        {
            IEnumerable<double> Moved(IEnumerable<double> times) => times.Where(t => t >= from - 1e-6 && t < to - 1e-3).Select(t => t - from + at);
            Beats.AddRange(Moved(piece.Beats));
            Downbeats.AddRange(Moved(piece.Downbeats));
            Chords.AddRange(piece.Chords.Where(c => c.Start < to && c.End > from).Select(c => c with { Start = Math.Max(from, c.Start) - from + at, End = Math.Min(to, c.End) - from + at }));
            Lines.AddRange(Moved(piece.Sections.Select(s => s.Start)).Where(t => t > 0));
            TempoChanges += piece.TempoChanges.Count + (Bpm > 0 && Math.Abs(Bpm - piece.TempoBpm) > 0.046 * Bpm ? 1 : 0);
            KeyChanges += piece.KeyChanges.Count + (Key.Length > 0 && Key != piece.Key ? 1 : 0);
            Bpm = piece.TempoBpm;
            Key = piece.KeyChanges.Count > 0 ? piece.KeyChanges[^1].Key : piece.Key;
        }
    }
}
