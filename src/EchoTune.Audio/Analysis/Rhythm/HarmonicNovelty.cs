using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Change of harmony over time. Chords and bass notes change on beats rather than between them, which tells the beat from
/// the off-beat where drums do not.
/// </summary>
internal static class HarmonicNovelty
{
    // Long frames each side of the one judged: 186 ms.
    private const int Span = 2;
    private const double Weight = 1.1;
    private const double BassWeight = 0.4;

    /// <summary>Change of chroma about each short frame, standardised by its own strength; ≥ 0.</summary>
    /// <param name="chroma">A row a long frame.</param>
    /// <param name="frames">Short frames.</param>
    public static float[] Of(FrameStore chroma, int frames)
    {
        var result = new float[frames];
        var n = chroma.Count;
        if (n < 8 * Span)
        {
            return result;
        }

        var novelty = new double[n];
        var middle = Standardised(chroma, 0);
        var bass = Standardised(chroma, 12);
        for (var t = 0; t < n; t++)
        {
            novelty[t] = (Weight * middle[t]) + (BassWeight * bass[t]);
        }

        const double ratio = (double)FrameFormat.Hop / FrameFormat.TonalHop;
        for (var t = 0; t < frames; t++)
        {
            var x = Math.Min(t * ratio, n - 1.001);
            var i = (int)x;
            result[t] = (float)(novelty[i] + ((novelty[i + 1] - novelty[i]) * (x - i)));
        }

        return result;
    }

    private static double[] Standardised(FrameStore chroma, int offset)
    {
        var n = chroma.Count;
        var values = new double[n];
        var square = 1e-9;
        for (var t = Span; t < n - Span; t++)
        {
            var before = chroma[t - Span].Slice(offset, 12);
            var after = chroma[t + Span].Slice(offset, 12);
            var distance = 0.0;
            for (var c = 0; c < 12; c++)
            {
                distance += Math.Abs(after[c] - before[c]);
            }

            values[t] = distance;
            square += distance * distance;
        }

        var scale = 1 / Math.Sqrt(square / n);
        return Array.ConvertAll(values, v => Math.Min(3, v * scale));
    }
}
