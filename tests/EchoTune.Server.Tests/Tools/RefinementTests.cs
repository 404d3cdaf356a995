using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Server.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Server.Tests.Tools;

public sealed class RefinementTests
{
    private static readonly TrackFeatures Heard = new()
    {
        AnalyserVersion = "test", DurationSeconds = 100, TempoBpm = 128, TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1, Energy = 0.8, Valence = 0.6,
    };

    [Fact]
    public void Calmer_asks_for_less_energy_than_what_plays_and_drops_words_that_contradict()
    {
        var next = Refinement.Apply(new Criteria { Moods = ["energetic", "happy"], Genres = ["house"] }, new RefineArguments { Energy = "less" }, Heard);

        next.Energy!.Max!.Value.ShouldBeLessThan(0.8);
        next.Energy.Min.ShouldBeNull();
        next.Moods.ShouldBe(["happy"]);
        next.Genres.ShouldBe(["house"]);
    }

    [Theory]
    [InlineData("running", "less", null)]
    [InlineData("running", "more", "running")]
    [InlineData("sleeping", "more", null)]
    [InlineData("cooking", "less", "cooking")]
    public void An_activity_that_contradicts_is_dropped(string activity, string energy, string? left) =>
        Refinement.Apply(new Criteria { Activity = activity }, new RefineArguments { Energy = energy }, Heard).Activity.ShouldBe(left);

    [Fact]
    public void Slower_and_faster_are_measured_from_what_plays()
    {
        Refinement.Apply(new Criteria(), new RefineArguments { Tempo = "less" }, Heard).TempoBpm!.Max!.Value.ShouldBeLessThan(122);
        Refinement.Apply(new Criteria(), new RefineArguments { Tempo = "more" }, Heard).TempoBpm!.Min!.Value.ShouldBeGreaterThan(134);
    }

    [Fact]
    public void Without_anything_heard_the_middle_of_the_request_counts()
    {
        var next = Refinement.Apply(new Criteria { TempoBpm = new NumberRange(100, 110) }, new RefineArguments { Tempo = "less" }, heard: null);

        next.TempoBpm!.Max!.Value.ShouldBeLessThan(105);
    }

    [Fact]
    public void Calmer_twice_never_leaves_the_range()
    {
        var criteria = new Criteria();
        for (var i = 0; i < 10; i++)
        {
            criteria = Refinement.Apply(criteria, new RefineArguments { Energy = "less" }, heard: null);
            criteria.Energy!.Max!.Value.ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void A_change_that_names_something_new_keeps_the_rest()
    {
        var next = Refinement.Apply(
            new Criteria { Genres = ["soul"], Activity = "cooking" }, new RefineArguments { Criteria = new Criteria { Era = new YearRange(1970, 1979) } }, heard: null);

        next.Genres.ShouldBe(["soul"]);
        next.Activity.ShouldBe("cooking");
        next.Era.ShouldBe(new YearRange(1970, 1979));
    }

    [Theory]
    [InlineData("more", "happy")]
    [InlineData("less", "sad")]
    public void Happier_and_sadder_name_the_mood(string direction, string mood) =>
        Refinement.Apply(new Criteria { Moods = [direction == "more" ? "sad" : "happy"] }, new RefineArguments { Valence = direction }, null).Moods.ShouldBe([mood]);
}
