using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays the melody: the tune of each kind of section over its chords, and a second voice below it.</summary>
internal static class LeadWriter
{
    private readonly record struct Sung(double Beat, double Beats, int Pitch, double Velocity, bool IsStrong, SectionPlan Section);

    public static (List<ScoreNote> Lead, List<ScoreNote> Second) Write(Ensemble ensemble)
    {
        var sung = new List<Sung>();
        var plan = ensemble.Plan;
        var climax = plan.Sections.LastOrDefault(s => s.Kind is "chorus" or "drop" && s.Has('l')) ?? plan.Sections.Where(s => s.Has('l')).MaxBy(s => s.Energy);
        foreach (var section in plan.Sections.Where(s => s.Has('l')))
        {
            Sing(ensemble, sung, section, ReferenceEquals(section, climax));
        }

        var lead = new List<ScoreNote>();
        var second = new List<ScoreNote>();
        var random = ensemble.Random("lead");
        foreach (var note in sung)
        {
            lead.Add(ensemble.Note(note.Beat, note.Beats, note.Pitch, note.Velocity, random));
            if (note.Section.Has('x'))
            {
                second.Add(ensemble.Note(note.Beat, note.Beats, Below(ensemble, note), note.Velocity * 0.8, random));
            }
        }

        // A singer who has left a quiet ending does not come back for its last chord.
        if (sung.Count > 0 && (plan.Sections[^1].Has('l') || plan.Sections[^1].Has('d')))
        {
            var tonic = Towards(plan.FinalChord.Root, sung[^1].Pitch, ensemble.Style.LeadLow, ensemble.Style.LeadHigh);
            lead.Add(ensemble.Note(plan.FinalBeat, ensemble.BeatsPerBar, tonic, 0.6 * ensemble.Closing, random, 0.5));
        }

        lead.Sort(CompWriter.ByStart);
        second.Sort(CompWriter.ByStart);
        return (lead, second);
    }

