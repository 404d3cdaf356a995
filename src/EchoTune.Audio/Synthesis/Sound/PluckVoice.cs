namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>A plucked string: a delay line with a lossy low-pass loop (Karplus and Strong; Jaffe and Smith 1983).</summary>
internal sealed class PluckVoice(Patch patch) : Voice(patch)
{
    private readonly float[] _line = new float[2048];
    private int _length;
    private int _position;
    private float _damping;
    private float _loss;
    private float _allpass;
    private float _allpassIn;
    private float _allpassOut;
    private float _lowPass;
    private float _energy;

    protected override bool IsExhausted => _energy < 1e-5f && Age > 0.2f;

    protected override void OnStart(in Note note)
    {
        var frequency = Frequency(note.Pitch);
        _damping = 0.5f - (0.45f * Patch.Bright);
        var period = (DemoLibrary.SampleRate / frequency) - _damping;
        _length = Math.Clamp((int)(period - 0.3), 8, _line.Length - 1);
        var fraction = (float)(period - _length);
        _allpass = (1 - fraction) / (1 + fraction);
        var ring = Patch.RingSeconds * MathF.Pow(2, (60 - note.Pitch) / 24);
        _loss = MathF.Pow(10, -3 / (float)(frequency * ring));
        _allpassIn = _allpassOut = _lowPass = 0;
        _position = 0;
        _energy = 1;
        Excite(note);
    }

    protected override bool RenderChunk(Span<float> a, Span<float> b, float pitchFactor, float seconds)
    {
        var line = _line;
        var (position, length, damping, loss, coefficient) = (_position, _length, _damping, _loss, _allpass);
        var (inState, outState, low) = (_allpassIn, _allpassOut, _lowPass);
        float peak = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var sample = line[position];
            var filtered = sample + (damping * (low - sample));
            low = sample;
            var tuned = (coefficient * (filtered - outState)) + inState;
            inState = filtered;
            outState = tuned;
            line[position] = tuned * loss;
            a[i] = sample;
            peak = Math.Max(peak, Math.Abs(sample));
            if (++position >= length)
            {
                position = 0;
            }
        }

        (_position, _allpassIn, _allpassOut, _lowPass) = (position, inState, outState, low);
        _energy = Math.Max(peak, _energy * 0.95f);
        return false;
    }

    // A burst of noise, softened by how gently it is played, with the comb of the plucking point at a fifth of the string.
    private void Excite(in Note note)
    {
        var random = new SeededRandom((ulong)(note.Start * 31) + (ulong)(note.Pitch * 7));
        var softness = Math.Clamp(0.85f - (0.55f * Patch.Bright) - (0.25f * note.Velocity), 0.05f, 0.9f);
        float low = 0;
        float sum = 0;
        for (var i = 0; i < _length; i++)
        {
            low += (1 - softness) * (random.NextNoise() - low);
            _line[i] = low;
            sum += low;
        }

        var mean = sum / _length;
        var comb = Math.Max(1, _length / 5);
        float power = 0;
        for (var i = _length - 1; i >= 0; i--)
        {
            var shifted = i >= comb ? _line[i - comb] : _line[i - comb + _length];
            _line[i] = _line[i] - mean - (0.7f * (shifted - mean));
            power += _line[i] * _line[i];
        }

        var scale = 0.3f / MathF.Sqrt((power / _length) + 1e-9f);
        for (var i = 0; i < _length; i++)
        {
            _line[i] *= scale;
        }
    }
}
