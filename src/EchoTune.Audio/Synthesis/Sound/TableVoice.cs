namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Wavetable oscillators through a low-pass filter (<see cref="StateVariable"/>).</summary>
internal sealed class TableVoice : Voice
{
    private const int FractionBits = 32 - Wavetable.Bits;
    private const float FractionScale = 1f / (1 << FractionBits);
    private readonly float[][] _tables;
    private readonly uint[] _phases;
    private readonly double[] _increments;
    private readonly float[] _levels;
    private readonly bool _isNoise;
    private EnvelopeState _filter;
    private float _cutoff;
    private StateVariable _lowPass;
    private uint _noise = 0x9E3779B9;

    public TableVoice(Patch patch)
        : base(patch)
    {
        var count = patch.Waves.Length;
        _tables = new float[count][];
        _phases = new uint[count];
        _increments = new double[count];
        _levels = new float[count];
        for (var i = 0; i < count; i++)
        {
            _levels[i] = (i < patch.Levels.Length ? patch.Levels[i] : 1) / MathF.Sqrt(count);
        }

        _isNoise = patch.Waves[0] == Wave.Noise;
    }

    protected override void OnStart(in Note note)
    {
        var random = (uint)note.Start * 2654435761u;
        for (var i = 0; i < _tables.Length; i++)
        {
            var semitones = (i < Patch.Octaves.Length ? Patch.Octaves[i] : 0) + ((i < Patch.Detune.Length ? Patch.Detune[i] : 0) / 100);
            var frequency = Frequency(note.Pitch + semitones);
            _tables[i] = Wavetable.Of(_isNoise ? Wave.Sine : Patch.Waves[i]).LevelFor(frequency);
            _increments[i] = frequency / DemoLibrary.SampleRate * 4294967296.0;
            // Equal phases for a single oscillator keep attacks alike; detuned ones start apart.
            random = (random * 1664525) + 1013904223;
            _phases[i] = _tables.Length > 2 ? random : 0;
        }

        _filter.Start(Patch.FilterEnvelope, note.Length / (float)DemoLibrary.SampleRate);
        _cutoff = Patch.Cutoff * MathF.Pow(2, Patch.KeyTrack * (note.Pitch - 60) / 12) * (0.55f + (0.45f * note.Velocity));
        _lowPass.Reset();
    }

    protected override void OnRelease() => _filter.Release();

    protected override bool RenderChunk(Span<float> a, Span<float> b, float pitchFactor, float seconds)
    {
        a.Clear();
        var stereo = Patch.Stereo && _tables.Length > 1;
        if (stereo)
        {
            b.Clear();
        }

        if (_isNoise)
        {
            AddNoise(a, 1);
        }
        else
        {
            for (var i = 0; i < _tables.Length; i++)
            {
                // The middle one of an odd number sounds on both sides.
                if (stereo && i % 2 == 1)
                {
                    _phases[i] = Add(b, _tables[i], _phases[i], (uint)(_increments[i] * pitchFactor), _levels[i]);
                }
                else if (stereo && i == _tables.Length - 1)
                {
                    var phase = _phases[i];
                    _phases[i] = Add(a, _tables[i], phase, (uint)(_increments[i] * pitchFactor), _levels[i] * 0.7f);
                    Add(b, _tables[i], phase, (uint)(_increments[i] * pitchFactor), _levels[i] * 0.7f);
                }
                else
                {
                    _phases[i] = Add(a, _tables[i], _phases[i], (uint)(_increments[i] * pitchFactor), _levels[i]);
                }
            }
        }

        if (Patch.Breath > 0)
        {
            AddNoise(a, Patch.Breath * 0.5f);
        }

        if (_cutoff > 0)
        {
            var octaves = Patch.Sweep * _filter.Advance(seconds);
            var cutoff = Math.Min(_cutoff * MathF.Pow(2, octaves), 17_000f);
            var g = MathF.Tan(MathF.PI * cutoff / DemoLibrary.SampleRate);
            var k = 2 - (1.9f * Patch.Resonance);
            _lowPass.Process(a, stereo ? b : default, g, k, high: false);
        }

        return stereo;
    }

    private static uint Add(Span<float> target, float[] table, uint phase, uint increment, float level)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var index = (int)(phase >> FractionBits);
            var fraction = (phase & ((1u << FractionBits) - 1)) * FractionScale;
            var low = table[index];
            target[i] += level * (low + (fraction * (table[index + 1] - low)));
            phase += increment;
        }

        return phase;
    }

    private void AddNoise(Span<float> target, float level)
    {
        var state = _noise;
        for (var i = 0; i < target.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            target[i] += level * ((int)state * (1f / 2147483648f));
        }

        _noise = state;
    }
}
