using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>All that was heard of a track's rhythm, a value a short frame unless said, before anything is decided.</summary>
internal sealed record RhythmInput
{
    private const int FewestFrames = (int)(2.5 * FrameFormat.FramesPerSecond);

    // How much each band says of the place of the beat: bass drums mark it.
    private static readonly float[] BeatWeights = [0.9f, 0.65f, 0.55f, 0.5f, 0.85f];

    /// <summary>Onset strength in five bands.</summary>
    public required float[][] Raw { get; init; }

    /// <summary>The bands with equal standing; see <see cref="OnsetEnvelope"/>.</summary>
    public required float[][] Bands { get; init; }

    /// <summary>Bands and change of harmony together.</summary>
    public required float[] Envelope { get; init; }

    /// <summary>Change of harmony.</summary>
    public required float[] Novelty { get; init; }

    /// <summary>A row a long frame.</summary>
    public required FrameStore Chroma { get; init; }

    /// <summary>Mean raw onset strength.</summary>
    public required double Flux { get; init; }

    /// <summary>Log-odds of the network that a row is a beat; two frames a row.</summary>
    public required float[] Beat { get; init; }

    /// <summary>Log-odds of the network that a row is a first beat.</summary>
    public required float[] Downbeat { get; init; }

    /// <summary>Gathers what was heard.</summary>
    /// <param name="rows">Raw onset strength in five bands, a row a frame.</param>
    /// <param name="beat">See <see cref="Beat"/>.</param>
    /// <param name="downbeat">See <see cref="Downbeat"/>.</param>
    /// <param name="chroma">A row a long frame.</param>
    /// <returns>Null where there is too little to hear a rhythm in: under 2.5 s, or silence.</returns>
    public static RhythmInput? Of(FrameStore rows, float[] beat, float[] downbeat, FrameStore chroma)
    {
        if (rows.Count < FewestFrames)
        {
            return null;
        }

        var raw = new float[OnsetBands.Count][];
        var bands = new float[OnsetBands.Count][];
        for (var b = 0; b < raw.Length; b++)
        {
            raw[b] = rows.Column(b);
            bands[b] = OnsetEnvelope.Normalise(raw[b]);
        }

        var flux = raw.Sum(band => band.Average());
        if (flux < 1e-4)
        {
            return null;
        }

        var envelope = OnsetEnvelope.Combine(bands, BeatWeights);
        var novelty = HarmonicNovelty.Of(chroma, envelope.Length);
        TensorPrimitives.Add(envelope, novelty, envelope);
        return new RhythmInput
        {
            Raw = raw, Bands = bands, Envelope = envelope, Novelty = novelty, Chroma = chroma, Flux = flux, Beat = beat, Downbeat = downbeat,
        };
    }

    /// <summary>Log-odds of the network that a beat is at a frame, between rows on a line.</summary>
    /// <param name="frame">The frame; may be fractional, and beyond the ends.</param>
    public float BeatAt(double frame)
    {
        var x = Math.Clamp((frame - (0.5 * (BeatRows.FramesARow - 1))) / BeatRows.FramesARow, 0, Beat.Length - 1);
        var i = Math.Min((int)x, Math.Max(0, Beat.Length - 2));
        return Beat.Length < 2 ? -5 : (float)(Beat[i] + ((Beat[i + 1] - Beat[i]) * (x - i)));
    }
}
