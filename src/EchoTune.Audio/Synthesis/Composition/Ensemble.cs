using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>What all writers share while a plan is performed: chords by beat, time with swing and human imprecision, dynamics.</summary>
internal sealed class Ensemble
{
    private const double Tiny = 1e-6;
    private readonly ChordSpan[] _chords;

    public Ensemble(PiecePlan plan)
    {
        Plan = plan;
        var spans = plan.Sections.SelectMany(s => s.Chords).ToList();
        spans.Add(new ChordSpan(plan.FinalBeat, Math.Max(1, plan.Metre.Beats), plan.FinalChord));
        _chords = [.. spans];
    }

    public PiecePlan Plan { get; }

    public Style Style => Plan.Style;

    public int BeatsPerBar => Plan.Metre.Beats;

    /// <summary>
    /// How hard the closing chord is played against its usual level: as it comes after drums that play in full, and softer
    /// after anything else.
    /// </summary>
    public double Closing => Plan.Sections[^1].Has('d') ? 1 : 0.7;

    /// <summary>Chords in order, the closing chord last.</summary>
    public IReadOnlyList<ChordSpan> Chords => _chords;

    /// <summary>A generator for one writer, independent of what the other writers draw.</summary>
    public SeededRandom Random(string writer) => new(SeededRandom.Combine(Plan.Seed, SeededRandom.Hash(writer)));

    /// <summary>The chord that sounds at a beat; one that starts there counts.</summary>
    public ChordSpan ChordAt(double beat)
    {
        int low = 0, high = _chords.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_chords[middle].StartBeat <= beat + Tiny)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _chords[low];
    }

    /// <summary>Exact time of a beat in seconds, off-positions swung.</summary>
    public double Seconds(double beat) => Plan.Time.Seconds(Swung(beat));

    /// <summary>Time in seconds as a player hits it: at most three deviations (capped at 25 ms) off.</summary>
    /// <param name="beat">Beats from the first downbeat.</param>
    /// <param name="random">The player's generator.</param>
    /// <param name="looseness">Factor of the style's deviation.</param>
    public double Played(double beat, SeededRandom random, double looseness = 1)
    {
        var deviation = Math.Clamp(random.NextBell() * Style.HumanMs * looseness, -25, 25) / 1000;
        return Math.Max(0, Seconds(beat) + deviation);
    }

    /// <summary>A note from beat to beat; it never outlasts the piece.</summary>
    public ScoreNote Note(double beat, double beats, int pitch, double velocity, SeededRandom random, double looseness = 1)
    {
        var start = Math.Min(Played(beat, random, looseness), Plan.DurationSeconds - 0.05);
        var end = Math.Min(Seconds(beat + beats), Plan.DurationSeconds);
        var felt = velocity * (1 + (0.05 * random.NextBell()));
        return new ScoreNote(start, Math.Max(0.03, end - start), pitch, (float)Math.Clamp(felt, 0.05, 1));
    }

    /// <summary>Loudness of playing at a bar of a section, 0–1: by energy, swelling in intros and builds, fading in outros.</summary>
    public static double Dynamics(SectionPlan section, double barInSection)
    {
        var through = section.Bars == 0 ? 0 : barInSection / section.Bars;
        var shape = section.Kind switch
        {
            "intro" => 0.84 + (0.16 * through),
            "build" => 0.72 + (0.28 * through),
            "outro" => 1 - (0.3 * through),
            _ => 0.97 + (0.03 * through),
        };
        return (0.55 + (0.45 * section.Energy)) * shape;
    }

    /// <summary>Whether the section is played with the full patterns of the style rather than the light ones.</summary>
    public static bool IsFull(SectionPlan section, int barInSection) =>
        (section.Has('d') || section.Energy >= 0.8) && !section.Has('h') && !(section.Kind == "outro" && barInSection * 2 >= section.Bars && section.Bars > 2);

    private double Swung(double beat)
    {
        if (Style.Swing <= 0 || Plan.Metre.Division == 3)
        {
            return beat;
        }

        // Triplets already lie where swing would move the off-beats to; moving them again would smear them.
        var thirds = beat * 3;
        if (Math.Abs(thirds - Math.Round(thirds)) < 1e-4)
        {
            return beat;
        }

        var pair = 2.0 / Math.Max(2, Style.SwingGrid);
        var start = Math.Floor((beat + Tiny) / pair) * pair;
        var within = (beat - start) / pair;
        var middle = 0.5 + (Style.Swing / 6);
        var moved = within < 0.5 ? within * middle / 0.5 : middle + ((within - 0.5) * (1 - middle) / 0.5);
        return start + (moved * pair);
    }
}
