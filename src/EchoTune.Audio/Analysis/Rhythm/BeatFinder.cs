namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Finds the beats: tracks them through what the onsets and the network of beats say, at the tempo that the autocorrelation
/// follows, and at last decides where in the beat the grid lies.
/// </summary>
internal static class BeatFinder
{
    // What a row counts that the network is sure is a beat; a clear onset counts 1 to 5.
    private const float NetworkWeight = 2;

    /// <summary>The beats.</summary>
    /// <param name="input">What was heard.</param>
    /// <param name="tempo">The tempo and its path.</param>
    /// <returns>Frames, fractional, ascending.</returns>
    public static double[] Find(RhythmInput input, TempoEstimator tempo)
    {
        var evidence = Evidence(input);
        var path = BeatTracker.Track(evidence, Periods(tempo, evidence.Length));
        if (path.Length >= 8 && SteadyGrid.Near(evidence, path) is (var grid, >= SteadyGrid.Steady))
        {
            path = grid;
        }

        return GridPhase.Settle(path, input);
    }

    /// <summary>How much speaks for a beat at each frame: onsets, change of harmony and the network.</summary>
    /// <param name="input">What was heard.</param>
    public static float[] Evidence(RhythmInput input)
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
