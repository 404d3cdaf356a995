using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>
/// Invents progressions: steps of the key by how usual they are, now and then a borrowed chord or a secondary dominant,
/// sevenths, suspensions, diminished chords, inversions; changes once a bar, slower, faster, or on any beat.
/// </summary>
internal sealed class HarmonyMaker
{
    private static readonly (int Degree, ChordQuality Quality, double Weight)[] MajorSteps =
    [
        (0, ChordQuality.Major, 5), (5, ChordQuality.Major, 4.5), (7, ChordQuality.Major, 4.5), (9, ChordQuality.Minor, 3.5), (2, ChordQuality.Minor, 2.5),
        (4, ChordQuality.Minor, 1.3), (11, ChordQuality.Diminished, 0.25),
    ];

    private static readonly (int Degree, ChordQuality Quality, double Weight)[] MajorBorrowed =
    [
        (10, ChordQuality.Major, 2), (5, ChordQuality.Minor, 1.5), (8, ChordQuality.Major, 1), (3, ChordQuality.Major, 1), (2, ChordQuality.Dominant7, 1.2),
        (4, ChordQuality.Dominant7, 1), (9, ChordQuality.Dominant7, 1), (0, ChordQuality.Dominant7, 0.8), (7, ChordQuality.Augmented, 0.3),
        (6, ChordQuality.HalfDiminished, 0.4), (1, ChordQuality.Diminished7, 0.3), (0, ChordQuality.Augmented, 0.2), (1, ChordQuality.Major, 0.3),
    ];

    private static readonly (int Degree, ChordQuality Quality, double Weight)[] MinorSteps =
    [
        (0, ChordQuality.Minor, 5), (8, ChordQuality.Major, 3.5), (10, ChordQuality.Major, 3.5), (3, ChordQuality.Major, 2.5), (5, ChordQuality.Minor, 3.2),
        (7, ChordQuality.Minor, 1.2), (7, ChordQuality.Major, 2.6), (2, ChordQuality.Diminished, 0.5),
    ];

    private static readonly (int Degree, ChordQuality Quality, double Weight)[] MinorBorrowed =
    [
        (5, ChordQuality.Major, 1.5), (1, ChordQuality.Major, 1), (0, ChordQuality.Dominant7, 0.8), (11, ChordQuality.Diminished7, 0.8), (2, ChordQuality.Dominant7, 0.8),
        (0, ChordQuality.Major, 0.5), (2, ChordQuality.Minor, 0.6), (3, ChordQuality.Augmented, 0.3), (10, ChordQuality.Minor, 0.4),
    ];

    private readonly SeededRandom _random;
    private readonly int _beatsPerBar;
    private readonly double _sevenths;
    private readonly double _borrowed;
    private readonly double _suspended;
    private readonly double _slashes;
    private readonly double _anyBeat;
    private readonly double _pace;

    public HarmonyMaker(SeededRandom random, int beatsPerBar)
    {
        _random = random;
        _beatsPerBar = beatsPerBar;
        _sevenths = random.Chance(0.45) ? 0 : random.Between(0.1, 0.9);
        _borrowed = random.Chance(0.5) ? 0.02 : random.Between(0.05, 0.3);
        _suspended = random.Chance(0.6) ? 0.01 : random.Between(0.05, 0.2);
        _slashes = random.Chance(0.65) ? 0 : random.Between(0.1, 0.35);
        _anyBeat = random.Chance(0.7) ? 0 : random.Between(0.1, 0.5);
        // 0 a chord a bar; below slower, above faster.
        _pace = random.Between(-1, 1);
    }

