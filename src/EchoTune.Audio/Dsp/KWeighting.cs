using System.Runtime.Intrinsics;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// The K-weighting of ITU-R BS.1770-4 for a stereo stream: a high shelf that stands for the head, then a high-pass. The
/// coefficients are derived for any rate from the analogue prototype that reproduces the standard's table at 48 kHz. Both
/// channels run side by side in one vector, in double precision.
/// </summary>
public sealed class KWeighting
{
    private readonly double _b0;
    private readonly double _b1;
    private readonly double _b2;
    private readonly double _a1;
    private readonly double _a2;
    private readonly double _c1;
    private readonly double _c2;
    private Vector128<double> _s1;
    private Vector128<double> _s2;
    private Vector128<double> _t1;
    private Vector128<double> _t2;

    /// <summary>Prepares the filter.</summary>
    /// <param name="sampleRate">Hz, at least 8,000.</param>
    public KWeighting(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        const double shelfHz = 1681.974450955533, shelfGainDb = 3.999843853973347, shelfQ = 0.7071752369554196;
        const double highPassHz = 38.13547087602444, highPassQ = 0.5003270373238773;

        var k = Math.Tan(Math.PI * shelfHz / sampleRate);
        var vh = Math.Pow(10, shelfGainDb / 20);
        var vb = Math.Pow(vh, 0.4996667741545416);
        var a0 = 1 + (k / shelfQ) + (k * k);
        _b0 = (vh + (vb * k / shelfQ) + (k * k)) / a0;
        _b1 = 2 * ((k * k) - vh) / a0;
        _b2 = (vh - (vb * k / shelfQ) + (k * k)) / a0;
        _a1 = 2 * ((k * k) - 1) / a0;
        _a2 = (1 - (k / shelfQ) + (k * k)) / a0;

        k = Math.Tan(Math.PI * highPassHz / sampleRate);
        a0 = 1 + (k / highPassQ) + (k * k);
        _c1 = 2 * ((k * k) - 1) / a0;
        _c2 = (1 - (k / highPassQ) + (k * k)) / a0;
    }

    /// <summary>Filters a block and sums the squares of both channels.</summary>
    /// <param name="left">Left samples.</param>
    /// <param name="right">Right samples, as many.</param>
    /// <returns>Sum over the block of left² + right² after the weighting.</returns>
    public double SumOfSquares(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector128<double> b0 = Vector128.Create(_b0), b1 = Vector128.Create(_b1), b2 = Vector128.Create(_b2);
        Vector128<double> a1 = Vector128.Create(_a1), a2 = Vector128.Create(_a2);
        Vector128<double> c1 = Vector128.Create(_c1), c2 = Vector128.Create(_c2), two = Vector128.Create(2.0);
        // The constant keeps the recursion out of subnormal numbers, which are slow; −300 dB.
        var tiny = Vector128.Create(1e-15);
        Vector128<double> s1 = _s1, s2 = _s2, t1 = _t1, t2 = _t2, sum = Vector128<double>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            // Transposed direct form II, twice.
            var x = Vector128.Create((double)left[i], right[i]) + tiny;
            var y = (b0 * x) + s1;
            s1 = (b1 * x) - (a1 * y) + s2;
            s2 = (b2 * x) - (a2 * y);
            var z = y + t1;
            t1 = t2 - (two * y) - (c1 * z);
            t2 = y - (c2 * z);
            sum += z * z;
        }

        (_s1, _s2, _t1, _t2) = (s1, s2, t1, t2);
        return sum[0] + sum[1];
    }
}
