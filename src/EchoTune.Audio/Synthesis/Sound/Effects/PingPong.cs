namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>Echoes in time with the music that change sides and grow duller.</summary>
internal sealed class PingPong
{
    private const float Feedback = 0.42f;
    private readonly float[] _left;
    private readonly float[] _right;
    private int _position;
    private float _lowLeft;
    private float _lowRight;

    /// <summary>Prepares the echo.</summary>
    /// <param name="seconds">Time between echoes.</param>
    public PingPong(double seconds)
    {
        var length = Math.Clamp((int)Math.Round(seconds * DemoLibrary.SampleRate), 64, 4 * DemoLibrary.SampleRate);
        _left = new float[length];
        _right = new float[length];
    }

    /// <summary>Replaces what is sent by its echoes.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        var (position, lowLeft, lowRight) = (_position, _lowLeft, _lowRight);
        for (var i = 0; i < left.Length; i++)
        {
            var l = _left[position];
            var r = _right[position];
            lowLeft += 0.35f * (l - lowLeft);
            lowRight += 0.35f * (r - lowRight);
            // The mono sum starts on the left; each echo feeds the other side.
            _left[position] = (0.7f * (left[i] + right[i])) + (Feedback * lowRight) + 1e-18f;
            _right[position] = (Feedback * lowLeft * 1.6f) + 1e-18f;
            left[i] = lowLeft;
            right[i] = lowRight * 1.1f;
            if (++position == _left.Length)
            {
                position = 0;
            }
        }

        (_position, _lowLeft, _lowRight) = (position, lowLeft, lowRight);
    }
}
