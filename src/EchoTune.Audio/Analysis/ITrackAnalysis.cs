namespace EchoTune.Audio.Analysis;

/// <summary>The analysis of one track under way. Feed blocks of any size in order, then complete once. Not thread-safe.</summary>
public interface ITrackAnalysis : IDisposable
{
    /// <summary>
    /// Whether the samples come from one channel, which both sides share at 3 dB less each: true peak is then told as that
    /// channel has it. May be set until the track is completed; loudness is the same either way.
    /// </summary>
    bool IsOfOneChannel { get; set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="interleaved">
    /// Samples at <see cref="AnalysisPipeline.SampleRate"/>, <see cref="AnalysisPipeline.Channels"/> channels interleaved, −1…1.
    /// A frame may be split between two blocks; samples that are not finite count as silence.
    /// </param>
    void Process(ReadOnlySpan<float> interleaved);

    /// <summary>
    /// What is known so far, for showing while the track still comes in. It does not change the final answer. Loudness is
    /// always of now; the rest is worked out anew once an eighth more (at least two seconds) was heard, so that however often it
    /// is asked, all interim answers of a track cost no more than nine last ones.
    /// </summary>
    /// <returns>The interim answer.</returns>
    InterimFeatures Snapshot();

    /// <summary>Ends the track and answers what was found. Every number in the answer is finite.</summary>
    /// <returns>The features; for silence, noise or a few samples with zero tempo, no key and low confidence.</returns>
    TrackFeatures Complete();
}