    private static void Sing(Ensemble ensemble, List<Sung> sung, SectionPlan section, bool isClimax)
    {
        var style = ensemble.Style;
        var (name, lift, factor) = section.Kind switch
        {
            "chorus" or "drop" => ("chorus", 0.6, 1.0),
            "bridge" or "break" => ("bridge", 0.5, 0.75),
            "solo" => ("solo" + section.Occurrence, 0.58, 1.35),
            "intro" or "outro" => ("verse", 0.4, 1.0),
            _ => ("verse", 0.38, 1.0),
        };
        var tune = Tune.Invent(ensemble.Random("tune " + name), ensemble.Plan.Metre, style.LeadDensity * factor, style.Syncopation, style.Swing > 0.3 && style.SwingGrid == 2);
        var variation = ensemble.Random(section.Kind + section.Occurrence);
        var top = section.Kind is "chorus" or "drop" or "solo" ? style.LeadHigh : Math.Max(style.LeadLow + 7, style.LeadHigh - 3);
        var middle = style.LeadLow + (int)Math.Round(lift * (top - style.LeadLow));
        var beats = ensemble.BeatsPerBar;
        int? previous = null;
        var leap = 0;
        var contourBefore = 0;
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var notes = BarOf(tune, bar, section.Bars);
            var isCadence = bar % 4 == 3 || bar == section.Bars - 1;
            var start = (section.StartBar + bar) * beats;
            for (var i = 0; i < notes.Count; i++)
            {
                var isBarStart = notes[i].Beat < 1e-6;
                if (section.Occurrence > 0 && !isBarStart && !isCadence && variation.Chance(0.12))
                {
                    continue;
                }

                var beat = start + notes[i].Beat;
                var end = i + 1 < notes.Count ? start + notes[i + 1].Beat : isCadence ? start + Math.Max(notes[i].Beat + 0.5, beats - 1) : NextStart(tune, bar, section, beats);
                var length = Math.Min(end - beat, isCadence ? 4 : 2.5);
                var span = ensemble.ChordAt(beat);
                if (span.EndBeat - beat <= 0.5 + 1e-6 && length > span.EndBeat - beat + 0.2 && span.EndBeat < section.StartBar * beats + (section.Bars * beats) - 1e-6)
                {
                    // An anticipation belongs to the chord that it runs into.
                    span = ensemble.ChordAt(span.EndBeat);
                }

                var isStrong = IsStrong(ensemble.Plan.Metre, notes[i].Beat) || length > 1.1 || span.StartBeat > beat || (isCadence && i == notes.Count - 1);
                var contour = notes[i].Contour + (section.Occurrence > 0 && !isStrong && variation.Chance(0.12) ? variation.Chance(0.5) ? 1 : -1 : 0);
                var pitch = Place(section, style.Scale, span.Chord, middle, contour, contour - contourBefore, isStrong, previous, leap, style.LeadLow, top);
                contourBefore = contour;
                if (isClimax && isBarStart && bar % 8 == Math.Min(6, Math.Max(0, section.Bars - 2)) && bar + 8 >= section.Bars)
                {
                    pitch = Towards(span.Chord, style.LeadHigh - 2, style.LeadLow, style.LeadHigh);
                }

                if (isCadence && i == notes.Count - 1 && bar == section.Bars - 1 && span.Chord.Contains(section.Key.Tonic))
                {
                    pitch = Towards(section.Key.Tonic, previous ?? pitch, style.LeadLow, top);
                }

                var clipped = beat + length > span.EndBeat + 0.05 && !ensemble.ChordAt(span.EndBeat).Chord.Contains(pitch) ? span.EndBeat - beat : length;
                var accent = isBarStart ? 0.86 : isStrong ? 0.8 : 0.7;
                sung.Add(new Sung(beat, Math.Max(0.1, clipped), pitch, accent * Ensemble.Dynamics(section, bar), isStrong, section));
                leap = previous is null ? 0 : pitch - previous.Value;
                previous = pitch;
            }
        }
    }

    /// <summary>The first beat and the one that begins the bar's second half.</summary>
    private static bool IsStrong(Metre metre, double beat) =>
        beat < 1e-6 || (metre.Beats != 3 && Math.Abs(beat - ((metre.Beats + 1) / 2)) < 1e-6);

    private static IReadOnlyList<TuneNote> BarOf(Tune tune, int bar, int bars)
    {
        if (bar == bars - 1)
        {
            return tune.Bars[7];
        }

        var isLastPhrase = bar / 4 == (bars - 1) / 4;
        return tune.Bars[(isLastPhrase && bars >= 8 ? 4 : bar / 4 % 2 * 4) + (bar % 4)];
    }

    private static double NextStart(Tune tune, int bar, SectionPlan section, int beats)
    {
        var next = BarOf(tune, bar + 1, section.Bars);
        return ((section.StartBar + bar + 1) * beats) + (next.Count > 0 ? next[0].Beat : 0);
    }

    private static int Place(
        SectionPlan section, ScaleKind kind, Chord chord, int middle, int contour, int move, bool isStrong, int? previous, int leap, int low, int top)
    {
        var scale = Scale.For(section.Key, chord, kind);
        var pitch = scale.Step(scale.Step(middle, 0), contour);
        if (previous is { } from)
        {
            // Passing notes keep the motif's steps from note to note; strong ones bring the line back to its height.
            var moved = scale.Step(from, move);
            if (!isStrong && Math.Abs(moved - pitch) <= 5)
            {
                pitch = moved;
            }

            if (Math.Abs(leap) > 5 && Math.Sign(pitch - from) != -Math.Sign(leap))
            {
                // A leap is resolved by a step back.
                pitch = scale.Step(from, -Math.Sign(leap));
            }
            else if (Math.Abs(pitch - from) > 9)
            {
                pitch = from + (7 * Math.Sign(pitch - from));
            }
        }

        pitch = Math.Clamp(pitch, low, top);
        return isStrong ? ChordToneNear(chord, pitch, previous ?? pitch, move, low, top) : scale.Contains(pitch) ? pitch : scale.Step(pitch, pitch > middle ? -1 : 1);
    }

    /// <summary>The chord tone that fits both the contour and the note before it; where the motif moves, the melody moves too.</summary>
    private static int ChordToneNear(Chord chord, int pitch, int previous, int move, int low, int high)
    {
        var best = pitch;
        var bestCost = double.MaxValue;
        for (var candidate = Math.Max(low, pitch - 7); candidate <= Math.Min(high, pitch + 7); candidate++)
        {
            var away = Math.Abs(candidate - previous);
            var cost = Math.Abs(candidate - pitch) + (0.7 * away) + (away == 0 && move != 0 ? 4.5 : 0) + (away > 7 ? 4 : 0)
                + (Math.Sign(candidate - previous) == -Math.Sign(move) ? 1 : 0);
            if (chord.Contains(candidate) && !Rubs(chord, candidate) && cost < bestCost)
            {
                best = candidate;
                bestCost = cost;
            }
        }

        return best;
    }

    private static bool Rubs(Chord chord, int pitch) => chord.Quality == ChordQuality.Major7 && Chord.PitchClass(pitch - chord.Root) == 0;

    /// <summary>The nearest tone of the chord inside the range; not the root of a major seventh chord, which rubs against its seventh.</summary>
    private static int Towards(Chord chord, int pitch, int low, int high)
    {
        for (var distance = 0; distance < 12; distance++)
        {
            foreach (var candidate in (ReadOnlySpan<int>)[pitch - distance, pitch + distance])
            {
                if (candidate >= low && candidate <= high && chord.Contains(candidate) && !Rubs(chord, candidate))
                {
                    return candidate;
                }
            }
        }

        return pitch;
    }

    private static int Towards(int pitchClass, int pitch, int low, int high)
    {
        for (var distance = 0; distance < 12; distance++)
        {
            foreach (var candidate in (ReadOnlySpan<int>)[pitch - distance, pitch + distance])
            {
                if (candidate >= low && candidate <= high && Chord.PitchClass(candidate - pitchClass) == 0)
                {
                    return candidate;
                }
            }
        }

        return pitch;
    }

    private static int Below(Ensemble ensemble, Sung note)
    {
        var chord = ensemble.ChordAt(note.Beat).Chord;
        var third = Scale.For(note.Section.Key, chord, ScaleKind.Diatonic).Step(note.Pitch, -2);
        if (!note.IsStrong || chord.Contains(third))
        {
            return third;
        }

        for (var distance = 3; distance <= 9; distance++)
        {
            if (chord.Contains(note.Pitch - distance))
            {
                return note.Pitch - distance;
            }
        }

        return third;
    }
}
