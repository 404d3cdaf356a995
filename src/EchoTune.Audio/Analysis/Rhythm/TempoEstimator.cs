using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Tempo from a tempogram. Each tempo of a logarithmic grid is scored by the autocorrelation at one to five of its beats, by
/// what sounds at halves or thirds of a beat, and by how bass drum and snare alternate. <see cref="TempoChoice"/> picks the
/// main tempo among the peaks over the whole track; a Viterbi path through the windows, with a broad log-normal prior about
/// 121 BPM (where people tap; Moelants 2002) and drawn to the main tempo, then follows changes.
/// </summary>
internal sealed class TempoEstimator
{
    /// <summary>Slowest tempo considered, BPM.</summary>
    public const double Slowest = 48;

    /// <summary>Grid steps an octave.</summary>
    public const int StepsAnOctave = 60;

    // Chosen on some fifty renderings of pop, piano, game and dance music; see the class remarks for what each does.
    private const double PriorCentre = 121;
    private const double PriorOctaves = 0.79;
    private const double PriorWeight = 0.39;
    private const double PartsWeight = 0.2;
    private const double PartsCap = 0.4;
    private const double ThirdsWeight = 0.9;
    private const double BackbeatWeight = 0.2;

    // Weight of the autocorrelation at one to four beats: bars of four are the rule.
    private static readonly double[] Multiples = [0, 1, 1.6, 0.5, 3];

    private const int GridSize = (int)(2.2 * StepsAnOctave);

    /// <summary>BPM of a place on the grid.</summary>
    public static double BpmOf(double index) => Slowest * Math.Pow(2, index / StepsAnOctave);

    /// <summary>Place on the grid of a tempo.</summary>
    public static double IndexOf(double bpm) => StepsAnOctave * Math.Log2(bpm / Slowest);

    /// <summary>Frames a beat.</summary>
    public static double PeriodOf(double bpm) => 60 * FrameFormat.FramesPerSecond / bpm;

    /// <summary>Grid index of the chosen tempo in each window.</summary>
    public required double[] Path { get; init; }

    /// <summary>The main tempo, BPM; 0 without pulse.</summary>
    public required double Bpm { get; init; }

    /// <summary>Height of the autocorrelation at the beat and its multiples, 0–1.</summary>
    public required double Clarity { get; init; }

    /// <summary>Mean autocorrelation of the track by lag.</summary>
    public required float[] MeanRow { get; init; }

    /// <summary>How well a tempo explains the whole track; see <see cref="TempoChoice.Score"/>.</summary>
    public required Func<double, double> Score { get; init; }

    /// <summary>How clearly snare and bass drum take turns at a period, frames, over the whole track; see <see cref="Backbeat"/>.</summary>
    public required Func<double, double> BackbeatAt { get; init; }

    /// <summary>Finds the tempo and follows it.</summary>
    /// <param name="tempogram">The local autocorrelations.</param>
    /// <param name="onsetRate">Onsets a second.</param>
    public static TempoEstimator Of(Tempogram tempogram, double onsetRate)
    {
        var windows = tempogram.Rows.Length;
        var scores = new double[windows][];
        for (var w = 0; w < windows; w++)
        {
            scores[w] = CombScores(tempogram.Rows[w], tempogram.Alternation[w]);
        }

        var whole = Choose(tempogram, 0, windows, onsetRate);
        var (mean, alternation) = (whole.Mean, whole.Alternation);
        var mains = Enumerable.Repeat(whole.Index, windows).ToArray();
        if (windows >= 16)
        {
            // Where the halves disagree by more than how to count, the tempo changes: each part is then followed by its own.
            var (first, second) = (Choose(tempogram, 0, windows / 2, onsetRate), Choose(tempogram, windows / 2, windows, onsetRate));
            if (Math.Abs(first.Index - second.Index) > 0.06 * StepsAnOctave && !SamePulse(first.Index, second.Index))
            {
                mains = [.. Enumerable.Repeat(first.Index, windows / 2), .. Enumerable.Repeat(second.Index, windows - (windows / 2))];
                whole = first;
            }
        }

        var path = FollowPath(scores, mains);
        var bpm = BpmOf(Refine(whole.Fit, whole.Index));
        return new TempoEstimator
        {
            Path = path, MeanRow = whole.Mean, Bpm = whole.Fit[whole.Index] > 0.02 ? bpm : 0,
            Clarity = Math.Clamp(Comb(whole.Mean, PeriodOf(bpm)), 0, 1),
            Score = t => TempoChoice.Score(t, mean, alternation, tempogram.Tracks, onsetRate), BackbeatAt = p => Backbeat(alternation, p),
        };
    }

