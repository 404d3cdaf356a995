using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Lays out the form, the chords and the time of a piece.</summary>
internal static class Planner
{
    private const double Tail = 3.2;

    /// <summary>Plans a piece.</summary>
    /// <param name="style">Genre.</param>
    /// <param name="key">Main key.</param>
    /// <param name="bpm">Main tempo.</param>
    /// <param name="targetSeconds">Wished length; the nearest form is taken.</param>
    /// <param name="lift">Semitones that the last chorus is lifted by; 0 for none.</param>
    /// <param name="bridgeTempo">Factor of the tempo from the bridge (or break) on; 1 for none.</param>
    /// <param name="seed">Seed of all choices.</param>
    public static PiecePlan Plan(Style style, MusicalKey key, double bpm, double targetSeconds, int lift, double bridgeTempo, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Combine(seed, 1));
        var barSeconds = style.Metre.Beats * 60 / bpm;
        var form = style.Forms
            .Select(text => text.Split(' ').Select(ParseSection).ToArray())
            .MinBy(sections => Math.Abs((sections.Sum(s => s.Bars) * barSeconds) + Tail - targetSeconds))!;

        var harmony = style.HarmonyFor(key.Mode);
        var verse = random.Pick(harmony.Verse);
        var chorus = random.Pick(harmony.Chorus);
        var bridge = random.Pick(harmony.Bridge);
        var leadIn = Math.Round(random.Between(0.05, 0.45), 3);
        var time = new TimeMap(leadIn, bpm);
        var lastChorus = Array.FindLastIndex(form, s => s.Kind is "chorus" or "drop");
        lastChorus = lastChorus < 0 ? form.Length : lastChorus;
        var bridgeAt = Array.FindIndex(form, s => s.Kind is "bridge" or "break" or "solo");

        var plans = new List<SectionPlan>();
        var counts = new Dictionary<string, int>();
        var bar = 0;
        for (var i = 0; i < form.Length; i++)
        {
            var (kind, bars) = form[i];
            var occurrence = counts.GetValueOrDefault(kind);
            counts[kind] = occurrence + 1;
            var sectionKey = lift != 0 && i >= lastChorus ? new MusicalKey(Chord.PitchClass(key.Tonic + lift), key.Mode) : key;
            if (bridgeTempo != 1 && i == bridgeAt)
            {
                time.SetTempo(bar * style.Metre.Beats, Math.Round(bpm * bridgeTempo, 1));
            }

            var text = kind switch
            {
                "chorus" or "drop" => chorus,
                "bridge" or "break" => bridge,
                _ => verse,
            };
            plans.Add(new SectionPlan(
                kind, occurrence, !form.Skip(i + 1).Any(s => s.Kind == kind), bar, bars, Energy(kind, occurrence), style.LayersFor(kind, occurrence), sectionKey,
                Fill(text, sectionKey, bar, bars, style.Metre.Beats)));
            bar += bars;
        }

        var end = time.Seconds(bar * style.Metre.Beats);
        return new PiecePlan
        {
            Style = style,
            Seed = seed,
            Key = key,
            TempoBpm = bpm,
            Metre = style.Metre,
            Time = time,
            Sections = plans,
            DurationSeconds = Math.Round(end + Math.Max(Tail, style.Reverb + 1), 3),
        };
    }

    private static (string Kind, int Bars) ParseSection(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (text[..colon], int.Parse(text.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Usual energy of a section, 0–1.</summary>
    internal static double Energy(string kind, int occurrence) => Math.Min(1, 0.06 * occurrence + kind switch
    {
        "intro" => 0.4,
        "verse" => 0.6,
        "chorus" => 0.86,
        "drop" => 0.94,
        "build" => 0.66,
        "solo" => 0.76,
        "bridge" => 0.55,
        "break" => 0.42,
        _ => 0.45,
    });

    private static List<ChordSpan> Fill(string text, MusicalKey key, int startBar, int bars, int beatsPerBar)
    {
        var steps = Progression.Parse(text, key);
        var spans = new List<ChordSpan>();
        double at = startBar * beatsPerBar;
        double end = (startBar + bars) * beatsPerBar;
        for (var i = 0; at < end - 1e-6; i++)
        {
            var step = steps[i % steps.Count];
            var beats = Math.Min(step.Bars * beatsPerBar, end - at);
            if (spans.Count > 0 && spans[^1].Chord == step.Chord)
            {
                spans[^1] = spans[^1] with { Beats = spans[^1].Beats + beats };
            }
            else
            {
                spans.Add(new ChordSpan(at, beats, step.Chord));
            }

            at += beats;
        }

        return spans;
    }
}
