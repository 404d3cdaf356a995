using System.Numerics;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Plays notes and drum hits with the regions of a sound font into two channels.</summary>
internal static class SampledPlayer
{
    private const int Chunk = 64;
    private const int Rate = DemoLibrary.SampleRate;
    private const float Silence = 2e-4f;

    /// <summary>Adds a part.</summary>
    public static void Play(SoundFont font, int program, IReadOnlyList<ScoreNote> notes, float pan, Span<float> left, Span<float> right)
    {
        var regions = font.Preset(0, program);
        var samples = font.Samples;
        foreach (var note in notes)
        {
            Strike(regions, samples, note.Start, note.Length, note.Pitch, note.Velocity, pan, double.MaxValue, left, right);
        }
    }

    /// <summary>Adds drums; a hat is silenced by the next one.</summary>
    public static void PlayDrums(SoundFont font, int kit, IReadOnlyList<DrumHit> hits, Span<float> left, Span<float> right)
    {
        var regions = font.Preset(SoundFont.DrumBank, kit);
        var samples = font.Samples;
        var nextHat = double.MaxValue;
        for (var i = hits.Count - 1; i >= 0; i--)
        {
            var hit = hits[i];
            var isHat = hit.Drum is Drum.ClosedHat or Drum.OpenHat or Drum.PedalHat;
            Strike(regions, samples, hit.Start, 8, Key(hit.Drum), hit.Velocity, 0, isHat ? nextHat : double.MaxValue, left, right);
            nextHat = isHat ? hit.Start : nextHat;
        }
    }

    private static int Key(Drum drum) => drum switch
    {
        Drum.Kick => 36, Drum.Snare => 38, Drum.Rim => 37, Drum.Clap => 39, Drum.ClosedHat => 42, Drum.OpenHat => 46, Drum.PedalHat => 44, Drum.Ride => 51,
        Drum.RideBell => 53, Drum.Crash => 49, Drum.HighTom => 50, Drum.MidTom => 47, Drum.LowTom => 43, Drum.Shaker => 70, Drum.Tambourine => 54, Drum.Cowbell => 56,
        Drum.CongaHigh => 63, Drum.CongaLow => 64, Drum.Clave => 75, Drum.Brush => 40, Drum.Triangle => 81, Drum.Snap => 37,
        _ => throw new ArgumentOutOfRangeException(nameof(drum)),
    };

    private static void Strike(
        ReadOnlySpan<SampleRegion> regions, ReadOnlySpan<short> samples, double start, double length, int pitch, float velocity, float pan, double choke, Span<float> left, Span<float> right)
    {
        var key = (int)Math.Round(127 * Math.Clamp(velocity, 0.02f, 1));
        foreach (var region in regions)
        {
            if (region.Answers(pitch, key))
            {
                // Dynamics are gentler than the format's square of the velocity, as in a mix.
                var gain = region.Gain * (0.1f + (0.9f * velocity * velocity));
                Sound(region, samples, (int)Math.Round((start + Math.Min(region.Delay, 0.05)) * Rate), (int)(length * Rate), pitch, gain,
                    Math.Clamp(region.Pan + pan, -1, 1), choke < double.MaxValue ? (int)(choke * Rate) : int.MaxValue, left, right);
            }
        }
    }

