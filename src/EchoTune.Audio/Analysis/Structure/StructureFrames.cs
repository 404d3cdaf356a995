using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// What is remembered of a track to hear its form: eleven rows a second, each the mean power of twenty bands and the onsets
/// of three registers. One kilobyte a second.
/// </summary>
internal sealed class StructureFrames
{
    /// <summary>Bands of the sound's colour: pairs of the mel bands.</summary>
    public const int Bands = FrameFormat.MelBands / 2;

    /// <summary>Registers of onsets: low, middle, high.</summary>
    public const int Registers = 3;

    /// <summary>Rows a second.</summary>
    public const double RowsPerSecond = FrameFormat.FramesPerSecond / FramesPerRow;

    private const int FramesPerRow = 8;
    private static readonly int[] Edges = [0, 6, 22, FrameFormat.MelBands];
    private readonly FrameStore _rows = new(Bands + Registers);
    private readonly float[] _sum = new float[Bands + Registers];
    private readonly float[] _before = new float[FrameFormat.MelBands];
    private int _frames;

    public int Count => _rows.Count;

    /// <summary>Mean power of the bands in a row.</summary>
    public ReadOnlySpan<float> Power(int row) => _rows[row][..Bands];

    /// <summary>Rising loudness of the registers in a row.</summary>
    public ReadOnlySpan<float> Onsets(int row) => _rows[row][Bands..];

    /// <summary>Appends a row that was heard before: powers, then onsets.</summary>
    public void AddRow(ReadOnlySpan<float> row) => row.CopyTo(_rows.Append());

    public void Add(in SpectralFrame frame)
    {
        var log = frame.LogMel;
        for (var b = 0; b < Bands; b++)
        {
            _sum[b] += frame.Mel[2 * b] + frame.Mel[(2 * b) + 1];
        }

        for (var r = 0; r < Registers; r++)
        {
            var rise = 0f;
            for (var b = Edges[r]; b < Edges[r + 1]; b++)
            {
                rise += Math.Max(0, log[b] - _before[b]);
            }

            _sum[Bands + r] += frame.Index == 0 ? 0 : rise / (Edges[r + 1] - Edges[r]);
        }

        log.CopyTo(_before);
        if (++_frames == FramesPerRow)
        {
            var row = _rows.Append();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = _sum[i] / FramesPerRow;
            }

            Array.Clear(_sum);
            _frames = 0;
        }
    }
}
