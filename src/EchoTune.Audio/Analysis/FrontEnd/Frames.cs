namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>A short spectral frame, valid during the call that hands it over. Frame n is centred on n × hop samples.</summary>
internal readonly ref struct SpectralFrame
{
    /// <summary>Count from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Squared magnitudes of a Hann-windowed block, <see cref="FrameFormat.Bins"/> of them.</summary>
    public required ReadOnlySpan<float> Power { get; init; }

    /// <summary>Energy in <see cref="FrameFormat.MelBands"/> mel bands.</summary>
    public required ReadOnlySpan<float> Mel { get; init; }

    /// <summary>ln(1 + c × mel / reference): loudness-like, the same for the same music at any gain.</summary>
    public required ReadOnlySpan<float> LogMel { get; init; }

    /// <summary>The level that the frame is measured against: a slowly forgetting maximum of mel energy. 0 in digital silence.</summary>
    public required float Reference { get; init; }
}

/// <summary>A long spectral frame for pitch, valid during the call that hands it over. Frame n is centred on n × tonal hop samples.</summary>
internal readonly ref struct TonalFrame
{
    /// <summary>Count from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Squared magnitudes of a Hann-windowed block, <see cref="FrameFormat.TonalBins"/> of them.</summary>
    public required ReadOnlySpan<float> Power { get; init; }
}
