using EchoTune.Audio.Dsp;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Synthesis.Mastering;

/// <summary>
/// Integrated loudness (BS.1770) of a piece under any gain envelope: the weighted energies of short steps are kept, and a
/// gain that moves slowly scales them by its square.
/// </summary>
internal sealed class SteppedLoudness
{
    private const int Step = Limiter.Step;
    // 70 steps of 63 samples are 100 ms.
    private const int StepsPerHop = DemoLibrary.SampleRate / 10 / Step;
    private readonly double[] _energies;

    public SteppedLoudness(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        _energies = new double[left.Length / Step];
        var weighting = new KWeighting(DemoLibrary.SampleRate);
        for (var i = 0; i < _energies.Length; i++)
        {
            _energies[i] = weighting.SumOfSquares(left.Slice(i * Step, Step), right.Slice(i * Step, Step));
        }
    }

    /// <summary>LUFS with a gain for each step boundary; null for none. Minus infinity for silence.</summary>
    public double Integrated(float[]? envelope)
    {
        var hops = new double[_energies.Length / StepsPerHop];
        for (var i = 0; i < hops.Length * StepsPerHop; i++)
        {
            var gain = envelope is null ? 1 : 0.5 * (envelope[i] + envelope[i + 1]);
            hops[i / StepsPerHop] += _energies[i] * gain * gain;
        }

        var blocks = new double[Math.Max(0, hops.Length - 3)];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (hops[i] + hops[i + 1] + hops[i + 2] + hops[i + 3]) / (4 * StepsPerHop * Step);
        }

        var absolute = Mean(blocks, Math.Pow(10, (-70 + 0.691) / 10));
        return absolute <= 0 ? double.NegativeInfinity : Lufs.FromMeanSquare(Mean(blocks, absolute / 10)).Value;
    }

    private static double Mean(double[] blocks, double gate)
    {
        double sum = 0;
        var count = 0;
        foreach (var block in blocks)
        {
            if (block > gate)
            {
                sum += block;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
