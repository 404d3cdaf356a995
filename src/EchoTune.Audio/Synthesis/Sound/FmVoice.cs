namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Pairs of sines, the second bending the phase of the first with an index that fades (Chowning 1973).</summary>
internal sealed class FmVoice(Patch patch) : Voice(patch)
{
    private const int FractionBits = 32 - Wavetable.Bits;
    private const float FractionScale = 1f / (1 << FractionBits);
    private readonly uint[] _carrier = new uint[patch.Pairs.Length];
    private readonly uint[] _modulator = new uint[patch.Pairs.Length];
    private readonly float[] _index = new float[patch.Pairs.Length];
    private double _frequency;
    private float _brightness;

    protected override void OnStart(in Note note)
    {
        _frequency = Frequency(note.Pitch);
        // High notes are played with less index, as their sidebands would fold back.
        _brightness = Math.Clamp(1.25f - ((note.Pitch - 48) / 60f), 0.25f, 1.2f) * (0.4f + (0.8f * note.Velocity));
        for (var i = 0; i < _index.Length; i++)
        {
            _carrier[i] = 0;
            _modulator[i] = 0;
            _index[i] = Patch.Pairs[i].Index * _brightness;
        }
    }

    protected override bool RenderChunk(Span<float> a, Span<float> b, float pitchFactor, float seconds)
    {
        a.Clear();
        var sine = Wavetable.Sine;
        for (var p = 0; p < _index.Length; p++)
        {
            var (carrierRatio, modulatorRatio, _, decay, level) = Patch.Pairs[p];
            if (_frequency * modulatorRatio > 16_000)
            {
                modulatorRatio = 1;
            }

            var carrierStep = Increment(_frequency * carrierRatio * pitchFactor);
            var modulatorStep = Increment(_frequency * modulatorRatio * pitchFactor);
            var next = _index[p] / (1 + (seconds / (0.4f * decay)));
            // An index of 1 is one radian: 2³² / 2π.
            var depth = _index[p] * 683565275f;
            var depthStep = ((next - _index[p]) * 683565275f) / a.Length;
            var (carrier, modulator) = (_carrier[p], _modulator[p]);
            for (var i = 0; i < a.Length; i++)
            {
                var phase = carrier + (uint)(long)(depth * sine[(int)(modulator >> FractionBits)]);
                var index = (int)(phase >> FractionBits);
                var low = sine[index];
                a[i] += level * (low + ((phase & ((1u << FractionBits) - 1)) * FractionScale * (sine[index + 1] - low)));
                carrier += carrierStep;
                modulator += modulatorStep;
                depth += depthStep;
            }

            (_carrier[p], _modulator[p], _index[p]) = (carrier, modulator, next);
        }

        return false;
    }
}
