namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>Rates and sizes of the frames that all analysers share.</summary>
internal static class FrameFormat
{
    /// <summary>Hz of the mono stream that spectra are taken from.</summary>
    public const int Rate = AnalysisPipeline.SampleRate / 2;

    /// <summary>Samples of a short frame (46 ms): onsets, timbre.</summary>
    public const int Window = 1024;

    /// <summary>Samples between short frames (11.6 ms).</summary>
    public const int Hop = 256;

    /// <summary>Bins of a short frame, 21.5 Hz each.</summary>
    public const int Bins = (Window / 2) + 1;

    /// <summary>Short frames a second, about 86.13.</summary>
    public const double FramesPerSecond = (double)Rate / Hop;

    /// <summary>Samples of a long frame (372 ms): pitch.</summary>
    public const int TonalWindow = 8192;

    /// <summary>Samples between long frames (93 ms).</summary>
    public const int TonalHop = 2048;

    /// <summary>Bins of a long frame, 2.69 Hz each.</summary>
    public const int TonalBins = (TonalWindow / 2) + 1;

    /// <summary>Long frames a second, about 10.77.</summary>
    public const double TonalFramesPerSecond = (double)Rate / TonalHop;

    /// <summary>Bands of the mel filter bank.</summary>
    public const int MelBands = 40;
}
