using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Sound.Drums;

/// <summary>Plays the hits of a piece from sounds that are made once for it.</summary>
internal sealed class DrumTrack
{
    private const int Rate = DemoLibrary.SampleRate;
    private const int Voices = 24;
    private const double TargetLufs = -18;
    private const int Variants = 2;
    private static readonly int DrumCount = Enum.GetValues<Drum>().Length;
    private readonly PieceScore _score;
    private readonly Hit[] _hits;
    private readonly float[]?[] _sounds = new float[DrumCount * 2 * Variants][];
    private readonly Sounding[] _voices = new Sounding[Voices];
    private int _next;

    public DrumTrack(PieceScore score)
    {
        _score = score;
        var random = new SeededRandom(SeededRandom.Combine(score.Seed, 77));
        var tuning = DrumTuning.Of(score.Seed);
        _hits = new Hit[score.Drums.Count];
        for (var i = 0; i < _hits.Length; i++)
        {
            var hit = score.Drums[i];
            var velocity = Math.Clamp(hit.Velocity, 0, 1);
            var slot = (((int)hit.Drum * 2) + (velocity < 0.5f ? 1 : 0)) * Variants;
            slot += random.Next(Variants);
            _sounds[slot] ??= DrumSynth.Render(hit.Drum, score.Kit, velocity < 0.5f, SeededRandom.Combine(score.Seed, (ulong)slot), tuning);
            // Loudness grows with the square of the stroke; no two strokes are quite the same.
            var gain = (0.12f + (0.88f * velocity * velocity)) * (float)random.Between(0.95, 1.05);
            _hits[i] = new Hit(Math.Max(0, (int)Math.Round(hit.Start * Rate)), hit.Drum, slot, gain);
        }

        Array.Sort(_hits, (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Drum.CompareTo(b.Drum));
        Gain = Level();
    }

    /// <summary>Factor that brings the drums to their place in the mix.</summary>
    public float Gain { get; }

    /// <summary>Samples at which the kick sounds, in order.</summary>
    public int[] Kicks => [.. _hits.Where(h => h.Drum is Drum.Kick).Select(h => h.Start)];

    /// <summary>Adds a block to the dry bus and to the room, before gain.</summary>
    public void Render(int start, Span<float> left, Span<float> right, Span<float> room)
    {
        left.Clear();
        right.Clear();
        room.Clear();
        while (_next < _hits.Length && _hits[_next].Start < start + left.Length)
        {
            Begin(_hits[_next++]);
        }

        for (var v = 0; v < Voices; v++)
        {
            if (_voices[v].Sound is not null)
            {
                Mix(ref _voices[v], start, left, right, room);
            }
        }
    }

    private static (float Pan, float Room) Place(Drum drum) => drum switch
    {
        Drum.Kick => (0, 0.02f),
        Drum.Snare => (0.04f, 0.2f),
        Drum.Rim => (-0.12f, 0.2f),
        Drum.Clap => (-0.06f, 0.25f),
        Drum.ClosedHat or Drum.OpenHat or Drum.PedalHat => (0.3f, 0.05f),
        Drum.Ride or Drum.RideBell => (-0.35f, 0.1f),
        Drum.Crash => (-0.28f, 0.2f),
        Drum.HighTom => (0.35f, 0.2f),
        Drum.MidTom => (0, 0.2f),
        Drum.LowTom => (-0.35f, 0.2f),
        Drum.Shaker => (-0.42f, 0.1f),
        Drum.Tambourine => (0.42f, 0.15f),
        Drum.Cowbell => (0.25f, 0.12f),
        Drum.CongaHigh => (-0.3f, 0.18f),
        Drum.CongaLow => (-0.4f, 0.18f),
        Drum.Clave => (0.35f, 0.25f),
        Drum.Triangle => (0.45f, 0.3f),
        Drum.Snap => (0.15f, 0.3f),
        _ => (0, 0.15f),
    };

    private static bool IsHat(Drum drum) => drum is Drum.ClosedHat or Drum.OpenHat or Drum.PedalHat;

    private void Begin(in Hit hit)
    {
        var slot = 0;
        for (var v = 0; v < Voices; v++)
        {
            ref var voice = ref _voices[v];
            if (voice.Sound is not null && IsHat(hit.Drum) && IsHat(voice.Drum))
            {
                voice.ChokeAt = Math.Min(voice.ChokeAt, hit.Start);
            }

            if (voice.Sound is null || (_voices[slot].Sound is not null && voice.Start < _voices[slot].Start))
            {
                slot = v;
            }
        }

        var (pan, room) = Place(hit.Drum);
        _voices[slot] = new Sounding
        {
            Sound = _sounds[hit.Slot], Drum = hit.Drum, Start = hit.Start, ChokeAt = int.MaxValue, Fade = 1,
            Left = hit.Gain * MathF.Sqrt(1 - pan), Right = hit.Gain * MathF.Sqrt(1 + pan), Room = hit.Gain * room,
        };
    }

    private static void Mix(ref Sounding voice, int start, Span<float> left, Span<float> right, Span<float> room)
    {
        var sound = voice.Sound!;
        var from = Math.Max(0, voice.Start - start);
        var end = Math.Min(left.Length, voice.Start + sound.Length - start);
        var choke = voice.ChokeAt - start;
        var fade = voice.Fade;
        for (var i = from; i < end; i++)
        {
            if (i >= choke)
            {
                // 1 ms, so that a closing hat does not click.
                fade *= 0.978f;
            }

            var sample = fade * sound[start + i - voice.Start];
            left[i] += sample * voice.Left;
            right[i] += sample * voice.Right;
            room[i] += sample * voice.Room;
        }

        voice.Fade = fade;
        if (voice.Start + sound.Length <= start + left.Length || fade < 1e-4f)
        {
            voice.Sound = null;
        }
    }

    private float Level()
    {
        if (_hits.Length == 0)
        {
            return 0;
        }

        const int window = 4 * Rate;
        var (best, most, from, sum) = (0, -1f, 0, 0f);
        for (var to = 0; to < _hits.Length; to++)
        {
            sum += _hits[to].Gain;
            while (_hits[to].Start - _hits[from].Start > window)
            {
                sum -= _hits[from++].Gain;
            }

            if (sum > most)
            {
                (most, best) = (sum, from);
            }
        }

        var meter = new LoudnessMeter(Rate);
        Span<float> left = new float[ScoreRenderer.Block];
        Span<float> right = new float[ScoreRenderer.Block];
        Span<float> room = new float[ScoreRenderer.Block];
        _next = best;
        for (var at = _hits[best].Start; at < _hits[best].Start + window; at += ScoreRenderer.Block)
        {
            Render(at, left, right, room);
            meter.Process(left, right);
        }

        _next = 0;
        Array.Clear(_voices);
        // A kit that plays little (a shaker, a triangle) is not pulled up to the level of a full one.
        var gain = Math.Min(Math.Pow(10, (TargetLufs - meter.Integrated.Value) / 20), 1.1);
        return (float)(gain * Math.Pow(10, _score.DrumsGainDb / 20));
    }

    private readonly record struct Hit(int Start, Drum Drum, int Slot, float Gain);

    private struct Sounding
    {
        public float[]? Sound;
        public Drum Drum;
        public int Start;
        public int ChokeAt;
        public float Fade;
        public float Left;
        public float Right;
        public float Room;
    }
}
