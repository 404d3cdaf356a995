using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Onset strength in five bands, one row a short frame: rises of the logarithmic mel spectrum against the loudest neighbour
/// two frames before (Böck and Widmer 2013, SuperFlux, so that vibrato makes no onsets), summed. ≥ 0, not normalised.
/// </summary>
internal sealed class OnsetBands
{
    /// <summary>Below 130 Hz, to 350, to 1,200, to 4,000, above.</summary>
    public const int Count = 5;

    /// <summary>The band that bass drums mark.</summary>
    public const int BassDrum = 0;

    /// <summary>The band that snares and claps mark.</summary>
    public const int Snare = 3;

    private const int Lag = 2;
    private static readonly int[] BandOf = Assign();
    private readonly float[][] _past = [new float[FrameFormat.MelBands], new float[FrameFormat.MelBands], new float[FrameFormat.MelBands]];

    /// <summary>The rows so far.</summary>
    public FrameStore Rows { get; } = new(Count);

    public void Add(in SpectralFrame frame)
    {
        var row = Rows.Append();
        var now = frame.LogMel;
        if (frame.Index >= Lag)
        {
            var before = _past[(frame.Index - Lag) % _past.Length];
            for (var m = 0; m < now.Length; m++)
            {
                var max = before[m];
                if (m > 0)
                {
                    max = Math.Max(max, before[m - 1]);
                }

                if (m < now.Length - 1)
                {
                    max = Math.Max(max, before[m + 1]);
                }

                row[BandOf[m]] += Math.Max(0, now[m] - max);
            }
        }

        now.CopyTo(_past[frame.Index % _past.Length]);
    }

    private static int[] Assign()
    {
        double[] edges = [130, 350, 1200, 4000, double.MaxValue];
        return Array.ConvertAll(new MelBank().Centres, hz => Array.FindIndex(edges, edge => hz < edge));
    }
}
