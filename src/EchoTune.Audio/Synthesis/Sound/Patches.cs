using EchoTune.Audio.Synthesis.Sound.Effects;
namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>The instruments of the demo library.</summary>
internal static class Patches
{
    public static Patch WarmPad { get; } = new("warm pad", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Triangle], Detune = [-7, 7, 0], Levels = [0.5f, 0.5f, 0.6f], Stereo = true, Amp = new(0.6f, 1, 0.85f, 1.1f), LowPass = 1500,
        Chorus = 0.6f, ReverbSend = 0.4f, HighPass = 120, Gate = 1f,
    };

    public static Patch GlassPad { get; } = new("glass pad", Engine.Fm)
    {
        Pairs = [(1, 2, 0.5f, 4, 1), (1, 3.01f, 0.35f, 3, 0.5f)], Amp = new(0.9f, 2, 0.8f, 1.8f), Chorus = 0.7f, ReverbSend = 0.55f, HighPass = 140, Gate = 1f, Spread = 0.6f,
    };

    public static Patch Strings { get; } = new("strings", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Saw], Detune = [-9, 0, 9], Stereo = true, Amp = new(0.22f, 1, 0.9f, 0.45f), LowPass = 3400, HighPass = 110, VibratoCents = 7,
        Chorus = 0.5f, ReverbSend = 0.4f, Gate = 1f,
    };

    public static Patch Choir { get; } = new("choir", Engine.Formant)
    {
        Amp = new(0.35f, 1, 0.9f, 0.6f), VibratoCents = 12, VibratoHz = 4.7f, Chorus = 0.8f, ReverbSend = 0.55f, Gate = 1f, Breath = 0.06f, Spread = 0.6f, HighPass = 150,
    };

    public static Patch ElectricPiano { get; } = new("electric piano", Engine.Fm)
    {
        Pairs = [(1, 1, 1.1f, 0.9f, 1), (1, 14, 0.35f, 0.12f, 0.4f)], Amp = new(0.002f, 1.8f, 0.12f, 0.18f), Chorus = 0.25f, Tremolo = 0.25f, ReverbSend = 0.2f, Spread = 0.3f,
    };

    public static Patch Piano { get; } = new("piano", Engine.Table)
    {
        Waves = [Wave.Piano, Wave.Piano, Wave.Triangle], Detune = [-1.5f, 1.5f, 0], Levels = [0.6f, 0.6f, 0.3f], Stereo = true, Amp = new(0.002f, 2.2f, 0.05f, 0.22f), Cutoff = 1500,
        KeyTrack = 0.7f, Sweep = 2.2f, FilterEnvelope = new(0.001f, 0.9f, 0.1f, 0.2f), Resonance = 0.05f, ReverbSend = 0.22f, Spread = 0.5f,
    };

    public static Patch Organ { get; } = new("organ", Engine.Table)
    {
        Waves = [Wave.Organ], Amp = new(0.006f, 0.1f, 0.95f, 0.06f), Chorus = 0.5f, Tremolo = 0.2f, TremoloHz = 6.1f, Drive = 0.5f, ReverbSend = 0.15f, LowPass = 5200,
    };

    public static Patch Clavinet { get; } = new("clavinet", Engine.Pluck)
    {
        RingSeconds = 1.1f, Bright = 0.95f, Amp = new(0.001f, 1, 1, 0.03f), Drive = 0.8f, HighPass = 260, ReverbSend = 0.08f, Gate = 0.7f,
    };

    public static Patch Harpsichord { get; } = new("harpsichord", Engine.Pluck) { RingSeconds = 2.4f, Bright = 0.98f, Amp = new(0.001f, 1, 1, 0.08f), HighPass = 150, ReverbSend = 0.3f, Spread = 0.5f };

    public static Patch NylonGuitar { get; } = new("nylon guitar", Engine.Pluck) { RingSeconds = 2.2f, Bright = 0.35f, Amp = new(0.001f, 1, 1, 0.12f), ReverbSend = 0.22f, Damped = true, Gate = 1.1f, Spread = 0.4f };

    public static Patch SteelGuitar { get; } = new("steel guitar", Engine.Pluck) { RingSeconds = 3.4f, Bright = 0.75f, Amp = new(0.001f, 1, 1, 0.15f), HighPass = 90, ReverbSend = 0.2f, Gate = 1.15f, Spread = 0.5f };

    public static Patch CleanGuitar { get; } = new("clean guitar", Engine.Pluck)
    {
        RingSeconds = 2.6f, Bright = 0.7f, Amp = new(0.001f, 1, 1, 0.08f), Chorus = 0.45f, Drive = 0.35f, HighPass = 130, LowPass = 5200, ReverbSend = 0.2f, Gate = 0.95f,
    };

    public static Patch MutedGuitar { get; } = CleanGuitar with { Name = "muted guitar", RingSeconds = 0.35f, Bright = 0.8f, Chorus = 0.1f, HighPass = 320, Gate = 0.55f };

    public static Patch DrivenGuitar { get; } = new("driven guitar", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw], Detune = [-5, 6], Amp = new(0.003f, 1.6f, 0.65f, 0.06f), Cutoff = 1900, Sweep = 0.9f, KeyTrack = 0.3f, Stereo = true, Drive = 5.5f, HighPass = 110,
        LowPass = 4300, ReverbSend = 0.1f, Gate = 0.9f,
    };

    public static Patch Pluck { get; } = new("pluck", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Square], Detune = [-5, 5], Stereo = true, Amp = new(0.002f, 0.28f, 0, 0.15f), Cutoff = 500, Sweep = 3.2f, FilterEnvelope = new(0.001f, 0.16f, 0, 0.1f),
        Resonance = 0.3f, ReverbSend = 0.28f, DelaySend = 0.35f, Spread = 0.7f, HighPass = 150,
    };

    public static Patch Stab { get; } = new("stab", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Square], Detune = [-8, 8, 0], Stereo = true, Amp = new(0.002f, 0.4f, 0.1f, 0.12f), Cutoff = 700, Sweep = 2.3f,
        FilterEnvelope = new(0.001f, 0.22f, 0.05f, 0.1f), Resonance = 0.25f, ReverbSend = 0.3f, DelaySend = 0.25f, HighPass = 160, Gate = 0.7f,
    };

    public static Patch SuperSaw { get; } = new("super saw", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Saw, Wave.Saw, Wave.Saw, Wave.Saw], Detune = [-18, 17, -10, 9, -3, 4], Stereo = true, Amp = new(0.01f, 0.6f, 0.8f, 0.25f), LowPass = 6500, HighPass = 170,
        ReverbSend = 0.35f, DelaySend = 0.2f,
    };

    public static Patch Bells { get; } = new("bells", Engine.Fm)
    {
        Pairs = [(1, 3.5f, 1.6f, 0.8f, 1), (2, 1.4f, 0.6f, 0.5f, 0.3f)], Amp = new(0.002f, 1.6f, 0, 0.9f), ReverbSend = 0.45f, DelaySend = 0.25f, Spread = 0.7f, Damped = false, TrimDb = -2,
    };

    public static Patch MusicBox { get; } = new("music box", Engine.Fm) { Pairs = [(1, 5, 0.5f, 0.25f, 1), (4, 1, 0.1f, 0.2f, 0.12f)], Amp = new(0.001f, 0.9f, 0, 0.6f), ReverbSend = 0.35f, DelaySend = 0.15f, Spread = 0.7f, Damped = false };

    public static Patch Vibraphone { get; } = new("vibraphone", Engine.Fm)
    {
        Pairs = [(1, 4, 0.55f, 0.5f, 1), (1, 10, 0.2f, 0.06f, 0.25f)], Amp = new(0.002f, 1.9f, 0, 0.4f), Tremolo = 0.45f, TremoloHz = 5.6f, ReverbSend = 0.28f, Spread = 0.5f,
    };

    public static Patch Marimba { get; } = new("marimba", Engine.Fm) { Pairs = [(1, 4, 0.7f, 0.07f, 1), (1, 9.2f, 0.3f, 0.03f, 0.3f)], Amp = new(0.001f, 0.42f, 0, 0.3f), ReverbSend = 0.25f, Spread = 0.7f, Damped = false };

    public static Patch SquareLead { get; } = new("square lead", Engine.Table)
    {
        Waves = [Wave.Square, Wave.Saw], Detune = [0, 6], Levels = [0.7f, 0.4f], Amp = new(0.008f, 0.4f, 0.75f, 0.12f), Cutoff = 1700, Sweep = 1.3f, Resonance = 0.2f, VibratoCents = 14,
        ReverbSend = 0.25f, DelaySend = 0.3f,
    };

    public static Patch SawLead { get; } = new("saw lead", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Saw], Detune = [-7, 0, 8], Stereo = true, Amp = new(0.01f, 0.5f, 0.8f, 0.15f), Cutoff = 2400, Sweep = 1, Resonance = 0.15f, VibratoCents = 16,
        ReverbSend = 0.25f, DelaySend = 0.32f, HighPass = 150,
    };

    public static Patch ChipLead { get; } = new("chip lead", Engine.Table) { Waves = [Wave.Square], Amp = new(0.002f, 0.2f, 0.6f, 0.04f), VibratoCents = 18, VibratoDelay = 0.2f, ReverbSend = 0.06f, DelaySend = 0.2f, LowPass = 9000 };

    public static Patch Flute { get; } = new("flute", Engine.Table)
    {
        Waves = [Wave.Hollow], Amp = new(0.06f, 0.4f, 0.9f, 0.14f), Cutoff = 3200, Breath = 0.14f, VibratoCents = 14, VibratoHz = 5, ReverbSend = 0.35f, DelaySend = 0.08f,
    };

    public static Patch Fiddle { get; } = new("fiddle", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Reed], Detune = [0, 3], Levels = [0.8f, 0.4f], Amp = new(0.05f, 0.3f, 0.85f, 0.12f), Cutoff = 2100, Sweep = 0.6f, VibratoCents = 17, VibratoHz = 5.8f,
        HighPass = 190, LowPass = 6000, ReverbSend = 0.32f,
    };

    public static Patch Brass { get; } = new("brass", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw], Detune = [-4, 4], Stereo = true, Amp = new(0.035f, 0.3f, 0.8f, 0.1f), Cutoff = 900, Sweep = 1.9f, FilterEnvelope = new(0.06f, 0.35f, 0.5f, 0.15f),
        VibratoCents = 9, ReverbSend = 0.25f, HighPass = 130, Gate = 0.85f,
    };

    public static Patch Saxophone { get; } = new("saxophone", Engine.Table)
    {
        Waves = [Wave.Reed], Amp = new(0.03f, 0.3f, 0.85f, 0.1f), Cutoff = 1500, Sweep = 0.9f, Resonance = 0.3f, FilterEnvelope = new(0.04f, 0.4f, 0.6f, 0.1f), Breath = 0.09f, VibratoCents = 20,
        VibratoHz = 5, ReverbSend = 0.3f, DelaySend = 0.08f,
    };

    public static Patch Harmonica { get; } = new("harmonica", Engine.Table)
    {
        Waves = [Wave.Reed, Wave.Reed], Detune = [-4, 4], Amp = new(0.03f, 0.3f, 0.85f, 0.08f), Cutoff = 2600, Resonance = 0.3f, VibratoCents = 15, Breath = 0.05f, Tremolo = 0.25f, HighPass = 320,
        ReverbSend = 0.28f,
    };

    public static Patch Voice { get; } = new("voice", Engine.Formant)
    {
        Amp = new(0.05f, 0.4f, 0.88f, 0.12f), VibratoCents = 20, VibratoHz = 5.4f, VibratoDelay = 0.3f, Breath = 0.1f, ReverbSend = 0.3f, DelaySend = 0.14f, HighPass = 140, Gate = 0.96f,
    };

    public static Patch LeadGuitar { get; } = DrivenGuitar with { Name = "lead guitar", Drive = 4, VibratoCents = 18, DelaySend = 0.25f, ReverbSend = 0.25f, Amp = new(0.004f, 1.6f, 0.75f, 0.1f), Gate = 0.96f };

    public static Patch SubBass { get; } = new("sub bass", Engine.Table) { Waves = [Wave.Sine, Wave.Triangle], Levels = [1, 0.35f], Detune = [0, 0], Amp = new(0.006f, 0.4f, 0.85f, 0.06f), Drive = 0.8f, ReverbSend = 0, LowPass = 900, Spread = 0 };

    public static Patch FingerBass { get; } = new("finger bass", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Triangle], Levels = [0.5f, 0.8f], Detune = [0, 2], Amp = new(0.004f, 1.1f, 0.35f, 0.06f), Cutoff = 480, Sweep = 1.6f, KeyTrack = 0.4f, FilterEnvelope = new(0.002f, 0.2f, 0.15f, 0.1f),
        Drive = 0.5f, ReverbSend = 0.02f, Spread = 0,
    };

    public static Patch UprightBass { get; } = new("upright bass", Engine.Table)
    {
        Waves = [Wave.Triangle, Wave.Hollow], Levels = [0.8f, 0.6f], Detune = [0, 4], Amp = new(0.008f, 0.7f, 0.12f, 0.08f), Cutoff = 420, Sweep = 1.4f, FilterEnvelope = new(0.001f, 0.14f, 0.2f, 0.1f), Breath = 0.02f,
        ReverbSend = 0.06f, Spread = 0,
    };

    public static Patch SynthBass { get; } = new("synth bass", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Square], Octaves = [0, -12], Detune = [0, 3], Levels = [0.7f, 0.6f], Amp = new(0.003f, 0.5f, 0.6f, 0.05f), Cutoff = 420, Sweep = 2.2f, Resonance = 0.35f,
        FilterEnvelope = new(0.002f, 0.18f, 0.15f, 0.1f), Drive = 0.6f, ReverbSend = 0, Spread = 0, Gate = 0.8f,
    };

    public static Patch AcidBass { get; } = SynthBass with { Name = "acid bass", Waves = [Wave.Saw], Octaves = [0], Detune = [0], Levels = [1], Cutoff = 330, Sweep = 3.1f, Resonance = 0.78f, Drive = 1.6f, Gate = 0.6f };

    public static Patch ReeseBass { get; } = new("reese bass", Engine.Table)
    {
        Waves = [Wave.Saw, Wave.Saw, Wave.Sine], Detune = [-14, 13, 0], Levels = [0.6f, 0.6f, 0.9f], Amp = new(0.006f, 0.5f, 0.9f, 0.07f), LowPass = 850, Drive = 1.2f, ReverbSend = 0, Spread = 0,
    };

    public static Patch PickBass { get; } = FingerBass with { Name = "pick bass", Cutoff = 900, Drive = 1.4f, Waves = [Wave.Saw, Wave.Square], Levels = [0.8f, 0.3f] };

    public static Patch Riser { get; } = new("riser", Engine.Table)
    {
        Waves = [Wave.Noise], Amp = new(-1, 1, 1, 0.08f), Cutoff = 350, Sweep = 4.8f, FilterEnvelope = new(-1, 1, 1, 0.1f), Resonance = 0.45f, KeyTrack = 0, HighPass = 250, ReverbSend = 0.3f, Gate = 1f,
    };
}
