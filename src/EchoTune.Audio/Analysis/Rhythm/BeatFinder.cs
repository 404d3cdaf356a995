namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Finds the beats: gathers what they might be, of the path along the autocorrelation and of the network, and lets a learned
/// choice decide. Steady music gets a grid.
/// </summary>
internal static class BeatFinder
{
    // What a row counts that the network is sure is a beat; a clear onset counts 1 to 5.
    private const float NetworkWeight = 2;

    // Seconds that there must be to choose from: a few bars have no signs to speak of.
    private const double Shortest = 20;

    /// <summary>The beats.</summary>
    /// <param name="input">What was heard.</param>
    /// <param name="tempo">The tempo and its path.</param>
    /// <param name="onsetRate">Onsets a second.</param>
    /// <returns>Frames, fractional, ascending; and how likely they are against all that was considered, 0–1.</returns>
    public static (double[] Beats, double Certainty) Find(RhythmInput input, TempoEstimator tempo, double onsetRate)
    {
        var (all, signs) = Consider(input, tempo, onsetRate);
        if (all.Count < 2 || input.Envelope.Length < Shortest * FrontEnd.FrameFormat.FramesPerSecond)
        {
            return (all[0].Beats, 0.5);
        }

        var (best, certainty) = BeatChoice.Choose(all, signs);
        return (best == 0 || all[best].Steadiness >= SteadyGrid.Steady ? all[best].Beats : Placed(Evidence(input), all[best].Beats), certainty);
    }

    /// <summary>What the beats might be, the path along the autocorrelation first, and the signs of each, a row each.</summary>
    /// <param name="input">What was heard.</param>
    /// <param name="tempo">The tempo and its path.</param>
    /// <param name="onsetRate">Onsets a second.</param>
    public static (List<BeatHypothesis> All, float[] Signs) Consider(RhythmInput input, TempoEstimator tempo, double onsetRate)
    {
        var evidence = Evidence(input);
        var path = Steady(evidence, BeatTracker.Track(evidence, Periods(tempo, evidence.Length)));
        path = path with { Beats = GridPhase.Settle(path.Beats, input) };
        var network = Steady(evidence, PulsePath.Find(input.Beat));
        if (path.Beats.Length < 8)
        {
            return ([path], []);
        }

        var all = BeatHypotheses.Of([path, network], evidence.Length);
        var listener = new BeatSigns(input, tempo, path.Beats, network.Beats, onsetRate);
        return (all, [.. all.SelectMany(listener.Of)]);
    }

    // Beats that were counted from others, or by rows of the network, each on the hill beside it.
    private static double[] Placed(float[] evidence, double[] beats)
    {
        const int reach = 2;
        return Array.ConvertAll(beats, beat =>
        {
            var centre = Math.Clamp((int)Math.Round(beat), 0, evidence.Length - 1);
            var top = centre;
            for (var t = Math.Max(0, centre - reach); t <= Math.Min(evidence.Length - 1, centre + reach); t++)
            {
                top = evidence[t] > evidence[top] ? t : top;
            }

            var placed = BeatTracker.Centre(evidence, top);
            return Math.Abs(placed - beat) <= reach ? placed : beat;
        });
    }

    // The path, or its grid where the music is steady.
    private static BeatHypothesis Steady(float[] evidence, double[] path)
    {
        if (path.Length < 8)
        {
            return new BeatHypothesis(path, 0);
        }

        var (grid, steadiness) = SteadyGrid.Near(evidence, path);
        return new BeatHypothesis(steadiness >= SteadyGrid.Steady ? grid : path, steadiness);
    }

    // How much speaks for a beat at each frame: onsets, change of harmony and the network.
    private static float[] Evidence(RhythmInput input)
    {
        var evidence = new float[input.Envelope.Length];
        for (var t = 0; t < evidence.Length; t++)
        {
            evidence[t] = input.Envelope[t] + (NetworkWeight * Neural.Loss.Sigmoid(input.BeatAt(t)));
        }

        return evidence;
    }

    private static float[] Periods(TempoEstimator tempo, int frames)
    {
        var periods = new float[frames];
        for (var t = 0; t < frames; t++)
        {
            var x = Math.Clamp((t - (Tempogram.Window / 2.0)) / Tempogram.Hop, 0, tempo.Path.Length - 1);
            var w = (int)x;
            var next = Math.Min(tempo.Path.Length - 1, w + 1);
            // Between windows of nearly the same tempo the period glides; across a leap it changes at the nearer window.
            var index = Math.Abs(tempo.Path[next] - tempo.Path[w]) < 4
                ? tempo.Path[w] + ((tempo.Path[next] - tempo.Path[w]) * (x - w))
                : tempo.Path[x - w < 0.5 ? w : next];
            periods[t] = (float)TempoEstimator.PeriodOf(TempoEstimator.BpmOf(index));
        }

        return periods;
    }
}
