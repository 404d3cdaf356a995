namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>A note of a tune before it meets chords.</summary>
/// <param name="Beat">Beats from the start of its bar.</param>
/// <param name="Contour">Scale steps above the tune's middle.</param>
internal readonly record struct TuneNote(double Beat, int Contour);

/// <summary>
/// An eight-bar tune grown from one motif: stated, answered, moved and cadenced as a question, then again as an answer.
/// </summary>
internal sealed class Tune
{
    private Tune(IReadOnlyList<TuneNote>[] bars) => Bars = bars;

    /// <summary>Eight bars; the fourth and eighth are cadences.</summary>
    public IReadOnlyList<TuneNote>[] Bars { get; }

    /// <summary>Invents a tune.</summary>
    public static Tune Invent(SeededRandom random, Metre metre, double density, double syncopation, bool isSwung)
    {
        var rhythm = Rhythm(random, metre, density, syncopation, isSwung);
        var answerRhythm = Rhythm(random, metre, density * 0.75, syncopation, isSwung);
        var motif = Shape(random, rhythm, random.Next(3));
        var answer = Shape(random, answerRhythm, -1);
        var shift = random.Chance(0.6) ? 1 : -1;
        var cadence = Cadence(random, metre);
        return new Tune(
        [
            motif, answer, Move(motif, shift), cadence,
            motif, Move(answer, shift), Move(motif, shift * 2), Move(cadence, -1),
        ]);
    }

    private static List<double> Rhythm(SeededRandom random, Metre metre, double density, double syncopation, bool isSwung)
    {
        // Sixteenths only where the tune is dense; otherwise eighths (thirds of a compound beat).
        var division = metre.Division == 3 ? 3 : density > 2.2 && !isSwung ? 4 : 2;
        var count = Math.Clamp((int)Math.Round(density * metre.Beats), 1, division * metre.Beats);
        var slots = new List<(double Beat, double Weight)>();
        var isFrontHeavy = random.Chance(0.55);
        for (var i = 0; i < division * metre.Beats; i++)
        {
            // One half of the bar is busier than the other: a motif needs air to be recognised.
            var isBusy = i * 2 < division * metre.Beats == isFrontHeavy;
            var isBeat = i % division == 0;
            var isHalf = division == 4 && i % 2 == 0;
            var weight = isBeat ? 1.05 - (0.6 * syncopation) : isHalf || division < 4 ? 0.45 + (0.6 * syncopation) : 0.12 + (0.5 * syncopation);
            slots.Add(((double)i / division, (i == 0 ? 3 : 1) * weight * (isBusy ? 1.3 : 0.75) * random.Between(0.15, 1)));
        }

        return [.. slots.OrderByDescending(s => s.Weight).ThenBy(s => s.Beat).Take(count).Select(s => s.Beat).Order()];
    }

    private static List<TuneNote> Shape(SeededRandom random, List<double> rhythm, int kind)
    {
        var notes = new List<TuneNote>();
        var level = kind switch { 0 => 0, 1 => -1, 2 => 2, _ => 1 };
        for (var i = 0; i < rhythm.Count; i++)
        {
            notes.Add(new TuneNote(rhythm[i], Math.Clamp(level, -4, 5)));
            var through = (double)i / Math.Max(1, rhythm.Count - 1);
            var tendency = kind switch { 0 => 0.75, 1 => through < 0.5 ? 0.85 : 0.2, 2 => 0.3, _ => 0.3 };
            var direction = random.Chance(tendency) ? 1 : -1;
            level += random.Chance(0.16) ? 0 : direction * (random.Chance(0.22) ? 2 : 1);
        }

        return notes;
    }

    private static List<TuneNote> Cadence(SeededRandom random, Metre metre)
    {
        var notes = new List<TuneNote> { new(0, 1) };
        if (metre.Beats > 2 && random.Chance(0.6))
        {
            notes.Add(new TuneNote(1, 0));
        }

        return notes;
    }

    private static List<TuneNote> Move(List<TuneNote> notes, int steps) => [.. notes.Select(n => n with { Contour = n.Contour + steps })];
}