    // The main tempo of some windows: its place on the grid, the fit of all places, and the mean autocorrelation and alternation.
    private static (int Index, double[] Fit, float[] Mean, float[] Alternation) Choose(Tempogram tempogram, int from, int to, double onsetRate)
    {
        var mean = new float[Tempogram.Lags];
        var alternation = new float[Tempogram.Lags];
        var total = tempogram.Weights[from..to].Sum() + 1e-9;
        for (var w = from; w < to; w++)
        {
            var weight = (float)(tempogram.Weights[w] / total);
            TensorPrimitives.MultiplyAdd(tempogram.Rows[w], weight, mean, mean);
            TensorPrimitives.MultiplyAdd(tempogram.Alternation[w], weight, alternation, alternation);
        }

        var fit = Fit(mean, alternation);
        var best = (Index: Array.IndexOf(fit, fit.Max()), Score: double.MinValue);
        foreach (var i in TempoChoice.Peaks(fit))
        {
            var score = TempoChoice.Score(BpmOf(Refine(fit, i)), mean, alternation, tempogram.Tracks, onsetRate);
            best = score > best.Score ? (i, score) : best;
        }

        return (best.Index, fit, mean, alternation);
    }

    // Whether one tempo is two, three or one and a half times the other: the same pulse counted differently.
    private static bool SamePulse(int a, int b)
    {
        var distance = Math.Abs(a - b) / (double)StepsAnOctave;
        return Math.Abs(distance - 1) < 0.06 || Math.Abs(distance - 0.585) < 0.06 || Math.Abs(distance - 1.585) < 0.06 || Math.Abs(distance - 2) < 0.06;
    }

    // What bars of three, four or five explain, with the parts of a beat and its alternation.
    private static double[] Fit(float[] mean, float[] alternation)
    {
        var fit = new double[GridSize];
        for (var i = 0; i < GridSize; i++)
        {
            var period = PeriodOf(BpmOf(i));
            var comb = Math.Max(Comb(mean, period), Math.Max(TempoChoice.ThreeComb(mean, period), TempoChoice.FiveComb(mean, period)));
            fit[i] = WithParts(comb, mean, alternation, period);
        }

        return fit;
    }

    /// <summary>Log-normal weight of a tempo.</summary>
    private static double Prior(int index)
    {
        var octaves = Math.Log2(BpmOf(index) / PriorCentre) / PriorOctaves;
        return -PriorWeight * 0.5 * octaves * octaves;
    }

    private static double[] CombScores(float[] row, float[] alternation)
    {
        var scores = new double[GridSize];
        for (var i = 0; i < GridSize; i++)
        {
            var period = PeriodOf(BpmOf(i));
            scores[i] = WithParts(Comb(row, period), row, alternation, period);
        }

        return scores;
    }

    private static double WithParts(double comb, float[] row, float[] alternation, double period)
    {
        // A beat has parts: halves or thirds sound too. Parts as strong as the beat itself are beats.
        var parts = Math.Max(PeakNear(row, period / 2, 1), ThirdsWeight * PeakNear(row, period / 3, 1));
        return comb + (PartsWeight * Math.Min(parts, PartsCap * comb)) + (BackbeatWeight * Backbeat(alternation, period));
    }

    /// <summary>
    /// Snare against bass drum: in step at odd numbers of beats, out of step at even ones; −1…1. What alternates every third
    /// of a period is in step again at every whole one: that much is taken off, or fast music with the bass drum on the beat
    /// and the snare off it would be heard at two thirds of its tempo.
    /// </summary>
    internal static double Backbeat(float[] row, double period) => Alternation(row, period) - Math.Max(0, Alternation(row, period / 3));

