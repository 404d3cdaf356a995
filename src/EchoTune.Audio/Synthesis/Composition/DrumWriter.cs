using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays the style's drum patterns, with fills at the ends of sections, rolls in builds and crashes where sections begin.</summary>
internal static class DrumWriter
{
    public static List<DrumHit> Write(Ensemble ensemble)
    {
        var random = ensemble.Random("drums");
        var hits = new List<DrumHit>();
        var plan = ensemble.Plan;
        for (var i = 0; i < plan.Sections.Count; i++)
        {
            var section = plan.Sections[i];
            if (!section.Has('d') && !section.Has('h'))
            {
                continue;
            }

            var next = i + 1 < plan.Sections.Count ? plan.Sections[i + 1] : null;
            if (section.Energy >= 0.6 && section.Has('d') && HasCrash(ensemble))
            {
                Add(ensemble, hits, random, section.StartBar * ensemble.BeatsPerBar, Drum.Crash, 0.5 + (0.35 * section.Energy));
            }

            for (var bar = 0; bar < section.Bars; bar++)
            {
                PlayBar(ensemble, hits, random, section, bar, FillBeats(ensemble, section, next, bar));
            }
        }

        if (plan.Sections[^1].Has('d') || plan.Sections[^1].Has('h'))
        {
            Add(ensemble, hits, random, plan.FinalBeat, Drum.Kick, 0.75 * ensemble.Closing);
            Add(ensemble, hits, random, plan.FinalBeat, HasCrash(ensemble) ? Drum.Crash : Drum.Ride, 0.6 * ensemble.Closing);
        }

        hits.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Drum.CompareTo(b.Drum));
        return hits;
    }

    private static bool HasCrash(Ensemble ensemble) =>
        ensemble.Style.Kit is not (KitKind.Brushes or KitKind.LoFi or KitKind.Latin);

    private static int FillBeats(Ensemble ensemble, SectionPlan section, SectionPlan? next, int bar)
    {
        if (!ensemble.Style.Fills || section.Kind is "outro" or "build")
        {
            return 0;
        }

        if (bar == section.Bars - 1 && next is not null && section.Bars > 1)
        {
            return next.Energy > section.Energy && ensemble.BeatsPerBar > 2 ? 2 : 1;
        }

        return bar % 8 == 7 ? 1 : 0;
    }

    private static void PlayBar(Ensemble ensemble, List<DrumHit> hits, SeededRandom random, SectionPlan section, int bar, int fillBeats)
    {
        var beats = ensemble.BeatsPerBar;
        double start = (section.StartBar + bar) * beats;
        var fillFrom = beats - fillBeats;
        var part = Ensemble.IsFull(section, bar) ? ensemble.Style.Full : ensemble.Style.Light;
        if (part.Lines.Length == 0)
        {
            part = ensemble.Style.Full;
        }

        foreach (var (drum, pattern) in part.Lines)
        {
            foreach (var cell in Pattern.Parse(pattern, beats))
            {
                var strength = cell.Symbol switch
                {
                    'X' => 1,
                    'o' => 0.55,
                    '-' => 0.3,
                    '?' => random.Chance(0.4) ? 0.42 : 0,
                    _ => 0.78,
                };
                var isFilled = fillBeats > 0 && cell.Beat >= fillFrom - 1e-6 && drum != Drum.Kick;
                if (strength > 0 && !isFilled)
                {
                    Add(ensemble, hits, random, start + cell.Beat, drum, strength * Ensemble.Dynamics(section, bar + (cell.Beat / beats)));
                }
            }
        }

        if (section.Kind == "build" && section.Has('d') && bar >= section.Bars - 4)
        {
            Roll(ensemble, hits, random, section, bar);
        }
        else if (fillBeats > 0)
        {
            Fill(ensemble, hits, random, section, start + fillFrom, fillBeats, bar);
        }
    }

    private static void Fill(Ensemble ensemble, List<DrumHit> hits, SeededRandom random, SectionPlan section, double from, int beats, int bar)
    {
        Drum[] voices = ensemble.Style.Kit switch
        {
            KitKind.House or KitKind.Electronic => [Drum.Clap, Drum.Snare, Drum.Snare],
            KitKind.HipHop or KitKind.LoFi => [Drum.Snare, Drum.Rim, Drum.Snare],
            KitKind.Brushes => [Drum.Brush, Drum.Snare, Drum.Brush],
            KitKind.Latin => [Drum.CongaHigh, Drum.CongaHigh, Drum.CongaLow],
            _ => [Drum.Snare, Drum.HighTom, Drum.LowTom],
        };
        var division = ensemble.Plan.Metre.Division;
        var slots = beats * division;
        var level = Ensemble.Dynamics(section, bar + 1);
        for (var i = 0; i < slots; i++)
        {
            var isBeat = i % division == 0;
            if (!isBeat && !random.Chance(section.Energy > 0.7 ? 0.75 : 0.5))
            {
                continue;
            }

            var drum = voices[Math.Min(voices.Length - 1, i * voices.Length / slots)];
            var strength = (isBeat ? 0.85 : 0.6) * (0.8 + (0.2 * i / slots));
            Add(ensemble, hits, random, from + ((double)i / division), drum, strength * level);
        }
    }

    private static void Roll(Ensemble ensemble, List<DrumHit> hits, SeededRandom random, SectionPlan section, int bar)
    {
        var last = section.Bars - 1 - bar;
        var perBeat = last == 0 ? ensemble.Plan.Metre.Division : last == 1 && ensemble.Plan.Metre.Division == 4 ? 2 : 1;
        var beats = ensemble.BeatsPerBar;
        for (var i = 0; i < beats * perBeat; i++)
        {
            var beat = (double)i / perBeat;
            var strength = (0.35 + (0.5 * (1 - ((last + 1 - (beat / beats)) / 4)))) * (i % perBeat == 0 ? 1 : 0.8);
            Add(ensemble, hits, random, ((section.StartBar + bar) * beats) + beat, Drum.Snare, strength);
        }
    }

    private static void Add(Ensemble ensemble, List<DrumHit> hits, SeededRandom random, double beat, Drum drum, double velocity)
    {
        // Drums keep the time that everybody else leans on, so they stray least.
        var looseness = drum is Drum.Kick or Drum.Crash ? 0.3 : 0.6;
        var time = ensemble.Played(beat, random, looseness);
        var felt = Math.Clamp(velocity * (1 + (0.06 * random.NextBell())), 0.05, 1);
        if (time < ensemble.Plan.DurationSeconds)
        {
            hits.Add(new DrumHit(time, drum, (float)felt));
        }
    }
}