    /// <summary>A loop of chords with their beats; it fills a section by repetition.</summary>
    public List<(Chord Chord, double Beats)> Loop(MusicalKey key)
    {
        var bars = _random.Pick((int[])[2, 4, 4, 4, 8, 8]);
        var loop = new List<(Chord, double)>();
        Chord? before = null;
        var isFirst = true;
        for (var bar = 0; bar < bars;)
        {
            var (lengths, takes) = Rhythm(bars - bar);
            foreach (var beats in lengths)
            {
                var chord = isFirst && _random.Chance(0.72) ? Decorate(Tonic(key), true) : Next(key, before);
                isFirst = false;
                loop.Add((chord, beats));
                before = chord;
            }

            bar += takes;
        }

        return loop;
    }

    private static Chord Tonic(MusicalKey key) => new(key.Tonic, key.Mode == KeyMode.Major ? ChordQuality.Major : ChordQuality.Minor);

    private (double[] Beats, int Bars) Rhythm(int barsLeft)
    {
        if (barsLeft >= 2 && _random.Chance(0.1 + (0.25 * Math.Max(0, -_pace))))
        {
            return ([2.0 * _beatsPerBar], 2);
        }

        if (_beatsPerBar > 1 && _random.Chance(_anyBeat))
        {
            var split = 1 + _random.Next(_beatsPerBar - 1);
            return ([split, _beatsPerBar - split], 1);
        }

        if (_beatsPerBar > 1 && _random.Chance(0.08 + (0.4 * Math.Max(0, _pace))))
        {
            var half = (_beatsPerBar + 1) / 2;
            return _pace > 0.75 && _random.Chance(0.3) ? ([.. Enumerable.Repeat(1.0, _beatsPerBar)], 1) : ([half, _beatsPerBar - half], 1);
        }

        return ([_beatsPerBar], 1);
    }

    private Chord Next(MusicalKey key, Chord? before)
    {
        var isMajor = key.Mode == KeyMode.Major;
        var isBorrowed = _random.Chance(_borrowed);
        var steps = (isMajor, isBorrowed) switch { (true, false) => MajorSteps, (true, true) => MajorBorrowed, (false, false) => MinorSteps, _ => MinorBorrowed };
        var total = steps.Sum(s => s.Weight);
        Chord chord = default;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var aim = _random.NextDouble() * total;
            var i = 0;
            while (i < steps.Length - 1 && (aim -= steps[i].Weight) > 0)
            {
                i++;
            }

            chord = new Chord(Chord.PitchClass(key.Tonic + steps[i].Degree), steps[i].Quality);
            // A fifth downwards is the most natural step; the same root again is none.
            var fall = before is { } b ? Chord.PitchClass(b.Root - chord.Root) : -1;
            if (fall != 0 && (fall == 7 || before is null || _random.Chance(0.75)))
            {
                break;
            }
        }

        return Decorate(chord, false, isDominant: Chord.PitchClass(chord.Root - key.Tonic) == 7);
    }

    private Chord Decorate(Chord chord, bool isTonic, bool isDominant = false)
    {
        if (chord.Quality is ChordQuality.Major or ChordQuality.Minor)
        {
            var isMajor = chord.Quality == ChordQuality.Major;
            if (_random.Chance(_suspended) && (isMajor || _random.Chance(0.4)))
            {
                chord = chord with { Quality = _random.Chance(0.65) ? ChordQuality.Suspended4 : ChordQuality.Suspended2 };
            }
            else if (_random.Chance(_sevenths * (isTonic ? 0.6 : 1)) || (isDominant && isMajor && _random.Chance(0.25)))
            {
                chord = chord with
                {
                    Quality = (isMajor, isDominant) switch
                    {
                        (true, true) => ChordQuality.Dominant7,
                        (true, false) => _random.Chance(0.12) ? ChordQuality.Major6 : ChordQuality.Major7,
                        _ => _random.Chance(0.06) ? ChordQuality.Minor6 : ChordQuality.Minor7,
                    },
                };
            }
        }

        return _random.Chance(_slashes) ? chord with { BassInterval = chord.Intervals[1 + _random.Next(2)] } : chord;
    }
}
