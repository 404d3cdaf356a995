namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>What the beats of a track might be, as a whole.</summary>
/// <param name="Beats">Frames, fractional, ascending.</param>
/// <param name="Steadiness">How steady the tempo of the path is that it comes from, 0–1.</param>
internal sealed record BeatHypothesis(double[] Beats, double Steadiness)
{
    /// <summary>Frames of a typical beat.</summary>
    public double Period { get; } = Median(Beats);

    /// <summary>How far two sequences of beats are the same, 0–1: the F-measure within 35 ms.</summary>
    public static double Agreement(double[] one, double[] other)
    {
        const double near = 3;
        var hits = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            var distance = other[j] - one[i];
            hits += Math.Abs(distance) <= near ? 1 : 0;
            i += distance >= -near ? 1 : 0;
            j += distance <= near ? 1 : 0;
        }

        return 2.0 * hits / Math.Max(1, one.Length + other.Length);
    }

    private static double Median(double[] beats)
    {
        double[] steps = [.. beats.Zip(beats.Skip(1), (a, b) => b - a)];
        Array.Sort(steps);
        return steps.Length == 0 ? 0 : steps[steps.Length / 2];
    }
}

/// <summary>
/// Gathers what the beats of a track might be: the path along the autocorrelation and the network's own, steady music's as
/// grids, and what counts either at another level or from another place in the beat.
/// </summary>
internal static class BeatHypotheses
{
    // Beats a minute of what another level may make of a path.
    private const double Slowest = 45;
    private const double Fastest = 235;

    // Hypotheses that agree so far are one.
    private const double Same = 0.95;

    // Spans of a beat, and where in the path's beat they may begin.
    private static readonly (double Span, double[] Shifts)[] Relatives =
    [
        (1, [0, 0.5, 1 / 3.0, 2 / 3.0, 0.25, 0.75]),
        (0.5, [0, 0.25, 1 / 6.0, 1 / 3.0]),
        (2, [0, 1, 0.5, 1.5]),
        (1.5, [0, 0.5, 1, 0.25, 0.75, 1.25]),
        (2 / 3.0, [0, 1 / 3.0, 1 / 6.0, 0.5]),
        (1 / 3.0, [0, 1 / 6.0]),
        (3, [0, 1, 2]),
        (0.75, [0, 0.25, 0.5]),
        (4 / 3.0, [0, 1 / 3.0, 2 / 3.0, 1]),
    ];

    /// <summary>All that differ; those of the first path first, as it came.</summary>
    /// <param name="paths">Paths, each with its steadiness; frames.</param>
    /// <param name="frames">Frames of the track.</param>
    public static List<BeatHypothesis> Of(IReadOnlyList<BeatHypothesis> paths, int frames)
    {
        var all = new List<BeatHypothesis>();
        foreach (var path in paths.Where(p => p.Beats.Length >= 8))
        {
            foreach (var (span, shifts) in Relatives)
            {
                if (span != 1 && TempoEstimator.PeriodOf(1) / (path.Period * span) is < Slowest or > Fastest)
                {
                    continue;
                }

                foreach (var shift in shifts)
                {
                    var beats = span == 1 && shift == 0 ? path.Beats : At(path.Beats, span, shift, frames);
                    var hypothesis = new BeatHypothesis(beats, path.Steadiness);
                    if (beats.Length >= 8 && !all.Any(a => Math.Abs(a.Period - hypothesis.Period) < 0.02 * a.Period && BeatHypothesis.Agreement(a.Beats, beats) > Same))
                    {
                        all.Add(hypothesis);
                    }
                }
            }
        }

        return all;
    }

    // Points every so many beats, between the beats on a line.
    private static double[] At(double[] beats, double span, double shift, int frames)
    {
        var points = new List<double>();
        for (var x = shift - (Math.Ceiling((shift + 1) / span) * span); x < beats.Length + 1; x += span)
        {
            var i = Math.Clamp((int)Math.Floor(x), 0, beats.Length - 2);
            var t = beats[i] + ((x - i) * (beats[i + 1] - beats[i]));
            if (t >= 0 && t < frames)
            {
                points.Add(t);
            }
        }

        return [.. points];
    }
}
