using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Genre;
using EchoTune.Audio.Synthesis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis.Genre;

public sealed class GenreTests
{
    [Fact]
    public void Pieces_of_another_library_are_heard_as_what_they_were_composed_as()
    {
        // Composed with a seed that training never saw: other notes, keys and tempi.
        var pieces = DemoLibrary.Compose(41);
        string[] titles = ["Platform Nine", "First Light on Salt", "Sprint Finish", "The Ferry Road", "Backroad Thunder", "Yard Light"];
        var right = 0;
        foreach (var title in titles)
        {
            var piece = pieces.Single(p => p.Title == title);
            var heard = Signals.AnalyseStereo(piece.Render(TestContext.Current.CancellationToken));
            Check(heard);
            right += heard.Genres.Any(g => g.Name.Equals(piece.Genre, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
        }

        right.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("tone")]
    [InlineData("clicks")]
    [InlineData("silence")]
    [InlineData("short")]
    public void What_is_no_music_of_any_kind_has_no_genre(string what)
    {
        var tone = Signals.Silence(12);
        Signals.Tone(tone, 0, 12, 440, 0.3, decay: 0);
        var heard = Signals.Analyse(what switch
        {
            "noise" => Signals.Noise(12),
            "tone" => tone,
            "clicks" => Signals.Clicks(97, 12),
            "silence" => Signals.Silence(12),
            _ => Signals.Dance(120, 2),
        });
        heard.Genres.ShouldBeEmpty();
        Check(heard);
    }

    [Fact]
    public void The_models_take_what_the_analysers_measure_now()
    {
        var draft = new FeatureDraft { DurationSeconds = 1 };
        GenreAnalyser.Models.Genres.Columns.Count.ShouldBe(GenreAnalyser.GenreRow(draft).Length);
        GenreAnalyser.Models.Moods.Columns.Count.ShouldBe(GenreAnalyser.MoodRow(draft).Length);
        foreach (var label in GenreAnalyser.Models.Genres.Labels.Concat(GenreAnalyser.Models.Moods.Labels))
        {
            label.ShouldBe(label.ToLowerInvariant());
        }
    }

    [Fact]
    public void Moods_part_a_dance_from_a_pad()
    {
        string[] dance = Names(Signals.Dance(128, 20)), pad = Names(Signals.Pad(20));
        dance.Intersect(["calm", "relaxed", "wistful"]).ShouldBeEmpty();
        pad.Intersect(["energetic", "happy", "dramatic"]).ShouldBeEmpty();
    }

    [Fact]
    public void Moods_that_are_told_together_agree()
    {
        var quarters = GenreAnalyser.Models.Moods.Labels;
        quarters.ShouldBe(["dramatic", "happy", "relaxed", "wistful"], ignoreOrder: true);
        var random = new Random(5);
        var told = 0;
        for (var i = 0; i < 2000; i++)
        {
            var odds = quarters.Select(_ => Math.Pow(random.NextDouble(), 4)).ToArray();
            var moods = GenreAnalyser.MoodsOf(quarters, [.. odds.Select(o => o / odds.Sum())]);
            string[] names = [.. moods.Select(m => m.Name)];
            string[][] opposites = [["energetic", "calm"], ["energetic", "relaxed"], ["energetic", "wistful"], ["calm", "happy"], ["calm", "dramatic"], ["happy", "wistful"], ["relaxed", "dramatic"]];
            opposites.ShouldAllBe(pair => pair.Except(names).Any());
            moods.ShouldAllBe(m => m.Confidence >= GenreAnalyser.LeastMoodConfidence && m.Confidence <= 1);
            told += moods.Length;
        }

        told.ShouldBeGreaterThan(1000);
    }

    private static string[] Names(float[] music) => [.. Signals.Analyse(music).Moods.Select(m => m.Name)];

    private static void Check(TrackFeatures heard)
    {
        foreach (var labels in (IReadOnlyList<LabelConfidence>[])[heard.Genres, heard.Moods])
        {
            labels.Count.ShouldBeLessThanOrEqualTo(GenreAnalyser.Most);
            labels.ShouldAllBe(l => l.Confidence >= GenreAnalyser.LeastConfidence && l.Confidence <= 1);
            labels.Select(l => l.Confidence).ShouldBeInOrder(SortDirection.Descending);
        }
    }
}
