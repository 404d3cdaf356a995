using EchoTune.Catalog.Requests;
using EchoTune.Server.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Server.Tests.Tools;

public sealed class CriteriaWordsTests
{
    [Fact]
    public void A_chill_friday_is_called_so() =>
        CriteriaWords.Title(new Criteria { Moods = ["calm"], DayOfWeek = "friday" }).ShouldBe("Calm Friday");

    [Fact]
    public void Era_genre_and_activity_make_a_title() =>
        CriteriaWords.Title(new Criteria { Era = new YearRange(1980, 1989), Genres = ["rock"], Activity = "workout" }).ShouldBe("80s Rock Workout");

    [Fact]
    public void Nothing_asked_for_is_for_you() => CriteriaWords.Title(new Criteria()).ShouldBe("For You");

    [Fact]
    public void A_title_is_never_too_long() => CriteriaWords.Title(new Criteria { Text = new string('x', 500) }).Length.ShouldBeLessThanOrEqualTo(80);

    [Fact]
    public void Words_say_all_that_was_asked_for() =>
        CriteriaWords.Describe(new Criteria { Moods = ["energetic"], Activity = "waking_up", TempoBpm = new NumberRange(115, 125), Era = new YearRange(2000, 2009), Familiarity = "new" })
            .ShouldBe("energetic, 2000s, waking up, 115–125 BPM, new to you");

    /// <summary>The words stand behind "for", "fits" and "chosen for:".</summary>
    [Fact]
    public void A_key_is_said_as_a_thing()
    {
        CriteriaWords.Describe(new Criteria { Key = new KeyWish("8A") }).ShouldBe("the key 8A");
        CriteriaWords.Describe(new Criteria { Key = new KeyWish("A minor", Compatible: true) }).ShouldBe("keys that mix with A minor");
        CriteriaWords.Describe(new Criteria { Moods = ["calm"], Key = new KeyWish(Current: true, Compatible: true) }).ShouldBe("calm, keys that mix with what plays");
        CriteriaWords.Describe(new Criteria { Key = new KeyWish(Mode: "minor") }).ShouldBe("a minor key");
    }

    [Fact]
    public void A_title_names_the_key()
    {
        CriteriaWords.Title(new Criteria { Moods = ["calm"], Key = new KeyWish("A minor") }).ShouldBe("Calm In A Minor");
        CriteriaWords.Title(new Criteria { Key = new KeyWish("8A", Compatible: true) }).ShouldBe("Around 8A");
    }
}
