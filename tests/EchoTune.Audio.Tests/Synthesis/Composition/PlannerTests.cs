using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Composition;

public sealed class PlannerTests
{
    [Fact]
    public void Chords_fill_every_section_without_gaps()
    {
        for (var number = 0; number < 12; number++)
        {
            var plan = TestStyles.Plan(TestStyles.Any(number), number, number % 2 == 0 ? KeyMode.Major : KeyMode.Minor, seed: (ulong)number);
            double at = 0;
            foreach (var span in plan.Sections.SelectMany(s => s.Chords))
            {
                span.StartBeat.ShouldBe(at, 1e-9);
                span.Beats.ShouldBeGreaterThan(0);
                at = span.EndBeat;
            }

            at.ShouldBe(plan.FinalBeat, 1e-9);
            plan.DurationSeconds.ShouldBeGreaterThan(plan.Time.Seconds(plan.FinalBeat) + 3);
        }
    }

    [Fact]
    public void The_last_chorus_is_lifted_and_what_has_no_chorus_is_not()
    {
        var lifted = TestStyles.Plan(TestStyles.Pop, 0, lift: 2);
        var last = lifted.Sections.Last(s => s.Kind == "chorus");
        lifted.Sections.ShouldAllBe(s => s.Key.Tonic == (s.StartBar >= last.StartBar ? 2 : 0));

        TestStyles.Plan(TestStyles.Swing, 0, lift: 2).Sections.ShouldAllBe(s => s.Key.Tonic == 0);
    }

    [Fact]
    public void A_change_of_tempo_stretches_only_what_follows()
    {
        var time = new TimeMap(0.5, 120);
        time.SetTempo(8, 60);

        time.Seconds(0).ShouldBe(0.5);
        time.Seconds(8).ShouldBe(4.5);
        time.Seconds(10).ShouldBe(6.5);
        time.Seconds(6).ShouldBe(3.5);
        time.Bpm(7.9).ShouldBe(120);
        time.Bpm(8).ShouldBe(60);
        time.Changes.ShouldBe([(4.5, 60.0)]);
    }

    [Fact]
    public void Swing_delays_off_beats_and_leaves_beats_and_triplets_where_they_are()
    {
        var plan = TestStyles.Plan(TestStyles.Swing with { Swing = 1 }, bpm: 60);
        var ensemble = new Ensemble(plan);
        var start = plan.Time.Seconds(0);

        (ensemble.Seconds(3) - start).ShouldBe(3, 1e-9);
        (ensemble.Seconds(3.5) - start).ShouldBe(3 + (2.0 / 3), 1e-9);
        (ensemble.Seconds(3 + (1.0 / 3)) - start).ShouldBe(3 + (1.0 / 3), 1e-9);

        var sixteenths = new Ensemble(TestStyles.Plan(TestStyles.Swing with { Swing = 0.6, SwingGrid = 4 }, bpm: 60));
        (sixteenths.Seconds(3.5) - start).ShouldBe(3.5, 1e-9);
        (sixteenths.Seconds(3.25) - start).ShouldBe(3.3, 1e-9);
    }

    [Fact]
    public void Kicks_on_the_beat_stay_within_the_players_imprecision()
    {
        var plan = TestStyles.Plan(TestStyles.March(Metre.SixEight));
        var beats = Enumerable.Range(0, (int)plan.FinalBeat + 1).Select(b => plan.Time.Seconds(b)).ToList();

        foreach (var kick in Composer.Compose(plan).Drums.Where(d => d.Drum == Drum.Kick))
        {
            beats.Min(b => Math.Abs(b - kick.Start)).ShouldBeLessThanOrEqualTo(3.5 * plan.Style.HumanMs / 1000);
        }
    }
}
