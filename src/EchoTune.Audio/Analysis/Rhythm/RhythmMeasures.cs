namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>Measures of rhythm that the perceptual analysers and the embedding read.</summary>
internal sealed record RhythmMeasures
{
    /// <summary>Clear onsets a second.</summary>
    public double OnsetRate { get; init; }

    /// <summary>How regular the pulse is, 0–1.</summary>
    public double Clarity { get; init; }

    /// <summary>Mean onset strength on beats against all frames, about 0–5.</summary>
    public double BeatContrast { get; init; }

    /// <summary>1 − spread of beat intervals, 0–1.</summary>
    public double Stability { get; init; }

    /// <summary>Share of onset strength below 130 Hz, 0–1.</summary>
    public double LowShare { get; init; }

    /// <summary>Mean raw onset flux a frame: 0 for a drone, above 5 for dense percussion.</summary>
    public double Flux { get; init; }

    /// <summary>Onset strength in each band at each quarter of the beat, 5 × 4, sums to 1; empty without beats.</summary>
    public double[] Pattern { get; init; } = new double[OnsetBands.Count * 4];

    /// <summary>Autocorrelation at 1/4, 1/3, 1/2, 2/3, 3/4, 1, 3/2, 2, 3, 4 beats.</summary>
    public double[] Periodicity { get; init; } = new double[10];
}
