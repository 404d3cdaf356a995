namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Walks along an envelope in small steps; the caller ramps linearly between its answers.</summary>
internal struct EnvelopeState
{
    private Envelope _shape;
    private float _attack;
    private bool _attacking;
    private bool _released;

    /// <summary>Level now.</summary>
    public float Level { get; private set; }

    /// <summary>Whether it has faded out.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Starts from silence. An attack below zero takes the whole gate.</summary>
    public void Start(in Envelope shape, float gateSeconds)
    {
        _shape = shape;
        _attack = shape.Attack < 0 ? Math.Max(gateSeconds, 0.01f) : shape.Attack;
        _attacking = true;
        _released = false;
        IsDone = false;
        Level = 0;
    }

    /// <summary>Lets go.</summary>
    public void Release() => _released = true;

    /// <summary>Lets go and fades within a few milliseconds.</summary>
    public void Cut()
    {
        _released = true;
        _shape = _shape with { Release = Math.Min(_shape.Release, 0.012f) };
    }

    /// <summary>Level after some more seconds.</summary>
    public float Advance(float seconds)
    {
        if (_released)
        {
            // 0.2 of the release as time constant: −43 dB after the stated time.
            Level *= Fade(seconds / (0.2f * _shape.Release));
            if (Level < 2e-4f)
            {
                Level = 0;
                IsDone = true;
            }

            return Level;
        }

        if (_attacking)
        {
            Level += seconds / _attack;
            if (Level >= 1)
            {
                Level = 1;
                _attacking = false;
            }

            return Level;
        }

        Level = _shape.Sustain + ((Level - _shape.Sustain) * Fade(seconds / (0.4f * _shape.Decay)));
        if (_shape.Sustain == 0 && Level < 2e-4f)
        {
            Level = 0;
            IsDone = true;
        }

        return Level;
    }

    private static float Fade(float x) => 1 / (1 + (x * (1 + (0.5f * x))));
}
