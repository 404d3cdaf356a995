using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Dsp;

namespace EchoTune.Bench;

/// <summary>
/// <c>loudness PATH…</c>: integrated loudness, range and true peak of files, ours beside ffmpeg's ebur128 on the same decoded
/// samples, the largest differences, and how many times faster ours is. CPU time on one thread; of ffmpeg's the time that it
/// takes to read the same file without the filter is subtracted.
/// </summary>
internal static partial class LoudnessSpeed
{
    private const int Rate = AnalysisPipeline.SampleRate;

    public static int Run(string[] args)
    {
        var files = args.SelectMany(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".ogg" or ".flac" or ".mp3" or ".opus" or ".wav" or ".m4a").Order(StringComparer.Ordinal)
            : Enumerable.Repeat(path, 1)).ToArray();
        if (files.Length == 0)
        {
            Console.Error.WriteLine("Give audio files or folders that hold some.");
            return 1;
        }

        var folder = Directory.CreateTempSubdirectory("echotune-loudness");
        try
        {
            Compare(files, Path.Combine(folder.FullName, "decoded.wav"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Compare(string[] files, string wave)
    {
        var (ours, theirs, seconds) = (0.0, 0.0, 0.0);
        var (worstLoudness, worstRange, worstPeak, worstMomentary) = (0.0, 0.0, 0.0, 0.0);
        Console.WriteLine("  LUFS  ours ffmpeg    LRA  ours ffmpeg   peak  ours ffmpeg   file");
        foreach (var file in files)
        {
            Ffmpeg(["-y", "-i", file, "-map", "0:a:0", "-ac", "2", "-ar", Rate.ToString(CultureInfo.InvariantCulture), "-c:a", "pcm_f32le", wave]);
            var plain = Cpu(Ffmpeg(["-benchmark", "-i", wave, "-f", "null", "-"]));
            var report = Ffmpeg(["-benchmark", "-i", wave, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]);
            var filter = Math.Max(0, Cpu(report) - plain);
            var momentary = Momentary().Matches(Ffmpeg(["-i", wave, "-af", "ebur128", "-f", "null", "-"])).Select(m => Number(m.Groups[1].Value)).DefaultIfEmpty(-70).Max();
            var (left, right) = Read(wave);
            Measure(left, right);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            const int times = 5;
            var own = default((double Loudness, double Range, double Momentary, double Peak));
            for (var i = 0; i < times; i++)
            {
                own = Measure(left, right);
            }

            ours += (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / times;
            theirs += filter;
            seconds += (double)left.Length / Rate;
            var summary = report[report.LastIndexOf("Summary:", StringComparison.Ordinal)..];
            double loudness = Number(Integrated().Match(summary).Groups[1].Value), range = Number(Range().Match(summary).Groups[1].Value), peak = Number(Peak().Match(summary).Groups[1].Value);
            worstLoudness = Math.Max(worstLoudness, Math.Abs(loudness - own.Loudness));
            worstRange = Math.Max(worstRange, Math.Abs(range - own.Range));
            worstPeak = Math.Max(worstPeak, Math.Abs(peak - own.Peak));
            worstMomentary = Math.Max(worstMomentary, Math.Abs(momentary - own.Momentary));
            Console.WriteLine(FormattableString.Invariant(
                $"      {own.Loudness,6:0.00} {loudness,6:0.0}       {own.Range,5:0.00} {range,6:0.0}       {own.Peak,5:0.00} {peak,6:0.0}   {file}"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{files.Length} files, {seconds:0} s: largest difference {worstLoudness:0.00} LU integrated, {worstRange:0.00} LU range, {worstMomentary:0.00} LU momentary, {worstPeak:0.00} dB true peak (ffmpeg prints tenths)"));
        Console.WriteLine(FormattableString.Invariant(
            $"ours {seconds / ours:0} x real time ({1000 * ours / seconds:0.000} ms a second), ffmpeg's filter {seconds / theirs:0} x; ratio {theirs / ours:0.0}"));
    }

    private static (double Loudness, double Range, double Momentary, double Peak) Measure(float[] left, float[] right)
    {
        const int block = 1024;
        var meter = new LoudnessMeter(Rate);
        TruePeakMeter first = new(), second = new();
        for (var i = 0; i < left.Length; i += block)
        {
            var n = Math.Min(block, left.Length - i);
            meter.Process(left.AsSpan(i, n), right.AsSpan(i, n));
            first.Process(left.AsSpan(i, n));
            second.Process(right.AsSpan(i, n));
        }

        return (meter.Integrated.Value, meter.Range, meter.MaxMomentary.Value, 20 * Math.Log10(Math.Max(first.Peak, second.Peak) + 1e-20));
    }

    private static (float[] Left, float[] Right) Read(string wave)
    {
        // The data chunk is the last; what stands before it is short.
        var bytes = File.ReadAllBytes(wave);
        var at = bytes.AsSpan().IndexOf("data"u8) + 8;
        var samples = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(at, (bytes.Length - at) / 8 * 8));
        var (left, right) = (new float[samples.Length / 2], new float[samples.Length / 2]);
        for (var i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = (samples[2 * i], samples[(2 * i) + 1]);
        }

        return (left, right);
    }

    private static string Ffmpeg(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-nostdin", "-threads", "1", "-filter_threads", "1", .. arguments]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? errors : throw new InvalidOperationException(errors);
    }

    private static double Cpu(string report) => Times().Match(report) is { Success: true } m ? Number(m.Groups[1].Value) + Number(m.Groups[2].Value) : 0;

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : -120;

    [GeneratedRegex(@"bench: utime=([\d.]+)s stime=([\d.]+)s")]
    private static partial Regex Times();

    [GeneratedRegex(@"I:\s+(-?[\d.]+|-inf) LUFS")]
    private static partial Regex Integrated();

    [GeneratedRegex(@"LRA:\s+(-?[\d.]+) LU")]
    private static partial Regex Range();

    [GeneratedRegex(@"Peak:\s+(-?[\d.]+|-inf) dBFS")]
    private static partial Regex Peak();

    [GeneratedRegex(@"\bM:\s*(-?[\d.]+)")]
    private static partial Regex Momentary();
}
