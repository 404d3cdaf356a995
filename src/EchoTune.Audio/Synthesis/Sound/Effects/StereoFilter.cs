namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>A filter of second order for two channels, Butterworth by default; see <see cref="StateVariable"/>.</summary>
/// <param name="hz">Corner frequency.</param>
/// <param name="high">High-pass rather than low-pass.</param>
/// <param name="damping">1 / Q.</param>
internal sealed class StereoFilter(double hz, bool high, float damping = 1.41421f)
{
    private readonly float _g = (float)Math.Tan(Math.PI * Math.Min(hz, 20_000) / DemoLibrary.SampleRate);
    private StateVariable _filter;

    /// <summary>Filters in place.</summary>
    public void Process(Span<float> left, Span<float> right) => _filter.Process(left, right, _g, damping, high);

    /// <summary>Forgets the past.</summary>
    public void Reset() => _filter.Reset();
}
