namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>Triangular mel filters (Slaney's scale, unit area) over the short frame's spectrum.</summary>
internal sealed class MelBank
{
    private readonly int[] _first = new int[FrameFormat.MelBands];
    private readonly float[][] _weights = new float[FrameFormat.MelBands][];

    public MelBank()
    {
        const double low = 27.5, high = 10_800;
        var bin = (double)FrameFormat.Rate / FrameFormat.Window;
        var edges = new double[FrameFormat.MelBands + 2];
        double from = ToMel(low), to = ToMel(high);
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = ToHz(from + ((to - from) * i / (edges.Length - 1)));
        }

        for (var b = 0; b < FrameFormat.MelBands; b++)
        {
            Centres[b] = edges[b + 1];
            int first = (int)Math.Ceiling(edges[b] / bin), last = (int)Math.Floor(edges[b + 2] / bin);
            first = Math.Max(1, first);
            last = Math.Max(first, last);
            var weights = new float[last - first + 1];
            var sum = 0.0;
            for (var k = first; k <= last; k++)
            {
                var hz = k * bin;
                var w = hz <= edges[b + 1]
                    ? (hz - edges[b]) / (edges[b + 1] - edges[b])
                    : (edges[b + 2] - hz) / (edges[b + 2] - edges[b + 1]);
                weights[k - first] = (float)Math.Max(w, 1e-3);
                sum += weights[k - first];
            }

            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] /= (float)sum;
            }

            _first[b] = first;
            _weights[b] = weights;
        }
    }

    /// <summary>Centre of each band, Hz.</summary>
    public double[] Centres { get; } = new double[FrameFormat.MelBands];

    /// <summary>Mean power in each band.</summary>
    public void Apply(ReadOnlySpan<float> power, Span<float> mel)
    {
        for (var b = 0; b < mel.Length; b++)
        {
            var weights = _weights[b];
            var bins = power.Slice(_first[b], weights.Length);
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * bins[i];
            }

            mel[b] = sum;
        }
    }

    /// <summary>Slaney's mel scale: linear to 1 kHz, logarithmic above.</summary>
    public static double ToMel(double hz) => hz < 1000 ? hz * 3 / 200 : 15 + (27 * Math.Log(hz / 1000) / Math.Log(6.4));

    private static double ToHz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp(Math.Log(6.4) * (mel - 15) / 27);
}
