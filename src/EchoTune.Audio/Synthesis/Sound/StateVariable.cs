using System.Runtime.Intrinsics;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>
/// The state-variable filter of second order in Simper's trapezoidal form ("Linear trapezoidal integrated SVF", 2013), as the
/// linear step that it is: both integrators of both channels advance at once, and a sample waits for three operations of the
/// one before it instead of five. The step adds to the state, so that a low corner does not drown in rounding.
/// </summary>
internal struct StateVariable
{
    // Keeps the recursion out of subnormal numbers, which are slow.
    private const float Tiny = 1e-18f;

    // Left band and low, right band and low.
    private Vector128<float> _state;

    /// <summary>Filters a channel in place, or two at once when <paramref name="right"/> is not empty.</summary>
    /// <param name="left">Samples.</param>
    /// <param name="right">As many, or none.</param>
    /// <param name="g">tan(π · corner / rate).</param>
    /// <param name="damping">1 / Q.</param>
    /// <param name="high">High-pass rather than low-pass.</param>
    public void Process(Span<float> left, Span<float> right, float g, float damping, bool high)
    {
        var a1 = 1 / (1 + (g * (g + damping)));
        var a2 = g * a1;
        var a3 = g * a2;
        var own = Pairs((2 * a1) - 2, -2 * a3);
        var other = Pairs(-2 * a2, 2 * a2);
        var input = Pairs(2 * a2, 2 * a3);
        // High-pass = input − damping · band − low.
        var (direct, band, low) = high ? (1f, -damping, -1f) : (0f, 0f, 1f);
        var through = Vector128.Create(direct + (band * a2) + (low * a3));
        var mix = Pairs((band * a1) + (low * a2), (low * (1 - a3)) - (band * a2));
        var state = _state;
        if (right.IsEmpty)
        {
            for (var i = 0; i < left.Length; i++)
            {
                var x = Vector128.Create(left[i] + Tiny);
                left[i] = Step(ref state, x, own, other, input, through, mix)[0];
            }
        }
        else
        {
            right = right[..left.Length];
            for (var i = 0; i < left.Length; i++)
            {
                var (a, b) = (left[i] + Tiny, right[i] + Tiny);
                var y = Step(ref state, Vector128.Create(a, a, b, b), own, other, input, through, mix);
                left[i] = y[0];
                right[i] = y[2];
            }
        }

        _state = state;
    }

    /// <summary>Forgets the past.</summary>
    public void Reset() => _state = default;

    private static Vector128<float> Pairs(float band, float low) => Vector128.Create(band, low, band, low);

    private static Vector128<float> Swap(Vector128<float> v) => Vector128.Shuffle(v, Vector128.Create(1, 0, 3, 2));

    private static Vector128<float> Step(
        ref Vector128<float> state, Vector128<float> x, Vector128<float> own, Vector128<float> other, Vector128<float> input, Vector128<float> through, Vector128<float> mix)
    {
        var mixed = mix * state;
        var y = (through * x) + mixed + Swap(mixed);
        state = Vector128.MultiplyAddEstimate(other, Swap(state), Vector128.MultiplyAddEstimate(own, state, state + (input * x)));
        return y;
    }
}
