using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// Finds the partials of a long frame: local maxima of the spectrum that stand out of their neighbourhood, with frequency
/// and height interpolated by a parabola through the logarithm. Reused from frame to frame; does not allocate.
/// </summary>
internal sealed class PitchPeaks
{
    public const double LowestHz = 40;
    public const double HighestHz = 3520;
    private const int Most = 128;
    private static readonly int First = (int)Math.Ceiling(LowestHz * FrameFormat.TonalWindow / FrameFormat.Rate);
    private static readonly int Last = (int)Math.Floor(HighestHz * FrameFormat.TonalWindow / FrameFormat.Rate);

    private readonly float[] _pitches = new float[Most];
    private readonly float[] _weights = new float[Most];
    private readonly float[] _prominences = new float[Most];
    private readonly double[] _prefix = new double[Last + 64];
    private int _count;

    /// <summary>MIDI pitch of each partial, fractional; 69 = 440 Hz.</summary>
    public ReadOnlySpan<float> Pitches => _pitches.AsSpan(0, _count);

    /// <summary>Salience of each partial: its magnitude against its surroundings, compressed; no unit.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

    /// <summary>Magnitude of each partial as a multiple of the mean of its neighbourhood, 1.8 and more.</summary>
    public ReadOnlySpan<float> Prominences => _prominences.AsSpan(0, _count);

    /// <summary>Share of the energy between the limits that lies in partials, 0–1.</summary>
    public float TonalShare { get; private set; }

    /// <summary>Power of the strongest bin between the limits.</summary>
    public float Strongest { get; private set; }

    public void Find(ReadOnlySpan<float> power)
    {
        _count = 0;
        TonalShare = 0;
        // Prefix sums of magnitude give the mean of any neighbourhood at once.
        _prefix[0] = 0;
        var strongest = 0f;
        var total = 0.0;
        for (var k = 0; k < _prefix.Length - 1; k++)
        {
            _prefix[k + 1] = _prefix[k] + MathF.Sqrt(power[k]);
        }

        for (var k = First; k <= Last; k++)
        {
            strongest = Math.Max(strongest, power[k]);
            total += power[k];
        }

        Strongest = strongest;
        // 1e-6 is far below one step of 16-bit samples after the window's gain.
        if (strongest < 1e-6f)
        {
            return;
        }

        var floor = strongest * 1e-5f;
        var tonal = 0.0;
        for (var k = First; k <= Last && _count < Most; k++)
        {
            var p = power[k];
            if (p <= floor || p < power[k - 1] || p <= power[k + 1])
            {
                continue;
            }

            // Neighbourhood: about a third of an octave each side, at least 8 bins.
            var reach = Math.Max(8, k / 8);
            int from = Math.Max(1, k - reach), to = Math.Min(_prefix.Length - 1, k + reach + 1);
            var mean = (_prefix[to] - _prefix[from]) / (to - from);
            var magnitude = MathF.Sqrt(p);
            if (magnitude < 1.8 * mean)
            {
                continue;
            }

            float a = MathF.Log(power[k - 1] + floor), b = MathF.Log(p + floor), c = MathF.Log(power[k + 1] + floor);
            var bend = a - (2 * b) + c;
            var shift = bend < -1e-6f ? Math.Clamp(0.5f * (a - c) / bend, -0.5f, 0.5f) : 0;
            var hz = (k + shift) * ((float)FrameFormat.Rate / FrameFormat.TonalWindow);
            _pitches[_count] = 69 + (12 * MathF.Log2(hz / 440));
            _weights[_count] = MathF.Sqrt(magnitude);
            _prominences[_count] = (float)(magnitude / Math.Max(mean, 1e-12));
            _count++;
            tonal += power[k - 1] + p + power[k + 1];
        }

        TonalShare = (float)Math.Min(1, tonal / total);
    }
}
