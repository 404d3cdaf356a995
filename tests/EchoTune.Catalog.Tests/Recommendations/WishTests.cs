using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace EchoTune.Catalog.Tests.Recommendations;

/// <summary>What is learnt of activities and moods, and what of answers outlives a restart.</summary>
public sealed class WishTests
{
    private static readonly Criteria Running = new() { Activity = "running" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_listener_hears_when_they_run_becomes_what_running_sounds_like()
    {
        var world = new World();
        await world.Ask();
        (await Share(world, "punk")).ShouldBeGreaterThan(0.8, "fast and energetic, as the table has it");

        // Someone who runs to folk, and takes away what is fast. What they hear at other times is punk.
        await Live(world);
        (await Share(world, "folk")).ShouldBeGreaterThan(0.6);
        (await Share(world, "punk", World.Other(1))).ShouldBeGreaterThan(0.8, "another listener's running is theirs");
        (await Share(world, "folk", asked: new Criteria { Activity = "gaming" })).ShouldBeLessThan(0.2, "another activity is another");
        var answer = await Ask(world);
        answer.Items.ShouldContain(item => item.Reason.Contains("running as you hear it, ", StringComparison.Ordinal));
        answer.Items.ShouldContain(item => item.Reason.Contains("calmer", StringComparison.Ordinal));

        world.Restart();
        (await Share(world, "folk")).ShouldBeGreaterThan(0.6, "the log tells it all");
        (await Ask(world)).Items.ShouldContain(item => item.Reason.Contains("running as you hear it, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_skip_or_two_move_a_mood_and_do_not_turn_it_around()
    {
        var world = new World();
        await world.Ask();
        var energetic = new Criteria { Moods = ["energetic"] };
        var before = await Mean(world, energetic, i => i == 0 ? 0.85 : i == 2 ? 0.92 : 0);
        await world.Hear(PlayKind.Skipped, "energetic", [.. world.Tracks.Where(t => World.GenreOf(t) == "punk").Take(2)]);
        world.Time.Advance(TimeSpan.FromDays(2));
        (await Share(world, "techno", asked: energetic)).ShouldBeGreaterThan(0.4);
        (await Share(world, "ambient", asked: energetic)).ShouldBe(0);
        (await Mean(world, energetic, i => i == 0 ? 0.85 : i == 2 ? 0.92 : 0)).ShouldBe(before, 0.1);
    }

    [Fact]
    public void Wishes_are_words_of_the_vocabulary_each_with_a_bit_of_its_own()
    {
        Wish.Of(new Criteria { Moods = ["calm", "sad"], Activity = "waking_up" }).ShouldBe("calm sad waking_up");
        Wish.Of(new Criteria { Genres = ["punk"] }).ShouldBeNull();
        Wish.Of(null).ShouldBeNull();
        var words = Vocabulary.Activities.Concat(Vocabulary.Moods).ToArray();
        words.Select(Wish.Bits).Aggregate((a, b) => (a & b) == 0 ? a | b : throw new InvalidOperationException("Two words share a bit.")).ShouldBe(Wish.Bits(string.Join(' ', words)));
        words.ShouldAllBe(word => Wish.Bits(word) != 0 && SoundTargets.Of(word) != null);
        Wish.Bits("calm nonsense").ShouldBe(Wish.Bits("calm"));
        Wish.Bits(null).ShouldBe(0UL);
        Wish.IsKnown("calm running").ShouldBeTrue();
        Wish.IsKnown("calm  running").ShouldBeFalse();
        Wish.IsKnown("nonsense").ShouldBeFalse();
    }

    [Fact]
    public async Task What_came_of_exploring_is_known_again_after_a_restart()
    {
        var world = new World();
        var noon = world.Time.GetUtcNow();
        var log = new List<Play>();
        var explored = new List<Exploration>();
        var living = new ListenerMemory();
        for (var i = 0; i < 60; i++)
        {
            var (track, at, by) = (world.Tracks[i].Id, noon.AddMinutes(10 * i), i % 3 == 0 ? Strategy.Novelty : Strategy.Content);
            explored.Add(new Exploration(track, by.Name(), at));
            living.Answers.Explored(track, by);
            if (i % 4 != 3)
            {
                log.Add(new Play { EventId = Guid.CreateVersion7(), TrackId = track, Kind = by == Strategy.Novelty ? PlayKind.Completed : PlayKind.Skipped, StartedAt = at.AddMinutes(2) });
                living.Apply(log[^1]);
            }
        }

        var (plays, taste, settings, shown) = (Substitute.For<IPlayStore>(), Substitute.For<ITasteStore>(), Substitute.For<ISettingStore>(), Substitute.For<IShownTracks>());
        plays.ReadAsync(default, default, default, default).ReturnsForAnyArgs(c => log.Select((p, i) => new RecordedPlay(i + 1, p)).Where(p => p.Sequence > c.ArgAt<long>(1)).ToList());
        taste.RatingsAsync(default, default).ReturnsForAnyArgs([]);
        settings.AllAsync(default, default).ReturnsForAnyArgs(new Dictionary<string, System.Text.Json.JsonElement>());
        shown.ExplorationsAsync(default, default, default).ReturnsForAnyArgs(explored);
        var memories = new ListenerMemories(plays, taste, settings, shown, new RecommendationOptions(), world.Time);

        var read = await memories.GetAsync(world.Listener, Token);

        living.Answers.Explorer.Mean((int)Strategy.Novelty).ShouldBeGreaterThan(0.8);
        for (var arm = 0; arm < living.Answers.Explorer.Arms; arm++)
        {
            read.Answers.Explorer.Mean(arm).ShouldBe(living.Answers.Explorer.Mean(arm), 1e-12);
        }

        // What waits for its outcome is known too.
        living.Answers.Learn(Completed(world.Tracks[3]));
        read.Answers.Learn(Completed(world.Tracks[3]));
        read.Answers.Explorer.Mean((int)Strategy.Novelty).ShouldBe(living.Answers.Explorer.Mean((int)Strategy.Novelty), 1e-12);

        Play Completed(Catalog.Tracks.Track track) => new() { EventId = Guid.CreateVersion7(), TrackId = track.Id, Kind = PlayKind.Completed, StartedAt = noon.AddDays(1) };
    }

    [Fact]
    public async Task What_was_shown_very_often_steps_back_after_a_restart_too()
    {
        var (store, rows) = (Substitute.For<IShownTracks>(), new List<ShownTrack>());
        store.ExplorationsAsync(default, default, default).ReturnsForAnyArgs([]);
        store.SinceAsync(default, default).ReturnsForAnyArgs(_ => rows);
        var world = new World(with: services => services.AddSingleton(store));
        await world.Hear(PlayKind.Liked, world.Tracks[41]);
        var everything = new RecommendationRequest { Limit = 120, ApplyRepeatRules = false };
        var first = (await world.Ask(everything)).Items;
        var hour = world.Time.GetUtcNow().AddHours(-1);
        rows.AddRange(world.Tracks.Select(track => new ShownTrack(track.Id, hour, track.Id == first[0].Track.Id ? 80 : track.Id == first[1].Track.Id ? 80 : 2, track.Id == first[1].Track.Id ? 16 : 0)));

        // While storage is away the counts begin anew; then they are read, a minute later.
        store.SinceAsync(default, default).ThrowsAsyncForAnyArgs(new EchoTuneException(ErrorCodes.StorageUnavailable, "Away."));
        world.Restart();
        Score(await world.Ask(everything), first[0]).ShouldBe(first[0].Score, 1e-3);
        store.SinceAsync(default, default).ReturnsForAnyArgs(_ => rows);
        Score(await world.Ask(everything), first[0]).ShouldBe(first[0].Score, 1e-3);
        world.Time.Advance(TimeSpan.FromMinutes(2));

        var after = await world.Ask(everything);

        Score(after, first[0]).ShouldBeLessThan(first[0].Score - 0.1);
        Score(after, first[1]).ShouldBe(first[1].Score, 1e-3, "it was played as often as it was shown");
    }

    private static double Score(RecommendationResult answer, RecommendedTrack item) => answer.Items.First(i => i.Track.Id == item.Track.Id).Score;

    private static async Task Live(World world)
    {
        for (var day = 0; day < 6; day++)
        {
            await world.Hear(PlayKind.Completed, "running", [.. world.Tracks.Where(t => World.GenreOf(t) == "folk").Skip(3 * day).Take(3)]);
            await world.Hear(PlayKind.Skipped, "running", [world.Tracks.Where(t => World.GenreOf(t) == "punk").ElementAt(day)]);
            world.Time.Advance(TimeSpan.FromHours(5));
            await world.Hear(PlayKind.Completed, [.. world.Tracks.Where(t => World.GenreOf(t) == "punk").Skip(10 + (3 * day)).Take(3)]);
            world.Time.Advance(TimeSpan.FromHours(19));
        }

        world.Time.Advance(TimeSpan.FromDays(2));
    }

    private static Task<RecommendationResult> Ask(World world, ListenerId? listener = null, Criteria? asked = null) =>
        world.Ask(new RecommendationRequest { Criteria = asked ?? Running, Limit = 15 }, listener);

    private static async Task<double> Share(World world, string genre, ListenerId? listener = null, Criteria? asked = null) =>
        (await Ask(world, listener, asked)).Items.Average(item => World.GenreOf(item.Track) == genre ? 1.0 : 0);

    private static async Task<double> Mean(World world, Criteria asked, Func<int, double> of) =>
        (await Ask(world, asked: asked)).Items.Average(item => of(Array.IndexOf(World.GenreNames, World.GenreOf(item.Track))));
}
