using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Draws style, ensemble, metre, tempo, form, keys, harmony and time of a practice piece.</summary>
internal static class PracticePlanner
{
    private const double Tail = 3.2;

    public static PracticePlan Plan(SeededRandom random, ulong seed, PracticeOptions options)
    {
        var isMachine = random.Chance(0.38);
        var range = isMachine ? MachineMaker.Make(random) : random.Pick(StyleRange.All);
        var ensemble = isMachine ? PracticeEnsemble.Machine : Ensemble(random);
        var metre = isMachine && random.Chance(0.9) ? range.Style.Metre : MetreFor(random, range.Style);
        var style = GrooveMaker.InMetre(range.Style, metre, random);
        style = Styled(isMachine ? style : GrooveMaker.Vary(style, random), ensemble, random);
        var bpm = Math.Round(Tempo(random, range, metre, isMachine), 2);
        var key = new MusicalKey(random.Next(12), random.Chance(0.55) ? KeyMode.Major : KeyMode.Minor);
        var seconds = random.Between(options.MinSeconds, options.MaxSeconds);
        var form = PracticeForm.Draw(random, style, metre.Beats * 60 / bpm, seconds);
        var sections = Sections(random, style, ensemble, key, form);
        var bars = sections[^1].StartBar + sections[^1].Bars;
        var pickup = random.Chance(0.18) && sections[0].Has('l') ? 1 + random.Next(Math.Max(1, metre.Beats / 2)) : 0;
        var leadIn = Math.Round(random.Between(0.02, random.Chance(0.2) ? 2.5 : 0.5) + (pickup * 60 / bpm), 3);
        var (time, timing) = PracticeTime.Draw(random, ensemble, bpm, leadIn, metre.Beats, sections);
        var piece = new PiecePlan
        {
            Style = style,
            Seed = SeededRandom.Combine(seed, 3),
            Key = key,
            TempoBpm = PracticeTime.FeltBpm(time, bars * metre.Beats, bpm),
            Metre = metre,
            Time = time,
            Sections = sections,
            PickupBeats = pickup,
            DurationSeconds = Math.Round(time.Seconds(bars * metre.Beats) + Math.Max(Tail, (metre.Beats * 60 / bpm) + 1), 3),
        };
        return new PracticePlan(piece, ensemble, timing);
    }

    private static PracticeEnsemble Ensemble(SeededRandom random) => random.NextDouble() switch
    {
        < 0.52 => PracticeEnsemble.Band,
        < 0.62 => PracticeEnsemble.NoDrums,
        < 0.72 => PracticeEnsemble.SparseDrums,
        < 0.85 => PracticeEnsemble.SoloPiano,
        < 0.90 => PracticeEnsemble.SoloGuitar,
        < 0.95 => PracticeEnsemble.Strings,
        _ => PracticeEnsemble.Synths,
    };

    private static Metre MetreFor(SeededRandom random, Style style) => style.Metre != Metre.Four ? style.Metre : random.NextDouble() switch
    {
        < 0.77 => Metre.Four,
        < 0.85 => Metre.Three,
        < 0.90 => Metre.SixEight,
        < 0.94 => Metre.Two,
        < 0.97 => Metre.Five,
        _ => Metre.Seven,
    };

    private static double Tempo(SeededRandom random, StyleRange range, Metre metre, bool isMachine)
    {
        if (metre.Signature == "7/8")
        {
            return random.Between(150, 250);
        }

        if (range.Style.Metre.Division != 3 && metre.Division == 3)
        {
            return random.Between(45, 125);
        }

        if (isMachine)
        {
            // Who types a tempo into a sequencer types a whole number.
            var typed = random.Between(range.Low, range.High);
            return random.Chance(0.85) ? Math.Round(typed) : typed;
        }

        // Most pieces lie about where their style does, the others up to half an octave off. A groove at any tempo at all would
        // teach that its beats and their halves are equally likely to be tapped, and nobody taps so.
        return random.Chance(0.8)
            ? random.Between(range.Low, range.High) * random.Between(0.92, 1.08)
            : Math.Clamp(Math.Sqrt(range.Low * range.High) * Math.Pow(2, random.Between(-0.5, 0.5)), metre.Division == 3 ? 45 : 54, metre.Division == 3 ? 130 : 200);
    }

