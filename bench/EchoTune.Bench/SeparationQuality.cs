using System.Diagnostics;
using System.Globalization;
using EchoTune.Audio.Separation;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Bench;

/// <summary>
/// How well stems come apart, on composed pieces whose stems are known: scale-invariant SDR of each stem, and how much better
/// that is than the mixture taken for the stem. <c>separation [PIECES [SEED]]</c>. The lead is sung (formants, vibrato, breath).
/// </summary>
internal static class SeparationQuality
{
    public static int Run(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var c) ? c : 12;
        var seed = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var s) ? s : 5;
        var figures = Enum.GetValues<Stem>().ToDictionary(stem => stem, _ => (Sdr: new List<double>(), Gain: new List<double>()));
        double audio = 0, cpu = 0, largest = 0;
        foreach (var piece in DemoLibrary.Compose(seed).Where(HasAll).Take(count))
        {
            var (mixture, truth) = StemRenderer.Render(Composer.Compose(piece.Plan));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var stems = Separate(mixture);
            cpu += (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            audio += mixture.Length / 2.0 / StemSeparator.SampleRate;
            largest = Math.Max(largest, Enumerable.Range(0, mixture.Length).Max(i => Math.Abs(stems.Values.Sum(v => (double)v[i]) - mixture[i])));
            var line = $"{piece.Genre,-18}";
            foreach (var (stem, signal) in stems)
            {
                double found = Distortion.Sdr(signal, truth[stem]), none = Distortion.Sdr(mixture, truth[stem]);
                if (double.IsFinite(found))
                {
                    figures[stem].Sdr.Add(found);
                    figures[stem].Gain.Add(found - none);
                    line += string.Create(CultureInfo.InvariantCulture, $"  {stem} {found:0.0} ({found - none:+0.0;-0.0})");
                }
            }

            Console.WriteLine(line);
        }

        foreach (var (stem, (sdr, gain)) in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"separation {stem}: SI-SDR mean {sdr.Average():0.00} dB, median {sdr.Order().ElementAt(sdr.Count / 2):0.00} dB, improvement {gain.Average():0.00} dB, {sdr.Count} pieces"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"separation: {audio / cpu:0} x real time a core; the stems add up to the input within {largest:0.0e0}"));
        return 0;
    }

    private static bool HasAll(DemoPiece piece)
    {
        var score = Composer.Compose(piece.Plan);
        return score.Drums.Count > 20 && score.Parts.Any(p => p.Layer == Layer.Lead && p.Notes.Count > 10) && score.Parts.Any(p => p.Layer == Layer.Bass && p.Notes.Count > 10);
    }

    private static Dictionary<Stem, float[]> Separate(float[] mixture)
    {
        var result = Enum.GetValues<Stem>().ToDictionary(stem => stem, _ => new float[mixture.Length]);
        var at = 0;
        void Write(in StemBlock block)
        {
            foreach (var (stem, signal) in result)
            {
                block[stem].CopyTo(signal.AsSpan(at));
            }

            at += block.Drums.Length;
        }

        var separator = new StemSeparator();
        separator.Process(mixture, Write);
        separator.Complete(Write);
        return result;
    }
}
