using System.Diagnostics;
using EchoTune.Audio.Analysis;

namespace EchoTune.Bench;

/// <summary>Seconds of audio that one core analyses in a second, without decoding.</summary>
internal static class AnalysisSpeed
{
    private const int Rate = AnalysisPipeline.SampleRate;

    public static int Run(string[] args)
    {
        var seconds = args.Length > 0 && int.TryParse(args[0], out var s) ? Math.Clamp(s, 10, 3600) : 240;
        var music = Compose(seconds);
        Analyse(music);
        var rates = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var features = Analyse(music);
            var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            rates.Add(seconds / cpu);
            Console.WriteLine($"analysis: {seconds} s of audio in {cpu:0.00} CPU-s, {seconds / cpu:0} x real time per core ({features.TempoBpm:0.0} BPM, {features.Key})");
        }

        rates.Sort();
        Console.WriteLine($"analysis median: {rates[rates.Count / 2]:0} x real time per core");
        var stored = Analyse(music);
        stored = stored with { AnalyserVersion = "loudness0-" + stored.AnalyserVersion[(stored.AnalyserVersion.IndexOf('-', StringComparison.Ordinal) + 1)..] };
        Analyse(music, stored);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        Analyse(music, stored);
        Analyse(music, stored);
        var again = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds / 2;
        Console.WriteLine($"analysis again after a change of loudness alone: {seconds / again:0} x real time per core");
        return 0;
    }

    private static TrackFeatures Analyse(float[] interleaved, TrackFeatures? earlier = null)
    {
        const int block = 16384;
        using var analysis = AnalysisPipeline.Start(earlier);
        for (var i = 0; i < interleaved.Length; i += block)
        {
            analysis.Process(interleaved.AsSpan(i, Math.Min(block, interleaved.Length - i)));
        }

        return analysis.Complete();
    }

    // Chords of decaying partials, a bass drum and a noise hat at 120 BPM: as many partials and onsets as real music has.
    internal static float[] Compose(int seconds)
    {
        var random = new Random(1);
        var samples = new float[seconds * Rate * 2];
        int[] roots = [45, 41, 48, 43];
        for (var n = 0; n < seconds * Rate; n++)
        {
            var t = (double)n / Rate;
            var inBeat = t % 0.5;
            var inBar = t % 2;
            var root = roots[(int)(t / 2) % 4];
            var v = 0.5 * Math.Exp(-14 * inBeat) * Math.Sin(2 * Math.PI * 55 * inBeat);
            v += 0.15 * Math.Exp(-60 * ((t + 0.25) % 0.5)) * ((random.NextDouble() * 2) - 1);
            foreach (var degree in (ReadOnlySpan<int>)[0, 12, 16, 19])
            {
                var hz = 440 * Math.Pow(2, (root + degree - 69) / 12.0);
                for (var h = 1; h <= 4; h++)
                {
                    v += 0.08 / h * Math.Exp(-1.2 * inBar) * Math.Sin(2 * Math.PI * hz * h * t);
                }
            }

            samples[2 * n] = (float)(0.8 * v);
            samples[(2 * n) + 1] = (float)(0.7 * v);
        }

        return samples;
    }
}
