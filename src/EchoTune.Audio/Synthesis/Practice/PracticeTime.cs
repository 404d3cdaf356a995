using EchoTune.Audio.Synthesis.Composition;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Draws how time moves: a machine, a band that drifts, a step of the tempo, or a soloist's rubato.</summary>
internal static class PracticeTime
{
    public static (TimeMap Time, string Timing) Draw(
        SeededRandom random, PracticeEnsemble ensemble, double bpm, double leadIn, int beatsPerBar, IReadOnlyList<SectionPlan> sections)
    {
        var time = new TimeMap(leadIn, bpm);
        var isRubato = ensemble is PracticeEnsemble.SoloPiano or PracticeEnsemble.SoloGuitar && random.Chance(0.45);
        var isTyped = ensemble is PracticeEnsemble.Machine && random.Chance(0.95);
        var drift = isTyped ? 0 : isRubato ? random.Between(0.01, 0.04) : random.Chance(0.55) ? 0 : random.Between(0.005, 0.06);
        var jitter = isTyped ? 0 : isRubato ? random.Between(0.01, 0.035) : random.Chance(0.5) ? 0 : random.Between(0.003, 0.018);
        var stretch = isRubato ? random.Between(0.04, 0.16) : 0;
        var stepAt = sections.Count > 2 && random.Chance(isTyped ? 0.02 : 0.08) ? 1 + random.Next(sections.Count - 1) : -1;
        var step = random.Chance(0.75) ? random.Between(0.82, 1.25) : random.Pick((double[])[0.5, 2.0 / 3, 0.75, 4.0 / 3, 1.5]);
        double slow = random.Between(0.3, 1.2), fast = random.Between(1.5, 4), slowPhase = random.Between(0, 6.28), fastPhase = random.Between(0, 6.28);
        var isMachine = drift == 0 && jitter == 0;
        var total = sections.Sum(s => s.Bars) * beatsPerBar;
        var nominal = bpm;
        for (var s = 0; s < sections.Count; s++)
        {
            var section = sections[s];
            if (s == stepAt && nominal * step is > 42 and < 230)
            {
                nominal = Math.Round(nominal * step, 2);
                time.SetTempo(section.StartBar * beatsPerBar, nominal);
            }

            for (var beat = section.StartBar * beatsPerBar; !isMachine && beat < (section.StartBar + section.Bars) * beatsPerBar; beat++)
            {
                var through = 6.28 * beat / total;
                var wave = (0.65 * Math.Sin((slow * through) + slowPhase)) + (0.35 * Math.Sin((fast * through) + fastPhase));
                // Phrases of four bars press on towards their middle and give way at their end.
                var phrase = (beat / (double)beatsPerBar) % 4 / 4;
                var sway = (0.4 * Math.Sin(Math.PI * phrase)) - (phrase > 0.8 ? 5 * (phrase - 0.8) : 0);
                time.Bend(beat, nominal * (1 + (drift * wave) + (stretch * sway) + (jitter * random.NextBell())));
            }
        }

        var words = isRubato ? "rubato" : isMachine ? "steady" : FormattableString.Invariant($"drifting {100 * Math.Max(drift, jitter):0.0} %");
        return (time, time.Changes.Any() ? words + ", a new tempo" : words);
    }

    /// <summary>What a listener taps from the start: the median of the beats before the tempo steps.</summary>
    public static double FeltBpm(TimeMap time, int beats, double bpm)
    {
        var first = time.Changes.Select(c => c.Seconds).DefaultIfEmpty(double.MaxValue).First();
        var paces = new List<double>();
        for (var beat = 0; beat < beats && time.Seconds(beat) < first - 1e-6; beat++)
        {
            paces.Add(60 / (time.Seconds(beat + 1) - time.Seconds(beat)));
        }

        paces.Sort();
        return paces.Count == 0 ? bpm : Math.Round(paces[paces.Count / 2], 2);
    }
}
