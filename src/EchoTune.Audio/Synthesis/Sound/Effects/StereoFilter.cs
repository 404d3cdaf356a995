namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>A state-variable filter of second order for two channels (Simper's trapezoidal form), Butterworth by default.</summary>
internal sealed class StereoFilter
{
    private readonly float _a1;
    private readonly float _a2;
    private readonly float _a3;
    private readonly float _k;
    private readonly bool _high;
    private float _l1;
    private float _l2;
    private float _r1;
    private float _r2;

    /// <summary>Prepares a filter.</summary>
    /// <param name="hz">Corner frequency.</param>
    /// <param name="high">High-pass rather than low-pass.</param>
    /// <param name="damping">1 / Q.</param>
    public StereoFilter(double hz, bool high, float damping = 1.41421f)
    {
        var g = (float)Math.Tan(Math.PI * Math.Min(hz, 20_000) / DemoLibrary.SampleRate);
        _k = damping;
        _a1 = 1 / (1 + (g * (g + _k)));
        _a2 = g * _a1;
        _a3 = g * _a2;
        _high = high;
    }

    /// <summary>Filters in place.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        right = right[..left.Length];
        var (a1, a2, a3, k) = (_a1, _a2, _a3, _k);
        var (l1, l2, r1, r2) = (_l1, _l2, _r1, _r2);
        // Keeps the recursion out of subnormal numbers, which are slow.
        const float tiny = 1e-18f;
        // High-pass = input − k · band − low; a factor of 0 leaves the low-pass.
        var (direct, band, low) = _high ? (1f, -k, -1f) : (0f, 0f, 1f);
        for (var i = 0; i < left.Length; i++)
        {
            var x = left[i] + tiny;
            var v3 = x - l2;
            var v1 = (a1 * l1) + (a2 * v3);
            var v2 = l2 + (a2 * l1) + (a3 * v3);
            l1 = v1 + v1 - l1;
            l2 = v2 + v2 - l2;
            left[i] = (direct * x) + (band * v1) + (low * v2);
            var y = right[i] + tiny;
            var w3 = y - r2;
            var w1 = (a1 * r1) + (a2 * w3);
            var w2 = r2 + (a2 * r1) + (a3 * w3);
            r1 = w1 + w1 - r1;
            r2 = w2 + w2 - r2;
            right[i] = (direct * y) + (band * w1) + (low * w2);
        }

        (_l1, _l2, _r1, _r2) = (l1, l2, r1, r2);
    }

    /// <summary>Forgets the past.</summary>
    public void Reset() => _l1 = _l2 = _r1 = _r2 = 0;
}
