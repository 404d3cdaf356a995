using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Synthesis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class StructureTests
{
    private static readonly Lazy<(PieceTruth Truth, float[] Samples, TrackFeatures Heard)> Song = new(() =>
    {
        var piece = DemoLibrary.Compose().Single(p => p.Title == "Run the Lights");
        var samples = piece.Render(CancellationToken.None);
        return (piece.Truth, samples, Signals.AnalyseStereo(samples));
    });

    [Fact]
    public void Sections_of_a_song_begin_where_they_were_composed()
    {
        var (truth, _, heard) = Song.Value;

        heard.Segments[0].Start.ShouldBe(0);
        heard.Segments[^1].End.ShouldBe(heard.DurationSeconds, 0.01);
        heard.Segments.Zip(heard.Segments.Skip(1)).ShouldAllBe(p => p.First.End == p.Second.Start);
        var composed = truth.Sections.Skip(1).Select(s => s.Start).ToArray();
        var found = heard.Segments.Skip(1).Select(s => s.Start).ToArray();
        composed.Count(c => found.Any(f => Math.Abs(f - c) < 0.5)).ShouldBeGreaterThanOrEqualTo(composed.Length - 1);
        found.Length.ShouldBeLessThanOrEqualTo(composed.Length + 1);
    }

    [Fact]
    public void What_returns_loudest_is_the_chorus_and_an_intro_is_quieter()
    {
        var (truth, _, heard) = Song.Value;

        string At(double seconds) => heard.Segments.Single(s => s.Start <= seconds && s.End > seconds).Label;
        heard.Segments[0].Label.ShouldBe("intro");
        heard.Segments[^1].Label.ShouldBe("outro");
        truth.Sections.Where(s => s.Label == "chorus").Count(s => At((s.Start + s.End) / 2) == "chorus").ShouldBeGreaterThanOrEqualTo(2);
        heard.Segments.Where(s => s.Label == "chorus").Average(s => s.Energy).ShouldBeGreaterThan(heard.Segments[0].Energy + 0.1);
        heard.Segments.ShouldAllBe(s => s.Energy >= 0 && s.Energy <= 1);
    }

    [Fact]
    public void Phrases_begin_on_first_beats_and_sections_begin_phrases()
    {
        var heard = Song.Value.Heard;

        heard.Phrases.ShouldBeSubsetOf(heard.Downbeats);
        heard.Segments.Skip(1).ShouldAllBe(s => heard.Phrases.Any(p => Math.Abs(p - s.Start) < 0.002));
        var bars = heard.Phrases.Zip(heard.Phrases.Skip(1), (a, b) => heard.Downbeats.Count(d => d >= a && d < b)).ToArray();
        bars.Count(b => b % 4 == 0).ShouldBeGreaterThan(bars.Length * 2 / 3);
    }

    [Fact]
    public void Form_is_the_same_at_another_level_and_in_a_coarser_recording()
    {
        var (_, samples, heard) = Song.Value;
        var soft = Signals.AnalyseStereo(Signals.Gain(samples, -14));
        // Eleven bits and a little noise, as a poor encoding leaves them.
        var random = new Random(3);
        var coarse = Signals.AnalyseStereo([.. samples.Select(v => (float)(Math.Round(v * 1024) / 1024) + (0.0005f * random.NextSingle()))]);

        soft.Segments.Select(s => (s.Start, s.Label)).ShouldBe(heard.Segments.Select(s => (s.Start, s.Label)));
        soft.Phrases.ShouldBe(heard.Phrases);
        soft.Emotion.Energy.Zip(heard.Emotion.Energy).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 3);
        heard.Segments.Count(h => coarse.Segments.Any(c => Math.Abs(c.Start - h.Start) < 0.1)).ShouldBeGreaterThanOrEqualTo(heard.Segments.Count - 1);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("noise")]
    [InlineData("pad")]
    [InlineData("short")]
    [InlineData("nothing")]
    public void What_has_no_form_is_given_none(string what)
    {
        var heard = Signals.Analyse(what switch
        {
            "silence" => Signals.Silence(30),
            "noise" => Signals.Noise(40),
            "pad" => Signals.Pad(40),
            "short" => Signals.Noise(1),
            _ => [],
        });

        heard.Segments.Count.ShouldBeLessThanOrEqualTo(1);
        heard.Segments.ShouldAllBe(s => s.Label == SectionLabels.Unsure && s.Start == 0);
        heard.Phrases.ShouldBeSubsetOf(heard.Downbeats);
    }

    [Fact]
    public void A_groove_that_never_changes_is_not_cut_to_pieces()
    {
        var heard = Signals.Analyse(Signals.Groove(120, 32, 4, "x.......x.......", "....x.......x...", "x.x.x.x.x.x.x.x."));

        heard.Segments.Count.ShouldBeLessThanOrEqualTo(2);
        heard.Phrases.Count.ShouldBeInRange(2, 9);
    }

    [Fact]
    public void The_course_of_energy_follows_the_music()
    {
        var quiet = Signals.Gain(Signals.Bars(120, 4, 10), -22);
        float[] music = [.. quiet, .. Signals.Dance(120, 20)];

        var curve = Signals.Analyse(music).Emotion;

        (curve.StepSeconds * curve.Energy.Count).ShouldBe(music.Length / (double)Signals.Rate, 0.01);
        curve.Valence.Count.ShouldBe(curve.Energy.Count);
        curve.Energy.TakeLast(12).Average(e => e).ShouldBeGreaterThan(curve.Energy.Take(12).Average(e => e) + 60);
    }

    [Fact]
    public void The_bars_of_a_long_track_are_told_apart_and_compared_as_far_as_memory_allows()
    {
        var bars = BarFeatures.Of(Rows(8000), new FrameStore(24), Downbeats(5000, 8000), 8000 / StructureFrames.RowsPerSecond)!;
        var likeness = new SelfSimilarity(bars);

        bars.Count.ShouldBe(5000);
        bars.IsMusical.ShouldBeTrue();
        (likeness.Reach * likeness.Count).ShouldBeInRange(1 << 20, 1 << 21);
        likeness[3000, 2900].ShouldBe(likeness[2900, 3000]);
        new SelfSimilarity(BarFeatures.Of(Rows(800), new FrameStore(24), Downbeats(500, 800), 800 / StructureFrames.RowsPerSecond)!).Reach.ShouldBe(500);
    }

    [Fact]
    public void Bars_of_more_than_ten_hours_are_thinned_out()
    {
        var seconds = 100 / StructureFrames.RowsPerSecond;
        var part = BarMeasures.Of(Rows(100), new FrameStore(24), Downbeats(50, 100), seconds)!;

        var joined = BarMeasures.Join([.. Enumerable.Range(0, 900).Select(i => (i * seconds, part, i * seconds, (i + 1) * seconds))], 900 * seconds)!;

        joined.Count.ShouldBeInRange(BarMeasures.MostBars / 2, BarMeasures.MostBars);
        joined.IsMusical.ShouldBeFalse("several bars are one");
        joined.Starts[^1].ShouldBe(900 * seconds);
        joined.Starts.ShouldBeInOrder();
    }

    [Fact]
    public void Sections_of_usual_lengths_are_preferred_where_cues_are_weak()
    {
        var odds = Enumerable.Repeat(-4f, 32).ToArray();
        odds[8] = odds[16] = 1.5f;
        odds[23] = 0.4f;
        odds[24] = 0.3f;

        FormDecoder.Decode(odds, isMusical: true).ShouldBe([0, 8, 16, 24]);
        FormDecoder.Decode([.. Enumerable.Repeat(-4f, 32)], isMusical: true).ShouldBe([0]);
    }

    [Fact]
    public void Phrases_are_counted_from_the_start_of_each_section()
    {
        var odds = Enumerable.Repeat(-5f, 26).ToArray();
        foreach (var bar in (int[])[4, 8, 12, 14, 18, 22])
        {
            odds[bar] = -1;
        }

        PhraseFinder.Find([0, 14], odds).ShouldBe([0, 4, 8, 12, 14, 18, 22]);
        // Lines of eight bars and nothing at those of four.
        odds = [.. Enumerable.Range(0, 32).Select(i => i % 8 == 0 ? -1f : -5)];
        PhraseFinder.Find([0, 16], odds).ShouldBe([0, 8, 16, 24]);
    }

    private static StructureFrames Rows(int count)
    {
        var frames = new StructureFrames();
        Span<float> row = new float[StructureFrames.Bands + StructureFrames.Registers];
        for (var i = 0; i < count; i++)
        {
            row.Fill(1 + (i % 7));
            frames.AddRow(row);
        }

        return frames;
    }

    private static double[] Downbeats(int bars, int rows) => [.. Enumerable.Range(0, bars).Select(i => i * rows / StructureFrames.RowsPerSecond / bars)];
}
