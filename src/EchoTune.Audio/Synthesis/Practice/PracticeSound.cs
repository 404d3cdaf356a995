using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Sound.Effects;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Draws sounds: programs of General MIDI by the role that they fit, and patches of the synthesiser that nobody made.</summary>
internal static class PracticeSound
{
    private static readonly int[] Leads =
    [
        0, 1, 4, 11, 13, 16, 17, 21, 22, 24, 25, 26, 27, 29, 30, 40, 40, 41, 42, 48, 52, 53, 54, 56, 56, 57, 59, 60, 61, 64, 65, 65, 66, 67, 68, 71, 72, 73, 73, 74, 75, 78,
        80, 80, 81, 81, 82, 83, 84, 85, 86, 87, 104, 105, 110,
    ];

    private static readonly int[] Chords = [0, 0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 7, 11, 12, 16, 17, 18, 19, 21, 23, 24, 24, 25, 25, 26, 27, 27, 28, 29, 30, 45, 46, 48, 61, 62, 63, 80, 81, 90];

    private static readonly int[] Basses = [32, 32, 33, 33, 33, 34, 34, 35, 36, 37, 38, 38, 39, 39, 43, 58];

    private static readonly int[] Pads = [16, 19, 48, 48, 49, 50, 51, 52, 53, 54, 60, 61, 88, 89, 90, 91, 92, 93, 94, 95];

    private static readonly int[] Arpeggios = [0, 4, 5, 6, 8, 9, 10, 11, 12, 13, 24, 25, 45, 46, 62, 80, 81, 82, 98, 104, 107, 108];

    private static readonly int[] Strings = [40, 41, 42, 44, 48, 48, 49, 45];

    private static readonly int[] Synths = [38, 39, 50, 51, 62, 63, 80, 81, 82, 84, 87, 88, 89, 90, 91, 93, 94, 95];

    /// <summary>A program for a layer, 0–127.</summary>
    public static int Program(SeededRandom random, Layer layer, PracticeEnsemble ensemble) => ensemble switch
    {
        PracticeEnsemble.SoloPiano => random.Pick((int[])[0, 0, 0, 1, 2, 3, 4, 5]),
        PracticeEnsemble.SoloGuitar => random.Pick((int[])[24, 24, 25, 25, 26, 27]),
        PracticeEnsemble.Strings => layer is Layer.Bass ? random.Pick((int[])[42, 43, 48]) : random.Pick(Strings),
        PracticeEnsemble.Synths when layer is not Layer.Bass => random.Pick(Synths),
        PracticeEnsemble.Machine when layer is not Layer.Bass && random.Chance(0.45) => random.Pick(Synths),
        _ => layer switch
        {
            Layer.Bass => random.Pick(Basses),
            Layer.Pad => random.Pick(Pads),
            Layer.Arpeggio => random.Pick(Arpeggios),
            Layer.Comp => random.Pick(Chords),
            _ => random.Pick(Leads),
        },
    };

    /// <summary>A patch of the library for an ensemble of one kind; the part's own elsewhere.</summary>
    public static Patch Own(SeededRandom random, Part part, PracticeEnsemble ensemble) => ensemble switch
    {
        PracticeEnsemble.SoloPiano => random.Chance(0.8) ? Patches.Piano : Patches.ElectricPiano,
        PracticeEnsemble.SoloGuitar => random.Chance(0.5) ? Patches.NylonGuitar : Patches.SteelGuitar,
        PracticeEnsemble.Strings => part.Layer is Layer.Bass ? Patches.Strings with { LowPass = 1400 } : random.Chance(0.7) ? Patches.Strings : Patches.Fiddle,
        _ => part.Patch,
    };