    private static Style Styled(Style style, PracticeEnsemble ensemble, SeededRandom random)
    {
        if (ensemble is PracticeEnsemble.Machine)
        {
            var lowest = 55 + random.Next(20);
            return style with
            {
                HumanMs = random.Chance(0.8) ? 0 : random.Between(1, 6), CompCentre = 50 + random.Next(18), CompVoices = 2 + random.Next(4),
                LeadLow = lowest, LeadHigh = lowest + 15 + random.Next(9),
            };
        }

        var swing = style.Metre.Division == 4 && random.Chance(0.15) ? random.Between(0.2, 1) : random.Chance(0.8) ? style.Swing : 0;
        var human = ensemble is PracticeEnsemble.SoloPiano or PracticeEnsemble.SoloGuitar ? random.Between(4, 16) : random.Chance(0.3) ? 0.5 : random.Between(2, 14);
        style = style with
        {
            Swing = swing, HumanMs = human, Fills = random.Chance(0.85) && style.Fills,
            LeadDensity = style.LeadDensity * random.Between(0.6, 1.5), Syncopation = random.Between(0, 0.6),
            CompCentre = Math.Clamp(style.CompCentre + random.Next(13) - 6, 48, 67), CompVoices = 3 + random.Next(3),
            PowerChords = style.PowerChords && random.Chance(0.5), Scale = random.Chance(0.3) ? random.Pick((ScaleKind[])[ScaleKind.Diatonic, ScaleKind.Pentatonic, ScaleKind.Blues]) : style.Scale,
            Dynamics = random.Chance(0.3) ? random.Between(0, 9) : style.Dynamics,
        };
        var low = 55 + random.Next(17);
        style = style with { LeadLow = low, LeadHigh = low + 15 + random.Next(7) };
        var isSolo = ensemble is PracticeEnsemble.SoloPiano or PracticeEnsemble.SoloGuitar;
        if (random.Chance(isSolo ? 0.4 : 0.12))
        {
            style = GrooveMaker.Alternate(style, random);
            if (isSolo)
            {
                return style with { CompVoices = 3 + random.Next(2), PowerChords = false, Strum = random.Between(0, 0.02) };
            }
        }

        if (!isSolo)
        {
            return style;
        }

        // Two hands: broken or struck chords under a tune.
        var arpeggio = GrooveMaker.Broken(style.Metre, random);
        return style with
        {
            CompVoices = 3 + random.Next(2), PowerChords = false, Strum = random.Between(0, 0.03),
            CompLight = random.Chance(0.6) ? [string.Concat(arpeggio.Select(c => (char)('0' + ((c - '0') % 4))))] : style.CompLight,
        };
    }

    private static List<SectionPlan> Sections(SeededRandom random, Style style, PracticeEnsemble ensemble, MusicalKey key, List<(string Kind, int Bars)> form)
    {
        var maker = random.Chance(0.72) ? new HarmonyMaker(random, style.Metre.Beats) : null;
        var lastChorus = form.FindLastIndex(s => s.Kind is "chorus" or "drop");
        var lift = lastChorus > 0 && random.Chance(0.12) ? 1 + random.Next(3) : 0;
        var aside = random.Chance(0.12) ? random.Pick((int[])[3, 5, 7, 9, 2, 4, 8]) : 0;
        var loops = new Dictionary<(string, MusicalKey), List<(Chord Chord, double Beats)>>();
        var counts = new Dictionary<string, int>();
        var sections = new List<SectionPlan>();
        var bar = 0;
        for (var i = 0; i < form.Count; i++)
        {
            var (kind, bars) = form[i];
            var occurrence = counts.GetValueOrDefault(kind);
            counts[kind] = occurrence + 1;
            var sectionKey = lift > 0 && i >= lastChorus ? new MusicalKey(Chord.PitchClass(key.Tonic + lift), key.Mode)
                : aside > 0 && kind is "bridge" or "break" && aside > 0 ? Aside(key, aside) : key;
            var part = kind switch { "chorus" or "drop" => "chorus", "bridge" or "break" => "bridge", _ => "verse" };
            if (!loops.TryGetValue((part, sectionKey), out var loop))
            {
                loop = Loop(random, style, maker, part, sectionKey, loops, key);
                loops[(part, sectionKey)] = loop;
            }

            sections.Add(new SectionPlan(
                kind, occurrence, form.FindLastIndex(s => s.Kind == kind) == i, bar, bars, Planner.Energy(kind, occurrence),
                Layers(random, style, ensemble, kind, occurrence), sectionKey, Fill(loop, bar, bars, style.Metre.Beats)));
            bar += bars;
        }

        return sections;
    }

