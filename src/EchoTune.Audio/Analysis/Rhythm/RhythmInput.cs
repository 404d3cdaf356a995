using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>All that was heard of a track's rhythm, a value a short frame unless said, before anything is decided.</summary>
internal sealed record RhythmInput
{
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

    /// <summary>Log-odds of the network that a beat is at a frame, between rows on a line.</summary>
    /// <param name="frame">The frame; may be fractional, and beyond the ends.</param>
    public float BeatAt(double frame)
    {
        var x = Math.Clamp((frame - (0.5 * (BeatRows.FramesARow - 1))) / BeatRows.FramesARow, 0, Beat.Length - 1);
        var i = Math.Min((int)x, Math.Max(0, Beat.Length - 2));
        return Beat.Length < 2 ? -5 : (float)(Beat[i] + ((Beat[i + 1] - Beat[i]) * (x - i)));
    }
}
