using EchoTune.Audio.Analysis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>A chapter of a very long track counts on where the one before it left off.</summary>
public sealed class GridSeamTests
{
    // Both heard a minute; the earlier chapter 200 s before it: 120 BPM in four, a bar line at 0.3 s.
    private static readonly GridTail Tail = new(Grid(-200 + 0.3, 60, 0.5), Grid(-200 + 0.3, 60, 2));

    [Fact]
    public void The_same_grid_stays_as_it_is()
    {
        var draft = Continue(Grid(0.31, 600, 0.5), Grid(0.31, 600, 2));
        draft.Beats.ShouldBe(Grid(0.31, 600, 0.5));
        draft.Downbeats.ShouldBe(Grid(0.31, 600, 2));
    }

    [Fact]
    public void Half_double_and_off_beats_are_counted_on_as_before()
    {
        foreach (var beats in (double[][])[Grid(0.3, 600, 1), Grid(0.05, 600, 0.25), Grid(0.05, 600, 0.5), Grid(0.8, 600, 1)])
        {
            var draft = Continue(beats, [.. beats.Where((_, i) => i % 4 == 1)]);
            var inside = draft.Beats.Where(b => b is > 2 and < 598).ToArray();
            inside.ShouldAllBe(b => Math.Abs(((b - 0.3) / 0.5) - Math.Round((b - 0.3) / 0.5)) < 0.05, $"from {beats[0]} s, every {beats[1] - beats[0]} s");
            ((double)inside.Length).ShouldBe(1192, 1);
            draft.Downbeats.Where(b => b is > 2 and < 598).ShouldAllBe(b => Math.Abs(((b - 0.3) / 2) - Math.Round((b - 0.3) / 2)) < 0.02);
            ((double)draft.Downbeats.Count).ShouldBe(300, 2);
            draft.TempoBpm.ShouldBe(120, 0.1);
            draft.TempoChanges.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Bars_count_on_until_the_music_breaks_off()
    {
        // A gap of a beat and a half at 300 s: another piece, with bars of its own.
        double[] beats = [.. Grid(0.3, 300, 0.5), .. Grid(301.05, 600, 0.5)];
        double[] bars = [.. Grid(1.3, 300, 2), .. Grid(301.55, 600, 2)];

        var draft = Continue(beats, bars);

        draft.Beats.ShouldBe(beats);
        draft.Downbeats.Where(b => b < 300).ShouldBe(Grid(0.3, 300, 2));
        draft.Downbeats.Where(b => b > 300).ShouldBe(Grid(301.55, 600, 2));
    }

    [Theory]
    [InlineData(0.41, 0.5)]
    [InlineData(0.3, 0.75)]
    [InlineData(0.3, 0.53)]
    public void Other_music_is_left_as_it_is(double first, double period)
    {
        var draft = Continue(Grid(first, 600, period), Grid(first, 600, 4 * period));
        draft.Beats.ShouldBe(Grid(first, 600, period));
        draft.Downbeats.ShouldBe(Grid(first, 600, 4 * period));
    }

    [Fact]
    public void What_has_no_pulse_before_or_after_is_left_as_it_is()
    {
        Continue([], []).Beats.ShouldBeEmpty();
        var draft = new FeatureDraft { DurationSeconds = 600, Beats = Grid(0.3, 600, 1), Downbeats = Grid(0.3, 600, 4) };
        GridSeam.Continue(draft, new GridTail([], []));
        GridSeam.Continue(draft, new GridTail(Grid(50, 60, 0.5), Grid(50, 60, 2)));
        draft.Beats.ShouldBe(Grid(0.3, 600, 1));
    }

    [Fact]
    public void A_page_turns_on_a_bar_line_that_both_heard_or_where_another_piece_begins()
    {
        TrackFeatures Chapter(double first, params TempoChange[] changes) => new()
        {
            AnalyserVersion = "v", DurationSeconds = 300, TempoBpm = 120, TempoConfidence = 1, LoudnessLufs = -12, TruePeakDb = -1, Beats = Grid(first, 300, 0.5), Downbeats = Grid(first, 300, 2), TempoChanges = changes,
        };
        GridSeam.Between(Chapter(0.3), 240, Chapter(0.31)).ShouldBe(270.31, 0.001);
        GridSeam.Between(Chapter(0.3), 240, Chapter(0.31, new TempoChange(20, 90))).ShouldBe(260.31, 0.001);
        GridSeam.Between(Chapter(0.3, new TempoChange(284, 90)), 240, Chapter(0.31)).ShouldBe(284.31, 0.001);
        // Nothing to hold on to: the middle.
        GridSeam.Between(Chapter(0.3), 240, Chapter(400)).ShouldBe(270);
    }

    private static FeatureDraft Continue(double[] beats, double[] downbeats)
    {
        var draft = new FeatureDraft { DurationSeconds = 600, Beats = beats, Downbeats = downbeats };
        if (beats.Length > 1)
        {
            draft.TempoBpm = 60 / (beats[1] - beats[0]);
        }

        GridSeam.Continue(draft, Tail);
        return draft;
    }

    private static double[] Grid(double first, double end, double period) =>
        [.. Enumerable.Range(0, Math.Max(0, (int)Math.Ceiling((end - first) / period))).Select(i => Math.Round(first + (i * period), 4))];
}
