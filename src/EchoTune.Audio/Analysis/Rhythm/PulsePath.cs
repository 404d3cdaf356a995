namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Beats from the network's word alone, tempo and place together: a Viterbi path over the beats' rows and the steps between
/// them (a semi-Markov form of the bar pointer of Whiteley et al. 2006 and Krebs et al. 2015). It needs no tempo beforehand,
/// so that it is a second opinion beside the path along the autocorrelation.
/// </summary>
internal static class PulsePath
{
    // Rows of the shortest and the longest step: 215 to 45 beats a minute.
    private const int Shortest = 12;
    private const int Longest = 57;
    private const int Steps = Longest - Shortest + 1;
    private const int Kept = 64;

    // One row in some twenty is a beat: what the network says beyond that is evidence.
    private const float Rarity = 3;

    private const float Leap = 14;

    // What a step costs that is so many rows longer or shorter than the one before, times 24 rows over the step.
    private static readonly float[] Changes = [0, 0.25f, 1.6f, 4.5f];

    /// <summary>The path of most evidence.</summary>
    /// <param name="beat">Log-odds of a beat, a value a row; see <see cref="BeatRows"/>.</param>
    /// <returns>Frames of the beats, ascending, in the middle of their rows.</returns>
    public static double[] Find(float[] beat)
    {
        var n = beat.Length;
        if (n < 4 * Longest)
        {
            return [];
        }

        // Steps reach back no further than the longest: older scores are overwritten.
        var score = new float[Kept * Steps];
        var from = new byte[n * Steps];
        var best = new byte[n];
        for (var r = 0; r < n; r++)
        {
            var own = Math.Clamp(beat[r], -6, 3) + Rarity;
            var row = score.AsSpan(r % Kept * Steps, Steps);
            var (top, at) = (float.MinValue, 0);
            for (var s = 0; s < Steps; s++)
            {
                var before = r - (s + Shortest);
                var v = 0f;
                var step = s;
                if (before >= 0)
                {
                    var past = score.AsSpan(before % Kept * Steps, Steps);
                    var ease = 24f / (s + Shortest);
                    v = past[s];
                    for (var d = 1; d < Changes.Length; d++)
                    {
                        var cost = ease * Changes[d];
                        if (s >= d && past[s - d] - cost > v)
                        {
                            (v, step) = (past[s - d] - cost, s - d);
                        }

                        if (s + d < Steps && past[s + d] - cost > v)
                        {
                            (v, step) = (past[s + d] - cost, s + d);
                        }
                    }

                    if (past[best[before]] - Leap > v)
                    {
                        (v, step) = (past[best[before]] - Leap, best[before]);
                    }
                }

                row[s] = v + own;
                from[(r * Steps) + s] = (byte)step;
                if (row[s] > top)
                {
                    (top, at) = (row[s], s);
                }
            }

            best[r] = (byte)at;
        }

        var end = n - 1;
        for (var r = n - 1; r >= n - Longest; r--)
        {
            end = score[(r % Kept * Steps) + best[r]] > score[(end % Kept * Steps) + best[end]] ? r : end;
        }

        var beats = new List<double>();
        for (int r = end, s = best[end]; r >= 0;)
        {
            beats.Add((r * BeatRows.FramesARow) + (0.5 * (BeatRows.FramesARow - 1)));
            var step = from[(r * Steps) + s];
            r -= s + Shortest;
            s = step;
        }

        beats.Reverse();
        return [.. beats];
    }
}
