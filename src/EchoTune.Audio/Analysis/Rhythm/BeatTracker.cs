using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Beats by dynamic programming (after Ellis 2007): the sequence of frames that gathers most onset strength while each step
/// stays near the local period. The local period comes from the tempo path.
/// </summary>
internal static class BeatTracker
{
    // Cost of a step of e times the period; 3 % off costs 0.2, about a tenth of a clear onset.
    private const double Tightness = 220;

    /// <summary>Tracks beats.</summary>
    /// <param name="envelope">Onset strength, a value a frame.</param>
    /// <param name="period">Frames a beat at each frame.</param>
    /// <returns>Frames of the beats, fractional, ascending.</returns>
    public static double[] Track(float[] envelope, float[] period)
    {
        var n = envelope.Length;
        var score = new double[n];
        var back = new int[n];
        for (var t = 0; t < n; t++)
        {
            var p = period[t];
            int from = Math.Max(0, t - (int)(1.6 * p)), to = t - (int)Math.Ceiling(0.6 * p);
            back[t] = -1;
            var best = 0.0;
            for (var s = from; s <= to; s++)
            {
                var ratio = Math.Log((t - s) / p);
                var v = score[s] - (Tightness * ratio * ratio);
                if (v > best)
                {
                    best = v;
                    back[t] = s;
                }
            }

            score[t] = best + envelope[t];
        }

        var end = n - 1;
        var last = (int)Math.Min(n, Math.Ceiling(1.2 * (n > 0 ? period[n - 1] : 0)));
        for (var t = n - 1; t >= n - last; t--)
        {
            end = score[t] > score[end] ? t : end;
        }

        var beats = new List<double>();
        for (var t = n > 0 ? end : -1; t >= 0; t = back[t])
        {
            beats.Add(Centre(envelope, t));
        }

        beats.Reverse();
        Extend(beats, period, n);
        return [.. beats];
    }

    /// <summary>Where a peak lies between frames, by the parabola through it; the frame itself where there is none.</summary>
    /// <param name="envelope">A value a frame.</param>
    /// <param name="t">The frame.</param>
    public static double Centre(float[] envelope, int t)
    {
        if (t <= 0 || t >= envelope.Length - 1)
        {
            return t;
        }

        float a = envelope[t - 1], b = envelope[t], c = envelope[t + 1];
        var bend = a - (2 * b) + c;
        return b >= a && b >= c && bend < -1e-6f ? t + Math.Clamp(0.5f * (a - c) / bend, -0.5f, 0.5f) : t;
    }

    // Fills the grid to both ends, so that an intro without drums keeps its beats.
    private static void Extend(List<double> beats, float[] period, int frames)
    {
        if (beats.Count == 0)
        {
            return;
        }

        while (beats[0] - period[(int)beats[0]] >= 0)
        {
            beats.Insert(0, beats[0] - period[(int)beats[0]]);
        }

        while (beats[^1] + period[Math.Min(frames - 1, (int)beats[^1])] < frames)
        {
            beats.Add(beats[^1] + period[(int)beats[^1]]);
        }
    }
}
