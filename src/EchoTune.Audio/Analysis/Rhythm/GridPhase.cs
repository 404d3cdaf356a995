namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>Where in the beat the grid lies as a whole.</summary>
internal static class GridPhase
{
    // How much the network's log-odds count beside the other signs of the off-beat; more helps game music and harms the piano.
    private const double NetworkWeight = 0.3;

    private const double Margin = 0.15;

    /// <summary>
    /// Moves the whole grid by half a beat where it lies on the off-beat (a loud hi-hat, clap or chord off the beat draws it
    /// there). Five signs tell: what sounds on the beat is stronger, harmony changes on it, short notes lead up to it (at its
    /// last quarter) rather than trail after it, where bass drum and snare take turns within a beat the bass drum has it, and
    /// the network thinks so.
    /// </summary>
    /// <param name="beats">Frames of the beats.</param>
    /// <param name="input">What was heard.</param>
    /// <returns>The beats, or points between them.</returns>
    public static double[] Settle(double[] beats, RhythmInput input)
    {
        if (beats.Length < 16)
        {
            return beats;
        }

        var between = Between(beats, 0.5);
        var evidence = OffbeatEvidence(beats, input.Bands, input.Novelty) + (NetworkWeight * (Network(input, beats) - Network(input, between)));
        return evidence < -Margin ? between : beats;
    }

    /// <summary>How much speaks for the beats against the points half-way between them, the network aside; below 0 the grid lies on the off-beat.</summary>
    /// <param name="beats">Frames of the beats.</param>
    /// <param name="bands">Onset strength in five bands.</param>
    /// <param name="novelty">Change of harmony, a value a frame.</param>
    public static double OffbeatEvidence(double[] beats, float[][] bands, float[] novelty)
    {
        // Fitted, but for the last, to 105 pieces, each judged by weights fitted without its genre: all but 3 are right.
        const double strength = 4.5, harmony = 1.7, pickup = 5.6, turns = 15;
        var between = Between(beats, 0.5);
        double[] after = Between(beats, 0.25), before = Between(beats, 0.75);
        var on = Array.ConvertAll(bands, band => Contrast(band, beats, between));
        return (strength * on.Average()) + (harmony * Contrast(novelty, beats, between))
            + (pickup * bands.Average(band => Contrast(band, before, after)))
            + (turns * Math.Sign(on[OnsetBands.BassDrum]) * Math.Max(0, -on[OnsetBands.BassDrum] * on[OnsetBands.Snare]));
    }

    private static double Network(RhythmInput input, double[] points) => points.Average(p => Math.Clamp(input.BeatAt(p), -5, 3));

    private static double[] Between(double[] beats, double share) => [.. beats.Zip(beats.Skip(1), (a, b) => a + (share * (b - a)))];

    // Difference over sum of an envelope on two sets of points, −1…1.
    private static double Contrast(float[] envelope, double[] points, double[] others)
    {
        double a = points.Average(p => PeakNear(envelope, p)), b = others.Average(p => PeakNear(envelope, p));
        return (a - b) / (a + b + 0.05);
    }

    private static double PeakNear(float[] envelope, double frame)
    {
        var max = 0f;
        for (var t = Math.Max(0, (int)frame - 2); t <= Math.Min(envelope.Length - 1, (int)frame + 2); t++)
        {
            max = Math.Max(max, envelope[t]);
        }

        return max;
    }
}