    private static void Sound(
        SampleRegion region, ReadOnlySpan<short> samples, int start, int gate, int pitch, float gain, float pan, int choke, Span<float> left, Span<float> right)
    {
        var cents = ((pitch - region.RootKey) * region.ScaleCents) + region.TuneCents;
        var step = Math.Clamp(region.Rate / Rate * Math.Pow(2, cents / 1200), 1e-3, 64);
        var source = new Source(region, samples, step);
        var envelope = new SampleEnvelope(region);
        var filter = default(StateVariable);
        var corner = region.Cutoff > 0 ? (float)Math.Tan(Math.PI * Math.Min(region.Cutoff, 18_000) / Rate) : 0;
        // The format counts from −1 (16 bits); a quarter leaves room for chords.
        var scale = gain * 0.25f / 32768;
        float leftGain = scale * MathF.Sqrt(1 - pan), rightGain = scale * MathF.Sqrt(1 + pan);
        Span<float> sound = stackalloc float[Chunk];
        var end = start + gate;
        for (var at = start; at < left.Length; at += Chunk)
        {
            var count = Math.Min(Chunk, left.Length - at);
            var chunk = sound[..count];
            if (at >= choke)
            {
                envelope.Cut();
            }
            else if (at >= end)
            {
                envelope.Release();
                source.Release();
            }

            var from = envelope.Level;
            var to = envelope.Advance(count / (float)Rate);
            var isOver = !source.Read(chunk);
            if (corner > 0)
            {
                filter.Process(chunk, default, corner, region.Damping, high: false);
            }

            Add(left.Slice(at, count), chunk, from * leftGain, to * leftGain);
            Add(right.Slice(at, count), chunk, from * rightGain, to * rightGain);
            if (isOver || (envelope.IsFading && to < Silence))
            {
                return;
            }
        }
    }

    private static void Add(Span<float> target, ReadOnlySpan<float> sound, float from, float to)
    {
        var step = (to - from) / target.Length;
        var gains = new Vector<float>(from) + (Vector.CreateSequence(0f, 1f) * step);
        var ahead = new Vector<float>(step * Vector<float>.Count);
        var i = 0;
        for (; i + Vector<float>.Count <= target.Length; i += Vector<float>.Count, gains += ahead)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(sound[i..]) * gains)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += sound[i] * (from + (step * i));
        }
    }

    // Walks through a region at a step, straight between samples, round its loop.
    private ref struct Source(SampleRegion region, ReadOnlySpan<short> samples, double step)
    {
        private readonly ReadOnlySpan<short> _samples = samples;
        private double _position = region.Start;
        private bool _loops = region.Loops;

        public void Release() => _loops &= !region.EndsOnRelease;

        public bool Read(scoped Span<float> target)
        {
            var position = _position;
            double end = _loops ? region.LoopEnd : region.End - 1, length = region.LoopEnd - region.LoopStart;
            for (var i = 0; i < target.Length; i++)
            {
                if (position >= end)
                {
                    if (!_loops)
                    {
                        target[i..].Clear();
                        return false;
                    }

                    position -= length * Math.Ceiling((position - end + 1e-9) / length);
                }

                var index = (int)position;
                var fraction = (float)(position - index);
                float a = _samples[index], b = _samples[Math.Min(index + 1, _samples.Length - 1)];
                target[i] = a + (fraction * (b - a));
                position += step;
            }

            _position = position;
            return true;
        }
    }

    // Delay is the caller's; attack is straight, decay and release fall by as many dB a second.
    private struct SampleEnvelope(SampleRegion region)
    {
        private float _age;
        private bool _released;
        private float _release = region.Release;

        public float Level { get; private set; } = region.Attack > 0.002f ? 0 : 1;

        public readonly bool IsFading => _released || (region.Sustain < Silence && _age > region.Attack + region.Hold);

        public void Release() => _released = true;

        public void Cut()
        {
            _released = true;
            _release = 0.05f;
        }

        public float Advance(float seconds)
        {
            _age += seconds;
            if (_released)
            {
                // 100 dB in the stated time; nothing ends with a click.
                Level *= MathF.Exp(-11.5f * seconds / Math.Max(0.02f, _release));
            }
            else if (_age < region.Attack)
            {
                Level = _age / region.Attack;
            }
            else if (_age < region.Attack + region.Hold)
            {
                Level = 1;
            }
            else
            {
                Level = Math.Max(region.Sustain, Math.Min(1, Level) * MathF.Exp(-11.5f * seconds / Math.Max(0.002f, region.Decay)));
                Level = _age - seconds < region.Attack + region.Hold ? Math.Max(Level, region.Sustain) : Level;
            }

            return Level;
        }
    }
}