    /// <summary>A patch drawn from the synthesiser's parameters, so that no analyser learns the library's instruments by heart.</summary>
    public static Patch Made(SeededRandom random, Layer layer)
    {
        float Between(double low, double high) => (float)random.Between(low, high);
        var isHeld = layer is Layer.Pad || (layer is Layer.Lead or Layer.Second && random.Chance(0.7)) || random.Chance(0.4);
        var attack = layer is Layer.Pad ? Between(0.05, 0.7) : layer is Layer.Lead or Layer.Second ? Between(0.003, 0.06) : Between(0.001, 0.02);
        var amp = isHeld ? new Envelope(attack, Between(0.3, 1.5), Between(0.5, 0.95), Between(0.04, 0.6)) : new Envelope(attack, Between(0.2, 2), Between(0, 0.3), Between(0.04, 0.4));
        var isBass = layer is Layer.Bass;
        Wave[] waves = [Wave.Saw, Wave.Saw, Wave.Square, Wave.Triangle, Wave.Organ, Wave.Reed, Wave.Piano, Wave.Hollow, Wave.Sine, Wave.Quarter];
        var kind = random.Next(10);
        var patch = kind switch
        {
            < 6 => Table(random, [.. Enumerable.Range(0, 1 + random.Next(isBass ? 2 : 4)).Select(_ => random.Pick(waves))], isBass),
            < 8 => new Patch("made", Engine.Fm)
            {
                Pairs =
                [
                    (1, 1 + random.Next(4), Between(0.2, isBass ? 1.6 : 2.2), Between(0.08, 2.5), 1),
                    (random.Pick((float[])[1, 1, 2, 3]), 1 + random.Next(14), Between(0, 0.7), Between(0.03, 0.6), Between(0, 0.5)),
                ],
            },
            8 => new Patch("made", Engine.Pluck) { RingSeconds = Between(0.5, 4), Bright = Between(0.2, 0.98) },
            _ => layer is Layer.Lead or Layer.Second or Layer.Pad ? new Patch("made", Engine.Formant) { Breath = Between(0, 0.15) } : Table(random, [random.Pick(waves)], isBass),
        };
        return patch with
        {
            Amp = patch.Engine is Engine.Pluck ? new Envelope(0.001f, 1, 1, Between(0.03, 0.3)) : amp,
            Drive = random.Chance(0.3) ? Between(0.2, 4) : 0, Chorus = random.Chance(0.25) ? Between(0.2, 0.8) : 0,
            VibratoCents = layer is Layer.Lead or Layer.Second ? Between(0, 35) : 0, VibratoHz = Between(4.2, 6.8), VibratoDelay = Between(0.05, 0.6),
            LowPass = random.Chance(0.3) ? Between(isBass ? 500 : 1500, 8000) : 0, HighPass = isBass ? 0 : random.Chance(0.6) ? Between(60, 300) : 0,
            ReverbSend = isBass ? 0.02f : Between(0, 0.5), DelaySend = random.Chance(0.15) ? Between(0.05, 0.35) : 0, Gate = Between(0.55, 1.1), Spread = isBass ? 0 : Between(0, 0.7),
        };
    }

    private static Patch Table(SeededRandom random, Wave[] waves, bool isBass)
    {
        float Between(double low, double high) => (float)random.Between(low, high);
        var spread = random.Between(0, 16);
        return new Patch("made", Engine.Table)
        {
            Waves = waves,
            Detune = [.. waves.Select((_, i) => waves.Length == 1 ? 0 : (float)(spread * ((2.0 * i / (waves.Length - 1)) - 1)))],
            Octaves = [.. waves.Select((_, i) => i > 0 && random.Chance(0.2) ? random.Pick((float[])[12, -12]) : 0)],
            Stereo = !isBass && waves.Length > 1 && random.Chance(0.5),
            Cutoff = random.Chance(0.7) ? Between(isBass ? 250 : 500, isBass ? 1200 : 4000) : 0,
            Sweep = Between(0, 3), KeyTrack = Between(0.2, 0.9), Resonance = Between(0, 0.5),
            FilterEnvelope = new(Between(0.001, 0.05), Between(0.08, 0.8), Between(0, 0.6), Between(0.05, 0.3)),
        };
    }
}
