using System.Numerics;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>One sounding note. Reused for later notes; rendering allocates nothing.</summary>
internal abstract class Voice(Patch patch)
{
    /// <summary>Samples between changes of control values.</summary>
    protected const int Chunk = 32;

    private const float Rate = DemoLibrary.SampleRate;
    private EnvelopeState _amp;
    private int _untilRelease;
    private float _level;
    private float _leftGain;
    private float _rightGain;
    private float _age;
    private float _vibratoPhase;

    /// <summary>Whether it still sounds.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Sample at which its note began.</summary>
    public int StartedAt { get; private set; }

    protected Patch Patch { get; } = patch;

    protected float Velocity { get; private set; }

    /// <summary>Seconds since the start.</summary>
    protected float Age => _age;

    /// <summary>Starts a note.</summary>
    public void Start(in Note note)
    {
        IsActive = true;
        StartedAt = note.Start;
        Velocity = note.Velocity;
        _untilRelease = Patch.Damped ? note.Length : int.MaxValue;
        _amp.Start(Patch.Amp, note.Length / Rate);
        _level = 0;
        _age = 0;
        _vibratoPhase = note.Pitch * 0.37f % 1;
        var pan = Math.Clamp(note.Pan, -1, 1);
        var gain = 0.35f + (0.65f * note.Velocity);
        _leftGain = MathF.Sqrt(0.5f * (1 - pan)) * 1.41421f * gain;
        _rightGain = MathF.Sqrt(0.5f * (1 + pan)) * 1.41421f * gain;
        OnStart(note);
    }

    /// <summary>Fades out within a few milliseconds, to make room for another note.</summary>
    public void Cut()
    {
        _untilRelease = 0;
        _amp.Cut();
    }

    /// <summary>A voice for the patch's engine.</summary>
    public static Voice Create(Patch patch) => patch.Engine switch
    {
        Engine.Table => new TableVoice(patch),
        Engine.Fm => new FmVoice(patch),
        Engine.Pluck => new PluckVoice(patch),
        Engine.Formant => new FormantVoice(patch),
        _ => throw new ArgumentOutOfRangeException(nameof(patch)),
    };

    /// <summary>Adds the next samples.</summary>
    public void Render(Span<float> left, Span<float> right)
    {
        Span<float> a = stackalloc float[Chunk];
        Span<float> b = stackalloc float[Chunk];
        for (var at = 0; at < left.Length && IsActive; at += Chunk)
        {
            var count = Math.Min(Chunk, left.Length - at);
            var seconds = count / Rate;
            if (_untilRelease <= 0)
            {
                _amp.Release();
                OnRelease();
            }

            _untilRelease -= count;
            var stereo = RenderChunk(a[..count], b[..count], Vibrato(seconds), seconds);
            var next = _amp.Advance(seconds);
            var step = (next - _level) / count;
            AddRamp(left.Slice(at, count), a, _level * _leftGain, step * _leftGain);
            AddRamp(right.Slice(at, count), stereo ? b : a, _level * _rightGain, step * _rightGain);
            _level = next;
            _age += seconds;
            IsActive = !_amp.IsDone && !IsExhausted;
        }
    }

    /// <summary>Whether the sound has died away by itself.</summary>
    protected virtual bool IsExhausted => false;

    protected abstract void OnStart(in Note note);

    protected virtual void OnRelease()
    {
    }

    /// <summary>Writes raw samples; returns whether the second span was written too (stereo).</summary>
    protected abstract bool RenderChunk(Span<float> a, Span<float> b, float pitchFactor, float seconds);

    /// <summary>Phase increment of a frequency, in units of 2⁻³² cycles.</summary>
    protected static uint Increment(double frequency) => (uint)(frequency / Rate * 4294967296.0);

    protected static double Frequency(double pitch) => 440 * Math.Pow(2, (pitch - 69) / 12);

    // Adds samples under a gain that has taken its first step at the first of them.
    private static void AddRamp(Span<float> target, ReadOnlySpan<float> samples, float gain, float step)
    {
        var i = 0;
        var gains = new Vector<float>(gain + step) + (Vector.CreateSequence(0f, 1f) * step);
        var ahead = new Vector<float>(step * Vector<float>.Count);
        for (; i + Vector<float>.Count <= target.Length; i += Vector<float>.Count, gains += ahead)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(samples[i..]) * gains)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += samples[i] * (gain + (step * (i + 1)));
        }
    }

    private float Vibrato(float seconds)
    {
        if (Patch.VibratoCents == 0)
        {
            return 1;
        }

        _vibratoPhase += Patch.VibratoHz * seconds;
        _vibratoPhase -= MathF.Floor(_vibratoPhase);
        var depth = Math.Min(1, _age / Patch.VibratoDelay);
        return 1 + (Patch.VibratoCents * 0.00057779f * depth * depth * Wavetable.Sine[(int)(_vibratoPhase * Wavetable.Size)]);
    }
}
