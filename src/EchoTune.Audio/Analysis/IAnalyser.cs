using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// One analyser: hears the track once, block by block and frame by frame, and writes what it found into the draft. An
/// instance serves one track. Analysers complete in the order of the pipeline, so a later one may read what an earlier one
/// wrote. The per-block calls must not allocate. A change of what an analyser answers is a new version.
/// </summary>
internal interface IAnalyser
{
    /// <summary>Short name, lower case.</summary>
    string Name { get; }

    /// <summary>Grows with every change of the answers.</summary>
    int Version { get; }

    /// <summary>Takes samples at the pipeline's rate; all finite.</summary>
    void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
    }

    /// <summary>Takes a short frame.</summary>
    void OnFrame(in SpectralFrame frame)
    {
    }

    /// <summary>Takes a long frame.</summary>
    void OnTonalFrame(in TonalFrame frame)
    {
    }

    /// <summary>Writes the findings after the last frame.</summary>
    void Complete(FeatureDraft draft);
}
