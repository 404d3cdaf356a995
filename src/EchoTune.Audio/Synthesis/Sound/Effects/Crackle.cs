namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>Dust and hiss of a worn record.</summary>
internal sealed class Crackle(double amount, ulong seed)
{
    private readonly SeededRandom _random = new(seed);
    private readonly float _hiss = (float)(0.0016 * amount);
    private readonly float _pop = (float)(0.05 * amount);
    private float _left;
    private float _right;
    private float _band;
    private uint _noise = (uint)seed | 1;
    private int _untilPop;

    /// <summary>Adds a block of it.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        var state = _noise;
        for (var i = 0; i < left.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            var hiss = _hiss * ((int)state * (1f / 2147483648f));
            _band += 0.3f * (hiss - _band);
            if (--_untilPop <= 0)
            {
                _untilPop = (int)(-Math.Log(1 - _random.NextDouble() + 1e-12) * DemoLibrary.SampleRate / (9 * amount)) + 1;
                var size = (float)Math.Pow(_random.NextDouble(), 4) * _pop;
                _left += size * _random.NextNoise();
                _right += size * _random.NextNoise();
            }

            _left *= 0.86f;
            _right *= 0.86f;
            left[i] += _left + _band + 1e-18f;
            right[i] += _right + (0.6f * _band) + (0.3f * hiss);
        }

        _noise = state;
    }
}
