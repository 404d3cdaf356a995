using System.Collections.Concurrent;
using System.Diagnostics;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// <c>demo-truth FOLDER</c>: analyses a folder that <c>echotune compose</c> wrote and compares with its <c>truth.json</c>:
/// tempo within 4 % (octave errors are wrong), key exact, metre exact, loudness −14 LUFS ± 1, the F-measure of beats and
/// of first beats within 70 ms after the first five seconds (Davies, Degara and Plumbley 2009), the share of the time whose
/// chord is right (major and minor: sevenths count as their triads and other chords are left out; then all chords as
/// labelled), and changes of key found within a bar.
/// </summary>
internal static class DemoTruth
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 1 || !File.Exists(Path.Combine(args[0], TruthFile.Name)))
        {
            Console.Error.WriteLine("Give a folder with truth.json, made by: echotune compose --out FOLDER");
            return 1;
        }

        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        var truths = TruthFile.Read(File.ReadAllText(Path.Combine(args[0], TruthFile.Name)));
        var rows = new ConcurrentDictionary<string, TrackFeatures>();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(truths, async (truth, token) =>
        {
            using var analysis = AnalysisPipeline.Start();
            var path = Path.GetFullPath(Path.Combine(args[0], truth.Path));
            await foreach (var block in decoder.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, token))
            {
                analysis.Process(block.Span);
            }

            rows[truth.Path] = analysis.Complete();
        });

        var (tempo, key, metre, loudness, beats, downbeats) = (0, 0, 0, 0, 0.0, 0.0);
        var (triads, chords, changes, changesFound, changesWrong) = (0.0, 0.0, 0, 0, 0);
        Console.WriteLine("      tempo          key                    metre       LUFS   beats bars   chords, all   piece");
        foreach (var truth in truths)
        {
            var found = rows[truth.Path];
            var isTempo = Math.Abs(found.TempoBpm - truth.TempoBpm) <= 0.04 * truth.TempoBpm;
            var isKey = found.Key?.ToString() == truth.Key;
            var isMetre = found.TimeSignature == truth.TimeSignature;
            var isLoud = Math.Abs(found.LoudnessLufs + 14) <= 1;
            var (beat, bar) = (RhythmTruth.FMeasure(truth.Beats, found.Beats), RhythmTruth.FMeasure(truth.Downbeats, found.Downbeats));
            beats += beat;
            downbeats += bar;
            var (triad, chord) = (ChordRecall.OfTriads(truth.Chords, found.Chords), ChordRecall.OfLabels(truth.Chords, found.Chords));
            triads += triad;
            chords += chord;
            var right = KeyChangesFound(truth, found);
            changes += truth.KeyChanges.Count;
            changesFound += right;
            changesWrong += found.KeyChanges.Count - right;
            tempo += isTempo ? 1 : 0;
            key += isKey ? 1 : 0;
            metre += isMetre ? 1 : 0;
            loudness += isLoud ? 1 : 0;
            Console.WriteLine(FormattableString.Invariant(
                $"{(isTempo ? ' ' : 'T')}{(isKey ? ' ' : 'K')}{(isMetre ? ' ' : 'M')}{(isLoud ? ' ' : 'L')} {truth.TempoBpm,5:0.0} {found.TempoBpm,5:0.0}   {truth.Key,-9} {found.Key?.ToString() ?? "none",-9}   {truth.TimeSignature} {found.TimeSignature}   {found.LoudnessLufs,6:0.0}   {beat,5:0.00} {bar,4:0.00}   {triad,6:0.00} {chord,4:0.00}   {truth.Path}"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{truths.Count} pieces in {clock.Elapsed.TotalSeconds:0.0} s: tempo {100.0 * tempo / truths.Count:0.0} %, key {100.0 * key / truths.Count:0.0} %, metre {100.0 * metre / truths.Count:0.0} %, loudness within 1 LU {100.0 * loudness / truths.Count:0.0} %, beats F {beats / truths.Count:0.000}, first beats F {downbeats / truths.Count:0.000}, chords major/minor {triads / truths.Count:0.000}, all {chords / truths.Count:0.000}, changes of key {changesFound} of {changes} found and {changesWrong} invented"));
        return 0;
    }

    // A change counts when its key is right and it lies within a bar of where it was composed.
    private static int KeyChangesFound(PieceTruth truth, TrackFeatures found)
    {
        var bar = truth.Downbeats.Count > 1 ? truth.Downbeats[1] - truth.Downbeats[0] : 2;
        return truth.KeyChanges.Count(t => found.KeyChanges.Any(f => f.Key.ToString() == t.Key && Math.Abs(f.AtSeconds - t.AtSeconds) <= bar + 0.05));
    }
}