    // Three semitones up from minor and down from major are the relative key; other distances keep the mode.
    private static MusicalKey Aside(MusicalKey key, int semitones) => (semitones, key.Mode) switch
    {
        (3, KeyMode.Minor) => new(Chord.PitchClass(key.Tonic + 3), KeyMode.Major),
        (9, KeyMode.Major) => new(Chord.PitchClass(key.Tonic + 9), KeyMode.Minor),
        _ => new(Chord.PitchClass(key.Tonic + semitones), key.Mode),
    };

    private static List<(Chord Chord, double Beats)> Loop(
        SeededRandom random, Style style, HarmonyMaker? maker, string part, MusicalKey key,
        Dictionary<(string, MusicalKey), List<(Chord Chord, double Beats)>> known, MusicalKey home)
    {
        // A lifted section is the same music higher up.
        if (key.Mode == home.Mode && known.TryGetValue((part, home), out var same))
        {
            return [.. same.Select(c => (c.Chord.Transpose(key.Tonic - home.Tonic), c.Beats))];
        }

        if (maker is not null)
        {
            return maker.Loop(key);
        }

        var harmony = style.HarmonyFor(key.Mode);
        var text = random.Pick(part switch { "chorus" => harmony.Chorus, "bridge" => harmony.Bridge, _ => harmony.Verse });
        return [.. Progression.Parse(text, key).Select(s => (s.Chord, Math.Max(1, Math.Round(s.Bars * style.Metre.Beats))))];
    }

    private static List<ChordSpan> Fill(List<(Chord Chord, double Beats)> loop, int startBar, int bars, int beatsPerBar)
    {
        var spans = new List<ChordSpan>();
        double at = startBar * beatsPerBar, end = (startBar + bars) * beatsPerBar;
        for (var i = 0; at < end - 1e-6; i++)
        {
            var (chord, wanted) = loop[i % loop.Count];
            var beats = Math.Min(wanted, end - at);
            if (spans.Count > 0 && spans[^1].Chord == chord)
            {
                spans[^1] = spans[^1] with { Beats = spans[^1].Beats + beats };
            }
            else
            {
                spans.Add(new ChordSpan(at, beats, chord));
            }

            at += beats;
        }

        return spans;
    }

    private static string Layers(SeededRandom random, Style style, PracticeEnsemble ensemble, string kind, int occurrence)
    {
        var known = style.Layers.Contains(kind + "=", StringComparison.Ordinal);
        var layers = style.LayersFor(known ? kind : kind switch { "drop" or "solo" => "chorus", "break" => "bridge", _ => kind }, occurrence);
        layers = ensemble switch
        {
            PracticeEnsemble.SoloPiano or PracticeEnsemble.SoloGuitar => random.Chance(0.12) ? "cb" : kind == "intro" && random.Chance(0.4) ? "c" : random.Chance(0.7) ? "cbl" : "cl",
            PracticeEnsemble.Strings => kind is "intro" or "outro" ? "cp" : "bcpl" + (kind == "chorus" ? "x" : ""),
            PracticeEnsemble.Synths => Without(layers, "dhx") + (random.Chance(0.4) ? "a" : "p"),
            PracticeEnsemble.NoDrums => Without(layers, "dh"),
            PracticeEnsemble.Machine => layers,
            PracticeEnsemble.SparseDrums => random.Chance(0.55) ? Without(layers, "dh") : layers,
            _ => layers,
        };
        if (ensemble is PracticeEnsemble.Band or PracticeEnsemble.SparseDrums or PracticeEnsemble.NoDrums)
        {
            layers = random.Chance(0.1) ? Without(layers, "l") : layers;
            layers = random.Chance(0.08) ? Without(layers, "b") : layers;
            layers += random.Chance(0.1) ? "p" : "";
        }

        // Chords that nobody plays are no truth.
        return layers.AsSpan().IndexOfAny("cpa") < 0 ? layers + "c" : layers;
    }

    private static string Without(string layers, string drop) => string.Concat(layers.Where(c => !drop.Contains(c, StringComparison.Ordinal)));
}
