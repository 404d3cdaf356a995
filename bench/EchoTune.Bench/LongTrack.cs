using System.Diagnostics;
using System.Globalization;
using EchoTune.Audio.Analysis;

namespace EchoTune.Bench;

/// <summary>
/// The analysis of a very long track, without decoding: the most memory the process ever had beyond what a track of ten seconds
/// leaves, and CPU time. <c>long-track [HOURS [MINUTES]]</c>, in chapters of so many minutes; one minute of generated music over and over, its level changing.
/// </summary>
internal static class LongTrack
{
    public static int Run(string[] args)
    {
        var hours = args.Length > 0 && double.TryParse(args[0], CultureInfo.InvariantCulture, out var h) ? Math.Clamp(h, 0.01, 100) : 10;
        var music = AnalysisSpeed.Compose(60);
        var block = new float[16384];
        using (var small = AnalysisPipeline.Start())
        {
            small.Process(music.AsSpan(0, 10 * 2 * AnalysisPipeline.SampleRate));
            small.Complete();
        }

        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var baseline = process.WorkingSet64;
        var before = process.TotalProcessorTime;
        long peak = 0;
        var minutes = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var m) ? m : 0;
        using var analysis = AnalysisPipeline.Start(
            new AnalysisPlan(AnalysisPipeline.All, null), minutes > 0 ? minutes * 60 * AnalysisPipeline.SampleRate / TrackAnalysis.Block : TrackAnalysis.ChapterBlocks);
        var samples = (long)(hours * 3600 * 2 * AnalysisPipeline.SampleRate);
        for (long at = 0; at < samples; at += block.Length)
        {
            var from = (int)(at % music.Length);
            var gain = 0.3f + (0.7f * (at / music.Length % 7) / 6);
            var take = Math.Min(block.Length, music.Length - from);
            for (var i = 0; i < take; i++)
            {
                block[i] = gain * music[from + i];
            }

            analysis.Process(block.AsSpan(0, take));
            at += take - block.Length;
            if (at / block.Length % 64 == 0)
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
        }

        var features = analysis.Complete();
        process.Refresh();
        peak = Math.Max(peak, process.WorkingSet64);
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"long track: {hours:0.##} h in {cpu:0.0} CPU-s ({hours * 3600 / cpu:0} x real time), memory {(peak - baseline) / 1048576.0:0.0} MB beyond {baseline / 1048576.0:0.0} MB at its peak; {features.TempoBpm:0.0} BPM, {features.Beats.Count} beats, {features.Key}, {features.LoudnessLufs:0.0} LUFS"));
        return 0;
    }
}