    private static double Alternation(float[] row, double period)
    {
        var score = PeakNear(row, period, 1) - PeakNear(row, 2 * period, 1);
        return 3 * period + 2 < row.Length ? 0.5 * (score + PeakNear(row, 3 * period, 1) - row[0]) : 0.5 * (score + PeakNear(row, period, 1) - row[0]);
    }

    /// <summary>Mean autocorrelation at 1 to 4 periods (fewer where the lags end), even ones weighing more: bars are of two and four.</summary>
    internal static double Comb(float[] row, double period)
    {
        double sum = 0, weights = 0;
        for (var k = 1; k <= 4; k++)
        {
            var lag = k * period;
            if (lag + 2 >= row.Length)
            {
                break;
            }

            var w = Multiples[k];
            sum += w * PeakNear(row, lag, k);
            weights += w;
        }

        return sum / weights;
    }

    /// <summary>Interpolated value; for multiples of a beat with a small tolerance, for tempo that breathes.</summary>
    internal static double PeakNear(float[] row, double lag, int multiple)
    {
        var i = (int)lag;
        var f = lag - i;
        var at = (row[i] * (1 - f)) + (row[i + 1] * f);
        if (multiple == 1)
        {
            return at;
        }

        return Math.Max(at, 0.97 * Math.Max(row[Math.Max(0, i - 1)], row[i + 2 < row.Length ? i + 2 : i + 1]));
    }

    private static double Refine(double[] strength, int i)
    {
        if (i <= 0 || i >= strength.Length - 1)
        {
            return i;
        }

        double a = strength[i - 1], b = strength[i], c = strength[i + 1];
        var bend = a - (2 * b) + c;
        return bend < -1e-9 ? i + Math.Clamp(0.5 * (a - c) / bend, -0.5, 0.5) : i;
    }

    private static double[] FollowPath(double[][] scores, int[] mains)
    {
        // Near the main tempo the path moves freely; a leap must be earned by several windows, and leaps of an octave
        // are no change of tempo at all but of opinion, so they are dearer still.
        const double drift = 0.02, leap = 0.8;
        var n = scores.Length;
        var back = new int[n][];
        var value = new double[GridSize];
        var next = new double[GridSize];
        for (var w = 0; w < n; w++)
        {
            back[w] = new int[GridSize];
            var bestFrom = 0;
            for (var i = 1; i < GridSize; i++)
            {
                bestFrom = value[i] > value[bestFrom] ? i : bestFrom;
            }

            for (var i = 0; i < GridSize; i++)
            {
                var (from, v) = (i, value[i]);
                for (var d = 1; d <= 3; d++)
                {
                    if (i >= d && value[i - d] - (d * drift) > v)
                    {
                        (from, v) = (i - d, value[i - d] - (d * drift));
                    }

                    if (i + d < GridSize && value[i + d] - (d * drift) > v)
                    {
                        (from, v) = (i + d, value[i + d] - (d * drift));
                    }
                }

                if (value[bestFrom] - leap > v)
                {
                    (from, v) = (bestFrom, value[bestFrom] - leap);
                }

                back[w][i] = from;
                next[i] = v + scores[w][i] + Kinship(i, mains[w]) + Prior(i);
            }

            (value, next) = (next, value);
        }

        var path = new double[n];
        var state = 0;
        for (var i = 1; i < GridSize; i++)
        {
            state = value[i] > value[state] ? i : state;
        }

        for (var w = n - 1; w >= 0; w--)
        {
            path[w] = Refine(scores[w], state);
            state = back[w][state];
        }

        return path;
    }

    // Tempi that are simple ratios of the main one but not it are the same pulse counted differently.
    private static double Kinship(int index, int main)
    {
        var distance = Math.Abs(index - main) / (double)StepsAnOctave;
        if (distance < 0.06)
        {
            return 0.1;
        }

        ReadOnlySpan<double> ratios = [1, 2, 0.585, 1.585, 0.415, 0.322];
        foreach (var ratio in ratios)
        {
            if (Math.Abs(distance - ratio) < 0.06)
            {
                return -0.3;
            }
        }

        return 0;
    }
}
