using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// The grid of music that runs on a machine's clock: one period and one phase that the evidence of the whole track is pooled
/// for, so that breaks, fills and syncopation cannot make beats slip. Where the tempo changes at once, each part has its own.
/// Sums of the evidence, turned at the beat's frequency and its multiples, are taken of short blocks; their phases turn
/// evenly where the tempo is steady, and the rate at which they do refines the period.
/// </summary>
internal static class SteadyGrid
{
    /// <summary>Music counts as played by a machine, or by people as steady, from this steadiness on.</summary>
    public const double Steady = 0.82;

    // A second: short, so that frequencies some percent off are still in step within a block.
    private const int Block = 86;

    // Blocks that music may drift within: 8 s.
    private const int Stretch = 8;

    private const int Harmonics = 4;

    // How far the period may be off: what the grid may make of the path's, and what a stretch may have for itself.
    private const double Reach = 0.015;
    private const double LocalReach = 0.03;
    private const double LocalStep = 0.005;

    // Parts of a beat that the phase is looked for in.
    private const int Bins = 96;

    /// <summary>The grid nearest to a path.</summary>
    /// <param name="evidence">How much speaks for a beat, a value a frame.</param>
    /// <param name="path">Frames of the beats, ascending; at least five.</param>
    /// <returns>Frames of the grid's beats; and how steady the music is, 0–1: below <see cref="Steady"/> the grid means nothing.</returns>
    public static (double[] Beats, double Steadiness) Near(float[] evidence, double[] path)
    {
        const double rate = FrameFormat.FramesPerSecond;
        var borders = new List<int> { 0 };
        borders.AddRange(TempoCourse.Of(Array.ConvertAll(path, b => b / rate)).Changes.Select(c => (int)(c.AtSeconds * rate)));
        borders.Add(evidence.Length);
        var beats = new List<double>();
        var steadiness = 0.0;
        for (var s = 0; s + 1 < borders.Count; s++)
        {
            var part = evidence.AsSpan(borders[s], borders[s + 1] - borders[s]);
            double[] own = [.. path.Where(b => b >= borders[s] && b < borders[s + 1]).Select(b => b - borders[s])];
            if (own.Length < 5)
            {
                return (path, 0);
            }

            var (period, steady) = Fit(part, Pace(own));
            var phase = Climb(Fold(part, period), PhaseOf(own, period));
            steadiness += steady * part.Length / evidence.Length;
            for (var x = phase * period; x < part.Length; x += period)
            {
                if (beats.Count == 0 || borders[s] + x - beats[^1] > 0.5 * period)
                {
                    beats.Add(borders[s] + x);
                }
            }
        }

        return ([.. beats], steadiness);
    }

    /// <summary>Fits a period.</summary>
    /// <param name="evidence">How much speaks for a beat, a value a frame.</param>
    /// <param name="period">Frames a beat, within 1.5 %.</param>
    /// <returns>The period, and how steady it is: coherence over all of it against that within 8 s, each stretch as it fits best; 0 where it is short.</returns>
    public static (double Period, double Steadiness) Fit(ReadOnlySpan<float> evidence, double period)
    {
        var blocks = evidence.Length / Block;
        if (blocks < 2 * Stretch)
        {
            return (period, 0);
        }

        var sums = Sums(evidence, period, blocks);
        // An eighth of a turn of the highest multiple over the track.
        var step = 0.12 * period / (Harmonics * (double)evidence.Length);
        var (best, at) = (0.0, 0.0);
        for (var off = -Reach; off <= Reach; off += step)
        {
            var v = Coherence(sums, period, off, 0, blocks);
            (best, at) = v > best ? (v, off) : (best, at);
        }

        double a = Coherence(sums, period, at - step, 0, blocks), c = Coherence(sums, period, at + step, 0, blocks), bend = a - (2 * best) + c;
        at += bend < -1e-12 ? step * Math.Clamp(0.5 * (a - c) / bend, -1, 1) : 0;
        var apart = 1e-9;
        for (var k = 0; k < blocks; k += Stretch)
        {
            var most = 0.0;
            for (var off = -LocalReach; off <= LocalReach; off += LocalStep)
            {
                most = Math.Max(most, Coherence(sums, period, at + off, k, Math.Min(blocks, k + Stretch)));
            }

            apart += most;
        }

        return (period / (1 + at), Math.Min(1, best / apart));
    }

