namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Chooses among the tempi that fit the autocorrelation of a track, which are mostly multiples of each other: a log-linear
/// model over what tells the tapped beat from its half, its double or its triplet. The weights were fitted to some hundred
/// renderings (pop, piano, game and dance music, twenty genres of our own); fitted without the genre, or without the
/// collection, that is then judged, they lose 3 to 8 of 100 pieces. What tells two thirds and four thirds of the beat from it
/// was set by hand; any weight from 3 to 10 gives the same tempi.
/// </summary>
internal static class TempoChoice
{
    private const double ReferenceBpm = 110;
    private const double TypicalOnsetRate = 4;
    private const int Candidates = 14;
    private const int HighBand = 4;
    private const int HarmonyBand = 5;

    /// <summary>Peaks of <paramref name="fit"/>, best first.</summary>
    public static int[] Peaks(double[] fit) =>
        [.. Enumerable.Range(1, fit.Length - 2).Where(i => fit[i] >= fit[i - 1] && fit[i] > fit[i + 1]).OrderByDescending(i => fit[i]).Take(Candidates)];

    /// <summary>How well a tempo explains a track; only differences between tempi of the same track mean anything.</summary>
    /// <param name="bpm">The tempo.</param>
    /// <param name="mean">Mean autocorrelation.</param>
    /// <param name="alternation">Mean cross-correlation of bass drum and snare.</param>
    /// <param name="tracks">Autocorrelation of each band and of the harmony; see <see cref="Tempogram.Tracks"/>.</param>
    /// <param name="onsetRate">Onsets a second.</param>
    public static double Score(double bpm, float[] mean, float[] alternation, float[][] tracks, double onsetRate)
    {
        var p = TempoEstimator.PeriodOf(bpm);
        var octaves = Math.Log2(bpm / ReferenceBpm);
        var comb = TempoEstimator.Comb(mean, p);
        var halves = At(mean, p / 2);
        return (8.1 * comb)
            + (3.1 * Math.Max(0, FiveComb(mean, p) - Math.Max(comb, ThreeComb(mean, p))))
            + (2.5 * TempoEstimator.PeakNear(mean, 3 * p, 3))
            // What sounds at halves of a beat is its off-beat, unless it is all but the same: then it is a beat.
            + (2.4 * halves) + (3.4 * At(tracks[OnsetBands.Snare], p / 2)) - (30 * Math.Max(0, halves - 0.75))
            // A beat is more like the next one than like what sounds a third or a fifth of a beat before or after that: else the
            // pulse is two thirds, four fifths, five fourths or four thirds of it.
            - (6 * (Above(mean, 2 * p / 3, p) + Above(mean, 4 * p / 3, p) + Above(mean, 4 * p / 5, p) + Above(mean, 5 * p / 4, p)))
            // A beat whose thirds or quarters sound like itself is too long.
            - (7.9 * At(mean, p / 3)) - (6.2 * At(mean, p / 4)) - (2.3 * At(tracks[HighBand], p))
            // Snare and bass drum alternate from beat to beat, not within one.
            + (10.6 * TempoEstimator.Backbeat(alternation, p)) - (4.7 * TempoEstimator.Backbeat(alternation, p / 2))
            // Harmony repeats with the bar.
            + (4.9 * TempoEstimator.PeakNear(tracks[HarmonyBand], 4 * p, 4))
            // Tapping is commonest about 130, and the busier the music the faster.
            + (1.9 * octaves) - (4.25 * octaves * octaves)
            + (1.2 * octaves * Math.Clamp(Math.Log2((onsetRate / TypicalOnsetRate) + 1e-9), -1.5, 1.5));
    }

    /// <summary>Autocorrelation that bars of three would have, −1…1.</summary>
    public static double ThreeComb(float[] row, double period) => BarComb(row, period, 3);

    /// <summary>Autocorrelation that bars of five would have, −1…1.</summary>
    public static double FiveComb(float[] row, double period) => BarComb(row, period, 5);

    private static double BarComb(float[] row, double period, int beats) => (beats * period) + 2 >= row.Length
        ? 0
        : (TempoEstimator.PeakNear(row, period, 1) + TempoEstimator.PeakNear(row, 2 * period, 2) + (3 * TempoEstimator.PeakNear(row, beats * period, beats))) / 5;

    private static double Above(float[] row, double lag, double other) => Math.Max(0, At(row, lag) - At(row, other));

    private static double At(float[] row, double lag) => TempoEstimator.PeakNear(row, lag, 1);
}
