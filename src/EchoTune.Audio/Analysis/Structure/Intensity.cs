using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Tonal;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// How energy and mood go through a track. Energy moves about the track's own with level, onsets and brightness; valence
/// about the track's own with the share of major against minor and with energy.
/// </summary>
internal static class Intensity
{
    private const double LeastStep = 1;
    private const double ModeSeconds = 8;

    /// <summary>Energy of each bar, 0–1.</summary>
    public static double[] OfBars(BarFeatures bars, double energy)
    {
        var n = bars.Count;
        var raw = new double[n];
        for (var i = 0; i < n; i++)
        {
            var onsets = (bars.Onsets[i * StructureFrames.Registers] + bars.Onsets[(i * StructureFrames.Registers) + 1] + bars.Onsets[(i * StructureFrames.Registers) + 2]) / 3;
            var bright = bars.ColourOf(i)[^6..];
            var top = 0f;
            foreach (var b in bright)
            {
                top += b / bright.Length;
            }

            raw[i] = (0.45 * Math.Max(bars.Level[i], -6)) + (0.35 * Math.Min(onsets, 3)) + (0.15 * Math.Max(top, -6));
        }

        var mean = raw.Average();
        var centre = Logit(energy);
        return Array.ConvertAll(raw, r => Logistic(centre + Math.Clamp(1.2 * (r - mean), -4, 2.5)));
    }

    /// <summary>The curve of a track.</summary>
    public static EmotionCurve Curve(BarFeatures bars, double[] energies, FrameStore chroma, FeatureDraft draft)
    {
        var seconds = draft.DurationSeconds;
        var points = Math.Clamp((int)Math.Ceiling(seconds / LeastStep), 1, EmotionCurve.MostPoints);
        var step = seconds / points;
        var now = Along(bars, energies, points, step);
        var lean = Leans(chroma, points, step);
        var usual = lean.Average();
        var valence = new byte[points];
        for (var i = 0; i < points; i++)
        {
            valence[i] = Byte(Logistic(Logit(draft.Valence) + (2.2 * (lean[i] - usual)) + (1.2 * (now[i] - draft.Energy))));
        }

        return new EmotionCurve(step, Array.ConvertAll(now, Byte), valence);
    }

    /// <summary>How energy goes: so many points at equal distances, the first at half a step.</summary>
    public static byte[] Course(BarFeatures bars, double[] energies, int points, double step) => Array.ConvertAll(Along(bars, energies, points, step), Byte);

    private static double[] Along(BarFeatures bars, double[] energies, int points, double step)
    {
        var course = new double[points];
        var bar = 0;
        for (var i = 0; i < points; i++)
        {
            var t = (i + 0.5) * step;
            while (bar + 1 < bars.Count && bars.Starts[bar + 1] <= t)
            {
                bar++;
            }

            course[i] = Between(bars, energies, bar, t);
        }

        return course;
    }

    // From the middle of a bar to the middle of the next, straight.
    private static double Between(BarFeatures bars, double[] energies, int bar, double t)
    {
        double Middle(int b) => (bars.Starts[b] + bars.Starts[b + 1]) / 2;
        var other = t < Middle(bar) ? bar - 1 : bar + 1;
        if (other < 0 || other >= bars.Count)
        {
            return energies[bar];
        }

        var share = Math.Abs(t - Middle(bar)) / Math.Max(1e-3, Math.Abs(Middle(other) - Middle(bar)));
        return energies[bar] + (Math.Clamp(share, 0, 1) * (energies[other] - energies[bar]));
    }

    // How much better the best major key fits than the best minor key about each point.
    private static double[] Leans(FrameStore chroma, int points, double step)
    {
        var sums = new double[12 * (chroma.Count + 1)];
        var leans = new double[points];
        if (chroma.Count == 0)
        {
            return leans;
        }

        for (var f = 0; f < chroma.Count; f++)
        {
            var row = chroma[f];
            for (var p = 0; p < 12; p++)
            {
                sums[(12 * (f + 1)) + p] = sums[(12 * f) + p] + row[p] + (0.5 * row[12 + p]);
            }
        }

        var half = Math.Max(ModeSeconds, step) / 2;
        var mean = new double[12];
        for (var i = 0; i < points; i++)
        {
            var t = (i + 0.5) * step;
            var from = Math.Clamp((int)((t - half) * FrameFormat.TonalFramesPerSecond), 0, chroma.Count - 1);
            var to = Math.Clamp((int)((t + half) * FrameFormat.TonalFramesPerSecond), from + 1, chroma.Count);
            for (var p = 0; p < 12; p++)
            {
                mean[p] = sums[(12 * to) + p] - sums[(12 * from) + p];
            }

            leans[i] = mean.Sum() < 1e-6 ? 0 : Best(mean, KeyProfiles.AlbrechtShanahan.Major) - Best(mean, KeyProfiles.AlbrechtShanahan.Minor);
        }

        return leans;
    }

    private static double Best(double[] chroma, double[] profile)
    {
        double best = -1, average = chroma.Average(), usual = profile.Average();
        for (var tonic = 0; tonic < 12; tonic++)
        {
            double dot = 0, a = 1e-12, b = 1e-12;
            for (var p = 0; p < 12; p++)
            {
                double x = chroma[(p + tonic) % 12] - average, y = profile[p] - usual;
                dot += x * y;
                a += x * x;
                b += y * y;
            }

            best = Math.Max(best, dot / Math.Sqrt(a * b));
        }

        return best;
    }

    private static double Logit(double x) => Math.Log(Math.Clamp(x, 0.02, 0.98) / (1 - Math.Clamp(x, 0.02, 0.98)));

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    private static byte Byte(double x) => (byte)Math.Round(255 * Math.Clamp(x, 0, 1));
}