    // The evidence of each block turned at each multiple of the beat's frequency, real and imaginary parts in turn.
    private static double[][] Sums(ReadOnlySpan<float> evidence, double period, int blocks)
    {
        var sums = new double[Harmonics][];
        for (var h = 0; h < Harmonics; h++)
        {
            sums[h] = new double[2 * blocks];
            var turn = 2 * Math.PI * (h + 1) / period;
            var (stepRe, stepIm) = (Math.Cos(turn), -Math.Sin(turn));
            for (var k = 0; k < blocks; k++)
            {
                var start = k * Block;
                var (cos, sin) = (Math.Cos(turn * start), -Math.Sin(turn * start));
                double re = 0, im = 0;
                for (var t = start; t < start + Block; t++)
                {
                    re += evidence[t] * cos;
                    im += evidence[t] * sin;
                    (cos, sin) = ((cos * stepRe) - (sin * stepIm), (cos * stepIm) + (sin * stepRe));
                }

                (sums[h][2 * k], sums[h][(2 * k) + 1]) = (re, im);
            }
        }

        return sums;
    }

    // How much the blocks agree at a frequency so much off.
    private static double Coherence(double[][] sums, double period, double off, int from, int to)
    {
        var total = 0.0;
        for (var h = 0; h < sums.Length; h++)
        {
            var turn = 2 * Math.PI * (h + 1) * off / period * Block;
            var (cos, sin) = (1.0, 0.0);
            var (stepRe, stepIm) = (Math.Cos(turn), -Math.Sin(turn));
            double re = 0, im = 0;
            for (var k = 2 * from; k < 2 * to; k += 2)
            {
                re += (sums[h][k] * cos) - (sums[h][k + 1] * sin);
                im += (sums[h][k] * sin) + (sums[h][k + 1] * cos);
                (cos, sin) = ((cos * stepRe) - (sin * stepIm), (cos * stepIm) + (sin * stepRe));
            }

            total += Math.Sqrt((re * re) + (im * im));
        }

        return total;
    }

    // The evidence of all beats laid over each other, smoothed.
    private static double[] Fold(ReadOnlySpan<float> evidence, double period)
    {
        var (sum, count) = (new double[Bins], new double[Bins]);
        var (x, step) = (0.0, Bins / period);
        foreach (var e in evidence)
        {
            var i = (int)x;
            var f = x - i;
            var next = (i + 1) % Bins;
            sum[i] += (1 - f) * e;
            sum[next] += f * e;
            count[i] += 1 - f;
            count[next] += f;
            x += step;
            x -= x >= Bins ? Bins : 0;
        }

        var fold = new double[Bins];
        for (var i = 0; i < Bins; i++)
        {
            double Mean(int j) => sum[(j + Bins) % Bins] / Math.Max(1e-9, count[(j + Bins) % Bins]);
            fold[i] = (0.25 * Mean(i - 1)) + (0.5 * Mean(i)) + (0.25 * Mean(i + 1));
        }

        return fold;
    }

    // Where in the grid's beat most of the path's beats are, 0–1.
    private static double PhaseOf(double[] path, double period)
    {
        double cos = 0, sin = 0;
        foreach (var beat in path)
        {
            (cos, sin) = (cos + Math.Cos(2 * Math.PI * beat / period), sin + Math.Sin(2 * Math.PI * beat / period));
        }

        return ((Math.Atan2(sin, cos) / (2 * Math.PI)) + 1) % 1;
    }

    // The top of the hill beside a phase.
    private static double Climb(double[] fold, double phase)
    {
        const int reach = Bins / 10;
        double At(int i) => fold[(i + Bins) % Bins];
        var centre = (int)(phase * Bins);
        var top = centre;
        for (var i = centre - reach; i <= centre + reach; i++)
        {
            top = At(i) > At(top) ? i : top;
        }

        double a = At(top - 1), c = At(top + 1), bend = a - (2 * At(top)) + c;
        return ((top + (bend < -1e-9 ? Math.Clamp(0.5 * (a - c) / bend, -0.5, 0.5) : 0)) / Bins + 1) % 1;
    }

    // The typical step, from steps of four beats: finer than one.
    private static double Pace(double[] beats)
    {
        var steps = new double[beats.Length - 4];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = (beats[i + 4] - beats[i]) / 4;
        }

        Array.Sort(steps);
        return steps[steps.Length / 2];
    }
}
