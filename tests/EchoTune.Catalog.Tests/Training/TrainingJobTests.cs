using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Training;
using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Tests.Training;

public sealed class TrainingJobTests(TrainingWorld world) : IClassFixture<TrainingWorld>, IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IModelStore Store => world.Database.Get<IModelStore>();

    public async ValueTask InitializeAsync() => await world.ForgetModelsAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_was_learnt_beats_popularity_serves_at_once_and_again_after_a_restart()
    {
        string version;
        float[] scores;
        await using (var node = await StartAsync())
        {
            var swapped = 0;
            node.Models.Changed += () => swapped++;
            var status = await node.TrainAsync();
            (status.ErrorCode, status.Trigger, swapped).ShouldBe((null, "request", 1));
            status.LastSeconds.ShouldNotBeNull().ShouldBeGreaterThan(0);
            version = node.Models.Current.ShouldNotBeNull().Version;
            scores = Scores(node);
            var data = await node.Training.DataAsync(Token);
            (data.Listeners, data.Tracks).ShouldBe((TrainingWorld.Listeners, TrainingWorld.Tracks));
            data.Events.ShouldBeGreaterThanOrEqualTo(TrainingWorld.Events);
            data.Sessions.ShouldBeGreaterThanOrEqualTo(TrainingWorld.Listeners * TrainingWorld.Sessions);
        }

        var stored = (await Store.ListAsync(Token)).ShouldHaveSingleItem();
        (stored.State, stored.Manifest.Version).ShouldBe((ModelState.Active, version));
        stored.Manifest.Metrics["ndcg10"].ShouldBeGreaterThan(2 * stored.Manifest.Metrics["popularityNdcg10"]);
        stored.Manifest.Parts.Select(part => part.Name).ShouldBe(["collaborative", "projection", "sequence", "graph", "weights"]);
        stored.Manifest.Parts.Take(4).ShouldAllBe(part => part.IsPresent);

        await using var restarted = await StartAsync();
        await TrainingNode.UntilAsync(() => restarted.Models.Current);
        restarted.Models.Current!.Version.ShouldBe(version);
        Scores(restarted).ShouldBe(scores);
    }

    [Theory]
    [InlineData("substring(content FROM 1 FOR length(content) / 2)", "cut off")]
    [InlineData("set_byte(content, length(content) - 9, get_byte(content, length(content) - 9) # 64)", "damaged")]
    [InlineData("set_byte(content, 6, 7)", "version 7")]
    public async Task A_snapshot_that_cannot_be_read_is_marked_and_the_one_before_serves(string damage, string says)
    {
        string first, second;
        await using (var node = await StartAsync())
        {
            await node.TrainAsync();
            first = node.Models.Current!.Version;
            await node.TrainAsync();
            second = node.Models.Current!.Version;
        }

        await world.ExecuteAsync($"UPDATE model_pieces SET content = {damage} WHERE version = '{second}'");
        await using var restarted = await StartAsync();
        await TrainingNode.UntilAsync(() => restarted.Models.Current);

        restarted.Models.Current!.Version.ShouldBe(first);
        var all = await restarted.Training.ModelsAsync(Token);
        all.Select(model => (model.Manifest.Version, model.State)).ShouldBe([(second, ModelState.Damaged), (first, ModelState.Active)]);
        all[0].Reason.ShouldNotBeNull().ShouldContain(says);
        (await Should.ThrowAsync<EchoTuneException>(() => restarted.Training.ActivateAsync(second, Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task Damage_that_is_found_when_an_older_one_is_chosen_leaves_in_service_what_serves()
    {
        await using var node = await StartAsync();
        await node.TrainAsync();
        var first = node.Models.Current!.Version;
        await node.TrainAsync();
        var second = node.Models.Current!.Version;
        await world.ExecuteAsync($"DELETE FROM model_pieces WHERE version = '{first}'");

        (await Should.ThrowAsync<EchoTuneException>(() => node.Training.ActivateAsync(first, Token))).Message.ShouldContain("damaged");

        node.Models.Current!.Version.ShouldBe(second);
        (await StatesAsync()).ShouldBe([(second, ModelState.Active), (first, ModelState.Damaged)]);
    }

    [Fact]
    public async Task An_older_snapshot_can_be_put_back_into_service()
    {
        await using var node = await StartAsync();
        await node.TrainAsync();
        var first = node.Models.Current!.Version;
        await node.TrainAsync();
        var second = node.Models.Current!.Version;

        await node.Training.ActivateAsync(first, Token);

        node.Models.Current.Version.ShouldBe(first);
        (await StatesAsync()).ShouldBe([(second, ModelState.Kept), (first, ModelState.Active)]);
        (await Should.ThrowAsync<EchoTuneException>(() => node.Training.ActivateAsync("m1-never", Token))).ErrorCode.ShouldBe(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_worse_candidate_is_kept_out_with_its_reason()
    {
        string good;
        await using (var node = await StartAsync())
        {
            await node.TrainAsync();
            good = node.Models.Current!.Version;
        }

        // A flood of false listeners who go from each track to the one of the next artist, who belongs to the other taste.
        var flood = new WatchedPlays(world.Database.Get<IPlayStore>())
        {
            Extra = Enumerable.Range(0, 2_000).ToDictionary(bot => new ListenerId(new Guid(bot + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7)), bot => (IReadOnlyList<Play>)[.. Enumerable.Range(0, 3).Select(n => new Play
            {
                EventId = Guid.CreateVersion7(), TrackId = world.Ids[(bot + (n * TrainingWorld.OfArtist)) % TrainingWorld.Tracks], Kind = PlayKind.Completed,
                StartedAt = TrainingWorld.Begin.AddSeconds(bot).AddMinutes(n),
            })]),
        };
        await using var misled = await StartAsync(plays: flood);

        var status = await misled.TrainAsync();

        status.ErrorCode.ShouldBeNull();
        status.Message.ShouldNotBeNull().ShouldContain("rejected");
        misled.Models.Current!.Version.ShouldBe(good);
        var all = await misled.Training.ModelsAsync(Token);
        all.Select(model => model.State).ShouldBe([ModelState.Rejected, ModelState.Active]);
        all[0].Reason.ShouldNotBeNull().ShouldContain("NDCG@10");
        all[0].Manifest.Baseline["ndcg10"].ShouldBeGreaterThan(all[0].Manifest.Metrics["ndcg10"]);
        (await Should.ThrowAsync<EchoTuneException>(() => misled.Training.ActivateAsync(all[0].Manifest.Version, Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("learning")]
    [InlineData("storing")]
    public async Task Stopped_at_any_stage_it_leaves_everything_as_it_was(string stage)
    {
        var plays = new WatchedPlays(world.Database.Get<IPlayStore>());
        var models = new WatchedModels(Store);
        await using var node = await StartAsync(models: models, plays: plays);
        await node.TrainAsync();
        var good = node.Models.Current!.Version;
        if (stage == "reading")
        {
            plays.BeforeRead = Stop;
        }
        else if (stage == "learning")
        {
            node.Training.StatusChanged += () =>
            {
                if (node.Training.Status is { Stage: "reading", Progress: > 0 })
                {
                    node.Training.Cancel();
                }
            };
        }
        else
        {
            models.BeforePut = () => node.Training.Cancel();
        }

        var status = await node.TrainAsync();

        (status.ErrorCode, status.Stage).ShouldBe((null, null));
        status.Message.ShouldNotBeNull().ShouldContain("stopped");
        node.Models.Current!.Version.ShouldBe(good);
        (await StatesAsync()).ShouldBe([(good, ModelState.Active)]);
        (plays.BeforeRead, models.BeforePut) = (null, null);

        Task Stop()
        {
            node.Training.Cancel();
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(ErrorCodes.StorageUnavailable)]
    [InlineData(ErrorCodes.DiskFull)]
    public async Task A_failure_is_told_and_tried_again_by_itself(string code)
    {
        var models = new WatchedModels(Store);
        await using var node = await StartAsync(options => (options.RetryAfter, options.Poll) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(20)), models);
        await node.TrainAsync();
        var good = node.Models.Current!.Version;
        TrainingStatus? failed = null;
        models.BeforePut = () =>
        {
            models.BeforePut = null;
            throw new EchoTuneException(code, "The database is away.");
        };
        node.Training.StatusChanged += () => failed ??= node.Training.Status is { IsRunning: false, ErrorCode: not null } now ? now : null;

        node.Training.Request();

        await TrainingNode.UntilAsync(() => node.Models.Current!.Version != good ? node : null);
        failed.ShouldNotBeNull().ErrorCode.ShouldBe(code);
        failed.NextAt.ShouldNotBeNull();
        (await node.EndAsync()).ErrorCode.ShouldBeNull();
        (await StatesAsync()).Select(model => model.State).ShouldBe([ModelState.Active, ModelState.Kept]);
    }

    [Fact]
    public async Task One_server_trains_and_the_others_follow()
    {
        await using var follower = await StartAsync(options => options.Poll = TimeSpan.FromMilliseconds(20));
        await using var node = await StartAsync();
        var other = (await Store.TryLeadAsync(Token)).ShouldNotBeNull();

        var refused = await node.TrainAsync();

        refused.ErrorCode.ShouldBe(ErrorCodes.Conflict);
        await other.DisposeAsync();
        (await node.TrainAsync()).ErrorCode.ShouldBeNull();
        var version = node.Models.Current.ShouldNotBeNull().Version;
        await TrainingNode.UntilAsync(() => follower.Models.Current?.Version == version ? follower : null);
    }

    [Fact]
    public async Task It_begins_by_itself_once_there_is_enough_and_again_when_enough_is_new()
    {
        await using var node = await StartAsync(options =>
            (options.FirstEvents, options.NewEvents, options.Interval, options.Poll, options.Tolerance) =
            (TrainingWorld.Events, TrainingWorld.Listeners * TrainingWorld.SessionLength, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), 1));
        var first = await TrainingNode.UntilAsync(() => node.Models.Current);
        (await node.EndAsync()).Trigger.ShouldBe("schedule");

        await world.HearAsync(40, 1);

        var second = await TrainingNode.UntilAsync(() => node.Models.Current!.Version != first.Version ? node.Models.Current : null);
        await node.EndAsync();
        (await StatesAsync()).ShouldBe([(second.Version, ModelState.Active), (first.Version, ModelState.Kept)]);
    }

    [Fact]
    public async Task Too_few_events_start_nothing_and_another_request_joins_the_run()
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = 0;
        var plays = new WatchedPlays(world.Database.Get<IPlayStore>()) { BeforeRead = () => Interlocked.Increment(ref read) == 1 ? reading.Task : Task.CompletedTask };
        await using var node = await StartAsync(options => options.FirstEvents = 1_000_000, plays: plays);
        node.Training.Status.IsRunning.ShouldBeFalse();

        node.Training.Request();
        await TrainingNode.UntilAsync(() => Volatile.Read(ref read) > 0 ? node : null);
        node.Training.Request().IsRunning.ShouldBeTrue();
        reading.SetResult();

        await node.EndAsync();
        (await StatesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Events_that_arrive_while_it_reads_are_not_in_its_way()
    {
        var inner = world.Database.Get<IPlayStore>();
        var arriving = 0;
        var plays = new WatchedPlays(inner);
        plays.BeforeRead = () => Interlocked.Increment(ref arriving) > 30 ? Task.CompletedTask : inner.AppendAsync(
            world.People[arriving % 7], [new Play { EventId = Guid.CreateVersion7(), TrackId = world.Ids[arriving], Kind = PlayKind.Liked, StartedAt = TrainingWorld.Begin.AddDays(90) }], Token);
        await using var node = await StartAsync(plays: plays);

        (await node.TrainAsync()).ErrorCode.ShouldBeNull();

        node.Models.Current.ShouldNotBeNull();
    }

    private Task<TrainingNode> StartAsync(Action<TrainingOptions>? change = null, IModelStore? models = null, IPlayStore? plays = null) =>
        TrainingNode.StartAsync(world.Database, change, models, plays);

    private async Task<List<(string Version, ModelState State)>> StatesAsync() => [.. (await Store.ListAsync(Token)).Select(model => (model.Manifest.Version, model.State))];

    private static float[] Scores(TrainingNode node)
    {
        var models = node.Models.Current!;
        var scores = new float[models.Items.Count];
        models.Collaborative!.Score(new ListenerHistory(-1, [3, 4, 5], [1, 1, 1], []), scores);
        return scores;
    }
}
