namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>Two copies on slowly moving delays, one a side; also the wow and flutter of tape.</summary>
internal sealed class Chorus(float centreMs, float depthMs, float hz, float mix, float dry)
{
    private const int Size = 4096;
    private readonly float[] _left = new float[Size];
    private readonly float[] _right = new float[Size];
    private readonly float _centre = centreMs * DemoLibrary.SampleRate / 1000;
    private readonly float _depth = depthMs * DemoLibrary.SampleRate / 1000;
    private int _position;
    private float _phase;
    private float _leftDelay = centreMs * DemoLibrary.SampleRate / 1000;
    private float _rightDelay = centreMs * DemoLibrary.SampleRate / 1000;

    /// <summary>Opposite motion on the two sides (wide) or the same (tape).</summary>
    public bool Opposite { get; init; } = true;

    /// <summary>A faster, smaller second motion, share of the depth.</summary>
    public float Flutter { get; init; }

    /// <summary>Processes in place.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        const int chunk = 64;
        for (var at = 0; at < left.Length; at += chunk)
        {
            var count = Math.Min(chunk, left.Length - at);
            _phase += hz * count / DemoLibrary.SampleRate;
            _phase -= MathF.Floor(_phase);
            var swing = Wavetable.Sine[(int)(_phase * Wavetable.Size)];
            var flutter = Flutter * Wavetable.Sine[(int)(_phase * Wavetable.Size * 13) & (Wavetable.Size - 1)];
            var l = _centre + (_depth * (swing + flutter));
            var r = _centre + (_depth * ((Opposite ? -swing : swing) + flutter));
            Move(_left, left.Slice(at, count), _leftDelay, l);
            Move(_right, right.Slice(at, count), _rightDelay, r);
            (_leftDelay, _rightDelay) = (l, r);
            _position = (_position + count) & (Size - 1);
        }
    }

    private void Move(float[] line, Span<float> samples, float from, float to)
    {
        var step = (to - from) / samples.Length;
        var delay = from;
        var position = _position;
        for (var i = 0; i < samples.Length; i++)
        {
            line[position & (Size - 1)] = samples[i];
            delay += step;
            var place = position + Size - delay;
            var whole = (int)place;
            var fraction = place - whole;
            var a = line[whole & (Size - 1)];
            var b = line[(whole + 1) & (Size - 1)];
            samples[i] = (dry * samples[i]) + (mix * (a + (fraction * (b - a))));
            position++;
        }
    }
}
