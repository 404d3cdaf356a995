namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>Measures of sound colour; none depends on gain.</summary>
internal sealed record TimbreMeasures
{
    /// <summary>Cepstral coefficients kept, without the 0th.</summary>
    public const int Cepstra = 19;

    /// <summary>Mean of each cepstral coefficient.</summary>
    public double[] CepstrumMean { get; init; } = new double[Cepstra];

    /// <summary>Standard deviation of each.</summary>
    public double[] CepstrumDeviation { get; init; } = new double[Cepstra];

    /// <summary>Root mean square of the frame-to-frame change of each.</summary>
    public double[] CepstrumChange { get; init; } = new double[Cepstra];

    /// <summary>Spectral centroid on the mel scale, mean by loudness, 0–1.</summary>
    public double Centroid { get; init; }

    /// <summary>Standard deviation of the centroid.</summary>
    public double CentroidDeviation { get; init; }

    /// <summary>Spectral flatness, mean by loudness, 0 (one tone) – 1 (white).</summary>
    public double Flatness { get; init; }

    /// <summary>How much of the 35 dB by 40 bands picture is filled, mean by loudness, 0–1.</summary>
    public double Fullness { get; init; }

    /// <summary>Shares of energy below 250 Hz, to 2 kHz, above.</summary>
    public double[] Shares { get; init; } = new double[3];

    /// <summary>Spread of frame levels, dB; what lies 35 dB and more below the reference has one level.</summary>
    public double LevelDeviation { get; init; }

    /// <summary>Share of frames more than 10 dB below the reference's mean level.</summary>
    public double QuietShare { get; init; }

    /// <summary>Share of the voice band's level modulation that lies about 4 Hz, 0–1.</summary>
    public double SyllableModulation { get; init; }

    /// <summary>Energy of the side signal against mid and side, 0–1.</summary>
    public double Width { get; init; }

    /// <summary>
    /// Peaks over root mean square of both channels together, dB: the mean of the peaks of blocks of 23 ms, where the higher count
    /// more (8th power), since a single one is moved by any codec.
    /// </summary>
    public double Crest { get; init; }

    /// <summary>Centre of the mean spectrum up to 6.3 kHz on the mel scale, by loudness of the bands, 0–1.</summary>
    public double Balance { get; init; }

    /// <summary>How far the quietest moment of each second or so lies below its mean, in the middle of the bands, dB; 0 (noise) or less.</summary>
    public double Floor { get; init; }

    /// <summary>Level of what never dies away in most bands against the loudest sound, dB, 0 or less.</summary>
    public double Bed { get; init; } = -50;
}
