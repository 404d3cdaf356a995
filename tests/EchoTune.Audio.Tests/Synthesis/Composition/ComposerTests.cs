using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Theory;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Composition;

public sealed class ComposerTests
{
    [Fact]
    public void The_same_plan_gives_the_same_score_and_another_seed_another()
    {
        var first = Composer.Compose(TestStyles.Plan(TestStyles.Pop));
        var again = Composer.Compose(TestStyles.Plan(TestStyles.Pop));
        var other = Composer.Compose(TestStyles.Plan(TestStyles.Pop, seed: 8));

        again.Drums.ShouldBe(first.Drums);
        again.Parts.Select(p => p.Layer).ShouldBe(first.Parts.Select(p => p.Layer));
        foreach (var (a, b) in again.Parts.Zip(first.Parts))
        {
            a.Notes.ShouldBe(b.Notes);
        }

        Notes(other, Layer.Lead).Select(n => n.Pitch).ShouldNotBe(Notes(first, Layer.Lead).Select(n => n.Pitch));
    }

    [Fact]
    public void A_quiet_ending_stays_quiet()
    {
        var plan = TestStyles.Plan(TestStyles.Pop with { Layers = "intro=hcp verse=hbcla chorus=dbcplx bridge=bcpl outro=cp" });
        var score = Composer.Compose(plan);
        var end = plan.Time.Seconds(plan.Sections[^1].StartBar * plan.Metre.Beats) - 0.1;

        score.Drums.ShouldNotContain(hit => hit.Start > end);
        Notes(score, Layer.Bass).ShouldNotContain(note => note.Start > end);
        Notes(score, Layer.Lead).ShouldNotContain(note => note.Start > end);
        var chords = Notes(score, Layer.Comp).Where(note => note.Start > end).ToList();
        chords[^1].Velocity.ShouldBeLessThanOrEqualTo(chords[..^4].Max(note => note.Velocity));

        var loud = Composer.Compose(TestStyles.Plan(TestStyles.Pop with { Layers = "intro=hcp verse=hbcla chorus=dbcplx bridge=bcpl outro=dbc" }));
        loud.Drums.ShouldContain(hit => hit.Start > end + 1 && hit.Drum == Drum.Crash);
    }

