using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Styles;

/// <summary>A drum part: one pattern a bar for each drum; the length of a pattern is its grid.</summary>
/// <remarks><c>X</c> accent, <c>x</c> normal, <c>o</c> soft, <c>-</c> ghost, <c>?</c> soft and only sometimes, <c>.</c> rest.</remarks>
internal sealed record DrumPart(params (Drum Drum, string Pattern)[] Lines);

/// <summary>Progressions for the parts of the form, in roman numerals; each fills its section by repetition.</summary>
internal sealed record Harmony(string[] Verse, string[] Chorus, string[] Bridge);

/// <summary>
/// Everything that makes a genre sound like itself: form, harmony, patterns, instruments and room. Layers are letters:
/// d drums, h light drums, b bass, c chords (comping), p pad, a arpeggio, l lead, x second voice under the lead, r riser.
/// </summary>
internal sealed record Style
{
    public required string Name { get; init; }

    public Metre Metre { get; init; } = Metre.Four;

    public required string[] Forms { get; init; }

    public required Harmony Major { get; init; }

    public required Harmony Minor { get; init; }

    /// <summary>Layers by kind of section, <c>"intro=cp verse=hbcl …"</c>; a kind may repeat for later occurrences as <c>verse2=</c>.</summary>
    public required string Layers { get; init; }

    public KitKind Kit { get; init; } = KitKind.Acoustic;

    public DrumPart Light { get; init; } = new();

    public DrumPart Full { get; init; } = new();

    public bool Fills { get; init; } = true;

    /// <summary>Bass by bar: digits are chord degrees (1 3 5 7 8), <c>a</c> leads into the next chord, <c>_</c> holds, <c>w</c> alone walks.</summary>
    public string[] BassLight { get; init; } = ["1"];

    public string[] BassFull { get; init; } = ["1"];

    /// <summary>Comping by bar: <c>x</c> chord, <c>u</c> up-stroke, digits single voices (0 the lowest), <c>_</c> hold, <c>.</c> rest.</summary>
    public string[] CompLight { get; init; } = ["x"];

    public string[] CompFull { get; init; } = ["x"];

    public string[] Arp { get; init; } = ["0123456754321012"];

    /// <summary>Bars that a pattern of <see cref="Arp"/> spans.</summary>
    public int ArpBars { get; init; } = 1;

    /// <summary>Beats by which comping may come before its chord: what starts that near to the next chord plays it already; 0 for none.</summary>
    public double Anticipation { get; init; }

    public Patch Bass { get; init; } = Patches.FingerBass;

    public Patch[] Comp { get; init; } = [Patches.ElectricPiano];

    public Patch[] Pad { get; init; } = [Patches.WarmPad];

    public Patch[] ArpPatch { get; init; } = [Patches.Pluck];

    public Patch[] Lead { get; init; } = [Patches.SquareLead];

    public Patch? Second { get; init; }

    public int CompCentre { get; init; } = 60;

    public int CompVoices { get; init; } = 4;

    public bool PowerChords { get; init; }

    public int LeadLow { get; init; } = 64;

    public int LeadHigh { get; init; } = 83;

    /// <summary>Notes of the melody per beat, about.</summary>
    public double LeadDensity { get; init; } = 1.3;

    /// <summary>0 all on the beat – 1 mostly off it.</summary>
    public double Syncopation { get; init; } = 0.3;

    public ScaleKind Scale { get; init; } = ScaleKind.Diatonic;

    /// <summary>0 straight – 1 full triplet swing.</summary>
    public double Swing { get; init; }

    /// <summary>Swung notes in a beat: 2 eighths, 4 sixteenths.</summary>
    public int SwingGrid { get; init; } = 2;

    /// <summary>Standard deviation of the timing, milliseconds.</summary>
    public double HumanMs { get; init; } = 5;

    /// <summary>Seconds a strum takes from the lowest to the highest string.</summary>
    public double Strum { get; init; }

    public double Sidechain { get; init; }

    /// <summary>Decay of the room in seconds.</summary>
    public double Reverb { get; init; } = 1.4;

    /// <summary>Scales all reverb sends.</summary>
    public double Wet { get; init; } = 1;

    public double DelayBeats { get; init; } = 0.75;

    /// <summary>Levels in dB relative to the default mix.</summary>
    public (double Drums, double Bass, double Comp, double Pad, double Arp, double Lead) Mix { get; init; }

    /// <summary>dB between the quietest section and the loudest beyond what is played softer; 0 for music that stays loud.</summary>
    public double Dynamics { get; init; }

    /// <summary>0 clean – 1 worn tape: dull, wobbling, with crackle.</summary>
    public double Worn { get; init; }

    /// <summary>0 mono – 1 as panned.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Highest frequency of the recording, Hz; 0 = open.</summary>
    public double Bandwidth { get; init; }

    public bool SeventhEnding { get; init; }

    public Harmony HarmonyFor(KeyMode mode) => mode == KeyMode.Major ? Major : Minor;

    public ChordQuality FinalQuality(KeyMode mode) => (mode, SeventhEnding) switch
    {
        (KeyMode.Major, false) => ChordQuality.Major,
        (KeyMode.Major, true) => ChordQuality.Major7,
        (_, false) => ChordQuality.Minor,
        _ => ChordQuality.Minor7,
    };

    public string LayersFor(string kind, int occurrence)
    {
        string? found = null;
        foreach (var entry in Layers.Split(' '))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var name = entry[..equals];
            if (name == kind || (occurrence > 0 && name == kind + "2"))
            {
                found = entry[(equals + 1)..];
            }
        }

        return found ?? "bc";
    }
}
