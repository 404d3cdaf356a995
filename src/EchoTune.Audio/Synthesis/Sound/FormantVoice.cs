using System.Runtime.Intrinsics;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>A singing voice: a sawtooth through four resonances of the mouth that glide from vowel to vowel.</summary>
internal sealed class FormantVoice(Patch patch) : Voice(patch)
{
    private const int FractionBits = 32 - Wavetable.Bits;
    private static readonly Vector128<float>[] Vowels =
    [
        Vector128.Create(800f, 1150, 2900, 3900), Vector128.Create(450f, 800, 2830, 3800), Vector128.Create(400f, 1600, 2700, 3300),
        Vector128.Create(650f, 1080, 2650, 2900), Vector128.Create(325f, 700, 2700, 3800), Vector128.Create(350f, 2000, 2800, 3600),
    ];

    private static readonly Vector128<float> Widths = Vector128.Create(90f, 110, 150, 190);
    private static readonly Vector128<float> Gains = Vector128.Create(1f, 0.55f, 0.22f, 0.13f);

    private float[] _table = [];
    private uint _phase;
    private double _frequency;
    private uint _noise = 1;
    private Vector128<float> _from;
    private Vector128<float> _to;
    private Vector128<float> _s1;
    private Vector128<float> _s2;

    protected override void OnStart(in Note note)
    {
        _frequency = Frequency(note.Pitch);
        _table = Wavetable.Of(Wave.Saw).LevelFor(_frequency);
        _from = Vowels[(note.Colour + 2) % Vowels.Length];
        _to = Vowels[note.Colour % Vowels.Length];
        // A singer raises the first resonance to the note when it would fall below it.
        var lowest = Vector128.Create((float)_frequency * 1.02f, 0, 0, 0);
        _from = Vector128.Max(_from, lowest);
        _to = Vector128.Max(_to, lowest);
        _s1 = _s2 = Vector128<float>.Zero;
        _phase = 0;
        _noise = (uint)note.Start | 1;
    }

    protected override bool RenderChunk(Span<float> a, Span<float> b, float pitchFactor, float seconds)
    {
        var blend = Math.Min(1, 0.35f + (Age * 9));
        var centre = _from + ((_to - _from) * blend);
        var angle = centre * (MathF.PI / DemoLibrary.SampleRate);
        // tan x ≈ x + x³/3 + 2x⁵/15, good to 1 % below 5 kHz.
        var square = angle * angle;
        var g = angle * (Vector128<float>.One + (square * (Vector128.Create(1f / 3) + (square * (2f / 15)))));
        var k = Widths / centre;
        var a1 = Vector128<float>.One / (Vector128<float>.One + (g * (g + k)));
        var a2 = g * a1;
        var a3 = g * a2;
        var gain = Gains * k;
        var (s1, s2) = (_s1, _s2);
        var (phase, step, noise) = (_phase, Increment(_frequency * pitchFactor), _noise);
        for (var i = 0; i < a.Length; i++)
        {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            var index = (int)(phase >> FractionBits);
            var source = _table[index] + (Patch.Breath * ((int)noise * (1f / 2147483648f)));
            phase += step;
            var v3 = Vector128.Create(source) - s2;
            var v1 = (a1 * s1) + (a2 * v3);
            var v2 = s2 + (a2 * s1) + (a3 * v3);
            s1 = v1 + v1 - s1;
            s2 = v2 + v2 - s2;
            a[i] = Vector128.Dot(v1, gain) + (0.02f * source);
        }

        (_phase, _s1, _s2, _noise) = (phase, s1, s2, noise);
        return false;
    }
}