    [Fact]
    public void An_ensemble_with_dynamics_is_quiet_where_the_music_is_and_breathes_with_the_phrase()
    {
        var plan = TestStyles.Plan(TestStyles.Pop with { Dynamics = 10 });
        var swell = Composer.Compose(plan).Swell;

        swell.Select(point => point.Seconds).ShouldBeInOrder(SortDirection.Ascending);
        double Highest(string kind)
        {
            var section = plan.Sections.First(s => s.Kind == kind);
            double from = plan.Time.Seconds(section.StartBar * plan.Metre.Beats), to = plan.Time.Seconds((section.StartBar + section.Bars) * plan.Metre.Beats);
            return swell.Where(point => point.Seconds >= from && point.Seconds < to).Max(point => point.Db);
        }

        (Highest("chorus") - Highest("intro")).ShouldBe(10, 0.01);
        Highest("verse").ShouldBeInRange(Highest("intro") + 2, Highest("chorus") - 2);
        (swell[1].Db - swell[0].Db).ShouldBe(2.4, 0.01);
        Composer.Compose(TestStyles.Plan(TestStyles.Pop)).Swell.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Any_plan_gives_notes_that_an_instrument_can_play_within_the_piece(int number)
    {
        var style = TestStyles.Any(number);
        var mode = number % 2 == 0 ? KeyMode.Major : KeyMode.Minor;
        for (var i = 0; i < 12; i++)
        {
            var plan = TestStyles.Plan(style, i, mode, 60 + (11 * i), (ulong)(number + (100 * i)), i % 3, i % 2 == 0 ? 1 : 0.9);
            var score = Composer.Compose(plan);

            score.Drums.ShouldNotBeEmpty();
            score.Drums.ShouldAllBe(h => h.Start >= 0 && h.Start < plan.DurationSeconds && h.Velocity > 0 && h.Velocity <= 1);
            score.Drums.Select(h => h.Start).ShouldBeInOrder();
            foreach (var part in score.Parts)
            {
                part.Notes.ShouldAllBe(n => n.Start >= 0 && n.Length > 0 && n.Start + n.Length <= plan.DurationSeconds + 1e-6);
                part.Notes.ShouldAllBe(n => n.Velocity > 0 && n.Velocity <= 1 && n.Pitch >= 24 && n.Pitch <= 100);
                part.Notes.Select(n => n.Start).ShouldBeInOrder();
            }

            Notes(score, Layer.Bass).ShouldAllBe(n => n.Pitch >= BassWriter.Low && n.Pitch <= BassWriter.High);
            Notes(score, Layer.Lead).ShouldAllBe(n => n.Pitch >= style.LeadLow && n.Pitch <= style.LeadHigh);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Melodies_rest_on_chord_tones_and_basses_on_roots(int number)
    {
        int strong = 0, consonant = 0, downbeats = 0, roots = 0;
        for (var seed = 0UL; seed < 12; seed++)
        {
            var plan = TestStyles.Plan(TestStyles.Any(number), number, number % 2 == 0 ? KeyMode.Minor : KeyMode.Major, seed: seed);
            var score = Composer.Compose(plan);
            foreach (var (beat, chord) in Beats(plan))
            {
                var isDownbeat = beat % plan.Metre.Beats == 0;
                var isStrong = isDownbeat || (plan.Metre.Beats != 3 && beat % plan.Metre.Beats == (plan.Metre.Beats + 1) / 2);
                foreach (var note in isStrong ? At(score, plan, Layer.Lead, beat) : [])
                {
                    strong++;
                    consonant += chord.Contains(note.Pitch) ? 1 : 0;
                }

                foreach (var note in isDownbeat ? At(score, plan, Layer.Bass, beat) : [])
                {
                    downbeats++;
                    roots += Chord.PitchClass(note.Pitch) == chord.Root ? 1 : 0;
                }
            }
        }

        strong.ShouldBeGreaterThan(100);
        ((double)consonant / strong).ShouldBeGreaterThan(0.8);
        downbeats.ShouldBeGreaterThan(50);
        ((double)roots / downbeats).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Chords_and_pads_play_only_tones_of_their_chord()
    {
        var plan = TestStyles.Plan(TestStyles.Pop, 3, KeyMode.Minor);
        var score = Composer.Compose(plan);

        foreach (var note in Notes(score, Layer.Comp).Concat(Notes(score, Layer.Pad)).Concat(Notes(score, Layer.Arpeggio)))
        {
            var chord = ChordAt(plan, note.Start + 0.06);
            var before = ChordAt(plan, note.Start - 0.03);
            (chord.Contains(note.Pitch) || before.Contains(note.Pitch)).ShouldBeTrue($"{note.Pitch} over {chord.Label} at {note.Start}");
        }
    }

    [Fact]
    public void A_melody_moves_mostly_by_step_and_never_far()
    {
        foreach (var number in Enumerable.Range(0, 6))
        {
            var lead = Notes(Composer.Compose(TestStyles.Plan(TestStyles.Any(number))), Layer.Lead);
            var intervals = lead.Zip(lead.Skip(1), (a, b) => Math.Abs(b.Pitch - a.Pitch)).ToList();

            intervals.Count(i => i <= 4).ShouldBeGreaterThan(intervals.Count * 6 / 10);
            intervals.Max().ShouldBeLessThanOrEqualTo(16);
            lead.Select(n => n.Pitch).Distinct().Count().ShouldBeGreaterThan(4);
        }
    }

    [Fact]
    public void A_repeated_section_repeats_its_tune()
    {
        var plan = Planner.Plan(TestStyles.Pop, new MusicalKey(0, KeyMode.Major), 112, 110, 0, 1, 3);
        var lead = Notes(Composer.Compose(plan), Layer.Lead);
        var verses = plan.Sections.Where(s => s.Kind == "verse").Select(s => Tune(plan, lead, s)).ToList();

        verses.Count.ShouldBe(2);
        verses[1].Intersect(verses[0]).Count().ShouldBeGreaterThan(verses[0].Count * 6 / 10);
    }

    [Fact]
    public void The_melody_ends_on_the_tonic_and_reaches_its_highest_note_in_a_chorus()
    {
        foreach (var seed in Enumerable.Range(0, 10))
        {
            var plan = TestStyles.Plan(TestStyles.Pop, seed, seed % 2 == 0 ? KeyMode.Major : KeyMode.Minor, seed: (ulong)seed);
            var lead = Notes(Composer.Compose(plan), Layer.Lead);
            var highest = lead.Max(n => n.Pitch);
            var chorus = plan.Sections.Last(s => s.Kind == "chorus");

            Chord.PitchClass(lead[^1].Pitch).ShouldBe(plan.FinalChord.Root);
            lead.Where(n => n.Pitch == highest).ShouldContain(n =>
                n.Start > plan.Time.Seconds(chorus.StartBar * 4) - 0.05 && n.Start < plan.Time.Seconds((chorus.StartBar + chorus.Bars) * 4));
        }
    }

    [Fact]
    public void Lead_and_chords_do_not_rub_on_beats()
    {
        var rubs = 0;
        var beats = 0;
        foreach (var seed in Enumerable.Range(0, 12))
        {
            var plan = TestStyles.Plan(TestStyles.Any(seed), seed, seed % 2 == 0 ? KeyMode.Major : KeyMode.Minor, seed: (ulong)seed);
            var score = Composer.Compose(plan);
            var comp = Notes(score, Layer.Comp);
            foreach (var (beat, _) in Beats(plan).Where(b => b.Beat % plan.Metre.Beats == 0))
            {
                foreach (var note in At(score, plan, Layer.Lead, beat))
                {
                    beats++;
                    rubs += comp.Any(c => c.Start <= note.Start + 0.03 && c.Start + c.Length > note.Start + 0.06 && Math.Abs(c.Pitch - note.Pitch) == 1) ? 1 : 0;
                }
            }
        }

        beats.ShouldBeGreaterThan(100);
        rubs.ShouldBeLessThan(beats / 50);
    }

    [Fact]
    public void A_chord_that_is_anticipated_is_struck_before_its_bar_and_held_over_the_bar_line()
    {
        var style = TestStyles.Pop with { CompFull = ["______________x_"], CompLight = ["______________x_"], Strum = 0, HumanMs = 0, Anticipation = 0.55 };
        var plan = TestStyles.Plan(style);
        var comp = Notes(Composer.Compose(plan), Layer.Comp);
        var early = 0;
        foreach (var (beat, chord) in Beats(plan).Where(b => b.Beat % 4 == 0 && b.Beat > 16 && b.Beat < 64))
        {
            var at = plan.Time.Seconds(beat - 0.5);
            var struck = comp.Where(n => Math.Abs(n.Start - at) < 0.005).ToList();
            var isFirstOfSection = plan.Sections.Any(s => s.StartBar * 4 == beat);
            struck.ShouldAllBe(n => chord.Contains(n.Pitch) && (isFirstOfSection || n.Start + n.Length > plan.Time.Seconds(beat + 1)));
            early += struck.Count;
        }

        early.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_broken_chord_may_run_across_bars()
    {
        var figure = string.Concat(Enumerable.Repeat("0..", 16));
        var plan = TestStyles.Plan(TestStyles.Pop with { Layers = "intro=ca verse=ca verse2=ca chorus=ca bridge=ca outro=ca", Arp = [figure], ArpBars = 3, HumanMs = 0 });
        var section = plan.Sections.First(s => s.Bars >= 8);
        double from = plan.Time.Seconds(section.StartBar * 4), to = plan.Time.Seconds((section.StartBar + 6) * 4);
        var starts = Notes(Composer.Compose(plan), Layer.Arpeggio).Select(n => n.Start).Where(s => s > from - 0.01 && s < to - 0.01).ToList();

        starts.Count.ShouldBe(32);
        starts.Zip(starts.Skip(1)).ShouldAllBe(p => Math.Abs(p.Second - p.First - (0.75 * 60 / plan.TempoBpm)) < 0.003);
    }

    public static IEnumerable<TheoryDataRow<int>> Numbers() => Enumerable.Range(0, 6).Select(i => new TheoryDataRow<int>(i));

    private static IReadOnlyList<ScoreNote> Notes(PieceScore score, Layer layer) => score.Parts.FirstOrDefault(p => p.Layer == layer)?.Notes ?? [];

    private static IEnumerable<(int Beat, Chord Chord)> Beats(PiecePlan plan) =>
        plan.Sections.SelectMany(s => s.Chords).SelectMany(c => Enumerable.Range((int)Math.Ceiling(c.StartBeat), (int)Math.Ceiling(c.Beats)).Where(b => b < c.EndBeat).Select(b => (b, c.Chord)));

    private static IEnumerable<ScoreNote> At(PieceScore score, PiecePlan plan, Layer layer, int beat) =>
        Notes(score, layer).Where(n => Math.Abs(n.Start - plan.Time.Seconds(beat)) < 0.035);

    private static Chord ChordAt(PiecePlan plan, double seconds) =>
        plan.Sections.SelectMany(s => s.Chords).Where(c => plan.Time.Seconds(c.StartBeat) <= seconds && plan.Time.Seconds(c.EndBeat) > seconds)
            .Select(c => c.Chord).DefaultIfEmpty(plan.FinalChord).First();

    private static HashSet<(int Position, int Pitch)> Tune(PiecePlan plan, IReadOnlyList<ScoreNote> lead, SectionPlan section)
    {
        var start = plan.Time.Seconds(section.StartBar * plan.Metre.Beats);
        var end = plan.Time.Seconds((section.StartBar + section.Bars) * plan.Metre.Beats);
        return [.. lead.Where(n => n.Start >= start - 0.03 && n.Start < end - 0.03).Select(n => ((int)Math.Round((n.Start - start) * plan.TempoBpm / 60 * 4), n.Pitch))];
    }
}
