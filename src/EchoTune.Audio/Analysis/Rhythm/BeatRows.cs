using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// What the network of beats hears: a row for every two short frames (23.2 ms), the mean of the logarithmic mel spectrum and
/// the larger of the two frames' rises of each band against the loudest neighbour two frames before.
/// </summary>
internal sealed class BeatRows
{
    /// <summary>Numbers a row.</summary>
    public const int Width = 2 * FrameFormat.MelBands;

    /// <summary>Short frames a row.</summary>
    public const int FramesARow = 2;

    /// <summary>Rows a second, about 43.</summary>
    public const double RowsPerSecond = FrameFormat.FramesPerSecond / FramesARow;

    /// <summary>No number is larger: the spectrum is ln(1 + 3000 × a share of 1).</summary>
    public const float Largest = 8.01f;

    private const int Lag = 2;
    private readonly float[][] _past = [new float[FrameFormat.MelBands], new float[FrameFormat.MelBands], new float[FrameFormat.MelBands]];
    private readonly float[] _row = new float[Width];

    /// <summary>The last whole row, valid after <see cref="Add"/> answered true until it is called again.</summary>
    public ReadOnlySpan<float> Row => _row;

    /// <summary>Seconds of the middle of a row.</summary>
    /// <param name="row">Count from 0; may be fractional.</param>
    public static double SecondsOf(double row) => ((row * FramesARow) + (0.5 * (FramesARow - 1))) / FrameFormat.FramesPerSecond;

    /// <summary>The row, fractional, whose middle a time is.</summary>
    /// <param name="seconds">The time.</param>
    public static double RowOf(double seconds) => ((seconds * FrameFormat.FramesPerSecond) - (0.5 * (FramesARow - 1))) / FramesARow;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The next short frame.</param>
    /// <returns>Whether it completed a row.</returns>
    public bool Add(in SpectralFrame frame)
    {
        var now = frame.LogMel;
        var part = frame.Index % FramesARow;
        if (part == 0)
        {
            Array.Clear(_row);
        }

        var before = _past[(frame.Index + 1) % _past.Length];
        for (var m = 0; m < now.Length; m++)
        {
            _row[m] += now[m] / FramesARow;
            if (frame.Index >= Lag)
            {
                var max = Math.Max(before[m], Math.Max(before[Math.Max(0, m - 1)], before[Math.Min(now.Length - 1, m + 1)]));
                ref var rise = ref _row[FrameFormat.MelBands + m];
                rise = Math.Max(rise, now[m] - max);
            }
        }

        now.CopyTo(_past[frame.Index % _past.Length]);
        return part == FramesARow - 1;
    }
}
