using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Taste;

namespace EchoTune.Catalog.Tests.Recommendations;

public sealed class LearningTests
{
    [Fact]
    public async Task A_first_answer_is_varied()
    {
        var answer = await new World().Ask();
        answer.Items.Count.ShouldBe(20);
        answer.Items.Select(i => World.GenreOf(i.Track)).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
        answer.Items.GroupBy(i => i.Track.ArtistId).Max(g => g.Count()).ShouldBeLessThanOrEqualTo(2);
        answer.Items.Select(i => i.Reason).Distinct().Count().ShouldBeGreaterThan(10);
        answer.Items.ShouldAllBe(i => i.Reason.EndsWith('.'));
    }

    [Fact]
    public async Task A_like_changes_the_next_answer_and_is_named_with_a_figure()
    {
        var world = new World();
        var before = await world.Ask();
        var liked = world.Tracks[41];
        await world.Hear(PlayKind.Liked, liked);
        var after = await world.Ask();
        after.Items.Take(10).Count(i => World.GenreOf(i.Track) == "ambient").ShouldBeGreaterThan(before.Items.Take(10).Count(i => World.GenreOf(i.Track) == "ambient"));
        var named = after.Items.First(i => i.BecauseOf.Contains(liked.Id) && i.Reason.Contains("you liked", StringComparison.Ordinal));
        named.Reason.ShouldContain($"“{liked.Title}”");
        World.GenreOf(named.Track).ShouldBe("ambient");
        var why = await world.Recommender.ExplainAsync(world.Listener, named.Track.Id, TestContext.Current.CancellationToken);
        why.Sentence.ShouldBe(named.Reason);
        why.Facts.ShouldContain(f => f.Contains("BPM", StringComparison.Ordinal));
        why.Facts.ShouldContain(f => f.StartsWith("similarity 0.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PlayKind.Skipped)]
    [InlineData(PlayKind.Disliked)]
    public async Task A_skip_or_a_dislike_moves_away_from_the_sound(PlayKind kind)
    {
        var world = new World();
        var first = (await world.Ask()).Items[0].Track;
        await world.Hear(kind, first);
        var after = await world.Ask();
        after.Items.ShouldNotContain(i => i.Track.Id == first.Id);
        after.Items.Take(10).Count(i => World.GenreOf(i.Track) == World.GenreOf(first)).ShouldBeLessThan(3);
    }

    [Fact]
    public async Task Five_plays_shift_the_answer_and_rest_for_a_day()
    {
        var world = new World();
        var heard = world.Tracks.Where(t => World.GenreOf(t) == "punk").Take(5).ToArray();
        await world.Hear(PlayKind.Completed, heard);
        var after = await world.Ask();
        after.Items.Take(10).Count(i => World.GenreOf(i.Track) == "punk").ShouldBeGreaterThanOrEqualTo(5);
        after.Items.ShouldNotContain(i => heard.Contains(i.Track));
        world.Time.Advance(TimeSpan.FromHours(23.9));
        (await world.Ask()).Items.ShouldNotContain(i => heard.Contains(i.Track));
        world.Time.Advance(TimeSpan.FromHours(0.2));
        (await world.Ask(new RecommendationRequest { Limit = 80 })).Items.ShouldContain(i => heard.Contains(i.Track));
    }

    [Fact]
    public async Task What_is_disliked_never_comes()
    {
        var world = new World();
        var (artist, album, track) = (world.Tracks[0].ArtistId, world.Tracks[30].AlbumId!.Value, world.Tracks[70].Id);
        world.Rate(RatingTarget.Artist, artist.Value, false);
        world.Rate(RatingTarget.Album, album.Value, false);
        world.Rate(RatingTarget.Track, track.Value, false);
        var all = await world.Ask(new RecommendationRequest { Limit = 200, ApplyRepeatRules = false });
        all.Items.Count.ShouldBe(120 - 3 - 6 - 1);
        all.Items.ShouldNotContain(i => i.Track.ArtistId == artist || i.Track.AlbumId == album || i.Track.Id == track);
    }

    [Fact]
    public async Task A_dry_pool_repeats_the_longest_unheard_and_says_so()
    {
        var world = new World(12);
        foreach (var track in world.Tracks)
        {
            await world.Hear(PlayKind.Completed, track);
            world.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var answer = await world.Ask(new RecommendationRequest { Limit = 5 });
        answer.Items.Select(i => i.Track.Title).ShouldBe(["Title 0", "Title 1", "Title 3", "Title 4", "Title 6"]);
        answer.Note.ShouldNotBeNull().ShouldContain("longest ago");
    }

    [Fact]
    public async Task A_restart_gives_the_same_ranking()
    {
        var world = new World();
        await world.Hear(PlayKind.Completed, world.Tracks[4], world.Tracks[8], world.Tracks[17]);
        await world.Hear(PlayKind.Skipped, world.Tracks[2]);
        await world.Hear(PlayKind.Liked, world.Tracks[8]);
        world.Restart();
        var first = await world.Ask();
        world.Restart();
        var second = await world.Ask();
        second.Items.Select(i => i.Track.Id).ShouldBe(first.Items.Select(i => i.Track.Id));
        second.Items.Select(i => i.Reason).ShouldBe(first.Items.Select(i => i.Reason));
    }

    [Fact]
    public async Task Reasons_outlive_a_change_of_settings_and_any_track_can_be_explained()
    {
        var world = new World();
        await world.Hear(PlayKind.Liked, world.Tracks[5]);
        var item = (await world.Ask()).Items[3];
        world.Recommender.Invalidate(world.Listener);
        (await world.Recommender.ExplainAsync(world.Listener, item.Track.Id, TestContext.Current.CancellationToken)).Sentence.ShouldBe(item.Reason);
        var other = await world.Recommender.ExplainAsync(world.Listener, world.Tracks[5].Id, TestContext.Current.CancellationToken);
        other.Strategies.Values.Sum().ShouldBe(1, 0.02);
    }

    [Fact]
    public async Task A_log_newer_than_the_stored_rating_wins()
    {
        var world = new World();
        world.Rate(RatingTarget.Track, world.Tracks[9].Id.Value, false);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Hear(PlayKind.Liked, world.Tracks[9]);
        world.Restart();
        var answer = await world.Ask(new RecommendationRequest { Limit = 200, ApplyRepeatRules = false });
        answer.Items.ShouldContain(i => i.Track.Id == world.Tracks[9].Id);
    }
}
