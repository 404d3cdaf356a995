using EchoTune.Audio.Primitives;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Catalog.Tests.Recommendations;

public sealed class RequestTests
{
    [Fact]
    public async Task An_energetic_run_is_fast_and_loud()
    {
        var answer = await new World().Ask(new RecommendationRequest { Criteria = new Criteria { Moods = ["energetic"], Activity = "running", TimeOfDay = "morning" }, Limit = 10 });
        answer.Items.ShouldAllBe(i => World.GenreOf(i.Track) == "punk" || World.GenreOf(i.Track) == "techno");
        World.GenreOf(answer.Items[0].Track).ShouldBe("punk");
        answer.Items[0].Reason.ShouldStartWith("Fits energetic running: punk");
    }

    [Fact]
    public async Task What_is_only_nearest_to_a_wish_is_not_said_to_fit()
    {
        var answer = await new World().Ask(new RecommendationRequest { Criteria = new Criteria { Moods = ["energetic"], Activity = "running", Genres = ["ambient"] }, Limit = 5 });
        answer.Items.ShouldAllBe(i => i.Reason.StartsWith("The nearest here to energetic running: ambient", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_is_guessed_from_genres_before_analysis()
    {
        var answer = await new World(analysed: _ => false).Ask(new RecommendationRequest { Criteria = new Criteria { Moods = ["calm"] }, Limit = 8 });
        answer.Items.Count(i => World.GenreOf(i.Track) == "ambient").ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task A_family_holds_its_genres()
    {
        var answer = await new World().Ask(new RecommendationRequest { Criteria = new Criteria { Genres = ["electronic"] } });
        answer.Items.ShouldAllBe(i => World.GenreOf(i.Track) == "techno" || World.GenreOf(i.Track) == "ambient");
        answer.Note.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_let_go_is_named_and_nothing_more()
    {
        var answer = await new World().Ask(new RecommendationRequest { Criteria = new Criteria { Genres = ["folk"], Language = "de", TempoBpm = new NumberRange(80, 110) } });
        answer.Items.ShouldAllBe(i => World.GenreOf(i.Track) == "folk");
        answer.Note.ShouldBe("Too few tracks fit everything, so I let go of: language.");
    }

    [Theory]
    [InlineData("A minor")]
    [InlineData("8A")]
    public async Task A_key_asked_for_is_kept_to_also_where_few_tracks_are_in_it(string name)
    {
        var world = new World();
        var answer = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish(name), Genres = ["folk"] }, Limit = 30 });
        answer.Items.Count.ShouldBe(10);
        answer.Items.ShouldAllBe(item => KeyOf(world, item.Track).ToString() == "A minor");
        answer.Note.ShouldBeNull();
    }

    [Fact]
    public async Task A_key_that_mixes_is_a_neighbour_on_the_wheel_and_never_what_plays_itself()
    {
        var world = new World();
        var playing = world.Tracks[3];
        var answer = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish(Current: true, Compatible: true) }, Current = playing.Id, Limit = 100 });
        answer.Items.Select(item => KeyOf(world, item.Track).Camelot).Distinct().Order().ShouldBe(World.KeyOf(3).Compatible.Select(key => key.Camelot).Where(camelot => world.Tracks.Any(track => KeyOf(world, track).Camelot == camelot)).Order());
        answer.Items.ShouldNotContain(item => item.Track.Id == playing.Id);
        var same = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish(Current: true) }, Current = playing.Id, Limit = 100 });
        same.Items.ShouldAllBe(item => KeyOf(world, item.Track) == World.KeyOf(3));
        same.Items.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_mode_is_kept_to_beside_a_tempo()
    {
        var world = new World();
        var answer = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish(Mode: "minor"), TempoBpm = new NumberRange(90, 130) }, Limit = 100 });
        answer.Items.Count.ShouldBeGreaterThan(10);
        answer.Items.ShouldAllBe(item => KeyOf(world, item.Track).Mode == KeyMode.Minor);
    }

    [Fact]
    public async Task Where_nothing_is_in_a_key_what_mixes_with_it_comes_and_that_is_said()
    {
        var world = new World();
        var answer = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish("Bb minor") }, Limit = 100 });
        answer.Note.ShouldBe("Nothing that I have listened to is in Bb minor; these keys mix with it.");
        answer.Items.ShouldNotBeEmpty();
        answer.Items.ShouldAllBe(item => new MusicalKey(10, KeyMode.Minor).Compatible.Contains(KeyOf(world, item.Track)));
        (await world.Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish("H dorian") } })).Note.ShouldBe("“H dorian” is no key that I know.");
        (await new World(analysed: _ => false).Ask(new RecommendationRequest { Criteria = new Criteria { Key = new KeyWish(Current: true) }, Current = world.Tracks[0].Id })).Note.ShouldNotBeNull().ShouldContain("the key of what plays");
    }

    private static MusicalKey KeyOf(World world, Tracks.Track track) => World.KeyOf(Array.FindIndex(world.Tracks, one => one.Id == track.Id));

    [Fact]
    public async Task Words_are_scored_and_moods_among_them_are_heard()
    {
        var world = new World();
        (await world.Ask(new RecommendationRequest { Criteria = new Criteria { Text = "title 77" }, Limit = 1 })).Items[0].Track.ShouldBe(world.Tracks[77]);
        var calm = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Text = "calm music" }, Limit = 8 });
        calm.Items.ShouldAllBe(i => World.GenreOf(i.Track) == "ambient" || World.GenreOf(i.Track) == "folk");
        calm.Items.Count(i => World.GenreOf(i.Track) == "ambient").ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_continuation_sounds_like_its_seed_and_never_returns_it()
    {
        var world = new World();
        var answer = await world.Ask(new RecommendationRequest { Seeds = [world.Tracks[3].Id], Limit = 10 });
        answer.Items.ShouldNotContain(i => i.Track.Id == world.Tracks[3].Id);
        answer.Items.Count(i => World.GenreOf(i.Track) == "folk").ShouldBeGreaterThanOrEqualTo(8);
        answer.Items[0].Reason.ShouldContain("“Title 3”");
    }

    [Fact]
    public async Task An_artist_asked_for_comes_whole()
    {
        var world = new World();
        var answer = await world.Ask(new RecommendationRequest { Criteria = new Criteria { Artist = "artist 5" }, ApplyRepeatRules = false });
        answer.Items.Select(i => i.Track.Title).ShouldBe(["Title 15", "Title 16", "Title 17"], ignoreOrder: true);
        (await world.Ask(new RecommendationRequest { Criteria = new Criteria { Artist = "Nobody" } })).Note.ShouldNotBeNull().ShouldContain("“Nobody”");
    }

    [Fact]
    public async Task What_is_excluded_does_not_come()
    {
        var answer = await new World().Ask(new RecommendationRequest { Criteria = new Criteria { Exclude = new Exclusions { Genres = ["electronic"], Artists = ["Artist 2"] } }, Limit = 60 });
        answer.Items.ShouldAllBe(i => (World.GenreOf(i.Track) == "punk" || World.GenreOf(i.Track) == "folk") && i.Track.Artist != "Artist 2");
    }

    [Fact]
    public async Task Similar_tracks_are_of_one_sound()
    {
        var world = new World();
        var similar = await world.Recommender.SimilarAsync(world.Tracks[2].Id, 10, TestContext.Current.CancellationToken);
        similar.ShouldAllBe(s => World.GenreOf(s.Track) == "punk" && s.Track.Id != world.Tracks[2].Id);
        similar.Select(s => s.Similarity).ShouldBeInOrder(SortDirection.Descending);
    }
}
