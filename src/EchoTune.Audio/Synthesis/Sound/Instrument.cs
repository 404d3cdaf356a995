using EchoTune.Audio.Synthesis.Sound.Effects;
namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>The voices of one patch and its insert effects. Rendering allocates nothing.</summary>
internal sealed class Instrument
{
    private const int Wanted = 14;
    private const int Most = 20;
    // Effects ring a little after the last voice.
    private const int TailBlocks = 8;
    private readonly Voice[] _voices = new Voice[Most];
    private readonly Patch _patch;
    private readonly Saturator? _driveLeft;
    private readonly Saturator? _driveRight;
    private readonly Chorus? _chorus;
    private readonly StereoFilter? _lowPass;
    private readonly StereoFilter? _highPass;
    private float _tremoloPhase;
    private float _tremolo;
    private int _quiet = TailBlocks;

    public Instrument(Patch patch)
    {
        _patch = patch;
        for (var i = 0; i < Most; i++)
        {
            _voices[i] = Voice.Create(patch);
        }

        if (patch.Drive > 0)
        {
            _driveLeft = new Saturator();
            _driveRight = new Saturator();
        }

        _chorus = patch.Chorus > 0 ? new Chorus(11, 2.2f * patch.Chorus, 0.63f, 0.6f * patch.Chorus, 1) : null;
        _lowPass = patch.LowPass > 0 ? new StereoFilter(patch.LowPass, high: false) : null;
        _highPass = patch.HighPass > 0 ? new StereoFilter(patch.HighPass, high: true) : null;
    }

    /// <summary>Begins a note and plays it to the end of a block.</summary>
    public void Play(in Note note, Span<float> left, Span<float> right)
    {
        _quiet = 0;
        var voice = Claim();
        voice.Start(note);
        voice.Render(left, right);
    }

    /// <summary>Plays what already sounds over a block; call before <see cref="Play"/>, on cleared spans.</summary>
    public void Continue(Span<float> left, Span<float> right)
    {
        foreach (var voice in _voices)
        {
            if (voice.IsActive)
            {
                _quiet = 0;
                voice.Render(left, right);
            }
        }
    }

    /// <summary>Sends a block through the inserts; false when it is silent.</summary>
    public bool Finish(Span<float> left, Span<float> right)
    {
        if (_quiet >= TailBlocks)
        {
            return false;
        }

        _quiet++;
        if (_driveLeft is not null)
        {
            _driveLeft.Process(left, 0.7f + _patch.Drive);
            _driveRight!.Process(right, 0.7f + _patch.Drive);
        }

        _highPass?.Process(left, right);
        _lowPass?.Process(left, right);
        _chorus?.Process(left, right);
        if (_patch.Tremolo > 0)
        {
            Swing(left, right);
        }

        return true;
    }

    private void Swing(Span<float> left, Span<float> right)
    {
        const int chunk = 64;
        for (var at = 0; at < left.Length; at += chunk)
        {
            var count = Math.Min(chunk, left.Length - at);
            _tremoloPhase += _patch.TremoloHz * count / DemoLibrary.SampleRate;
            _tremoloPhase -= MathF.Floor(_tremoloPhase);
            var next = 0.6f * _patch.Tremolo * Wavetable.Sine[(int)(_tremoloPhase * Wavetable.Size)];
            var step = (next - _tremolo) / count;
            var swing = _tremolo;
            for (var i = at; i < at + count; i++)
            {
                swing += step;
                left[i] *= 1 + swing;
                right[i] *= 1 - swing;
            }

            _tremolo = next;
        }
    }

    private Voice Claim()
    {
        Voice? free = null;
        Voice? oldest = null;
        Voice? next = null;
        var active = 0;
        foreach (var voice in _voices)
        {
            if (!voice.IsActive)
            {
                free ??= voice;
                continue;
            }

            active++;
            if (oldest is null || voice.StartedAt < oldest.StartedAt)
            {
                next = oldest;
                oldest = voice;
            }
        }

        // Room is made early, so that a stolen voice can fade instead of clicking.
        if (active >= Wanted)
        {
            oldest!.Cut();
            if (active >= Wanted + 3)
            {
                next?.Cut();
            }
        }

        return free ?? oldest!;
    }
}
