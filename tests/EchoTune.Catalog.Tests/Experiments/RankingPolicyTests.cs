using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Tests.Library;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Experiments;

public sealed class RankingPolicyTests
{
    private readonly IExperimentStore store = Substitute.For<IExperimentStore>();
    private readonly ManualTime time = new();
    private ExperimentBook book = new([], new Dictionary<string, double>(), 1, 1);

    public RankingPolicyTests()
    {
        store.LoadAsync(default).ReturnsForAnyArgs(_ => book);
        store.VersionAsync(default).ReturnsForAnyArgs(_ => book.Version);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wider_ramp_adds_listeners_and_moves_none()
    {
        using var policy = new RankingPolicy(store, time, NullLogger<RankingPolicy>.Instance);
        var listeners = Enumerable.Range(0, 2000).Select(Listener).ToList();
        var arms = new List<List<string?>>();
        foreach (var ramp in (double[])[0, 0.2, 0.6, 1])
        {
            await StoreAsync(policy, Running("e", ramp));
            arms.Add([.. listeners.Select(listener => policy.For(listener).Arm)]);
        }

        arms[0].ShouldAllBe(arm => arm == null);
        arms[3].ShouldAllBe(arm => arm != null);
        for (var step = 1; step < arms.Count; step++)
        {
            Enumerable.Range(0, listeners.Count).ShouldAllBe(i => arms[step - 1][i] == null || arms[step - 1][i] == arms[step][i]);
        }

        arms[1].Count(arm => arm is not null).ShouldBeInRange(330, 470);
        arms[3].Count(arm => arm == "other").ShouldBeInRange(1230, 1430, "two of three");
    }

    [Fact]
    public async Task A_listener_takes_part_in_the_first_that_was_started_and_in_no_other()
    {
        using var policy = new RankingPolicy(store, time, NullLogger<RankingPolicy>.Instance);
        var first = Running("b-first", 0.5);
        await StoreAsync(
            policy, Running("a-second", 1) with { StartedAt = first.StartedAt!.Value.AddDays(1) }, first, Running("draft", 1) with { State = ExperimentState.Draft },
            Running("over", 1) with { State = ExperimentState.Stopped });

        var keys = Enumerable.Range(0, 500).Select(i => policy.For(Listener(i)).Experiment).ToList();

        keys.ShouldAllBe(key => key == "b-first" || key == "a-second");
        keys.Count(key => key == "b-first").ShouldBeInRange(200, 300);
    }

    [Fact]
    public async Task An_arm_weighs_on_top_of_what_holds_for_everybody()
    {
        using var policy = new RankingPolicy(store, time, NullLogger<RankingPolicy>.Instance);
        policy.For(Listener(1)).ShouldBe(RankingVariant.Plain);
        policy.Version.ShouldBe(0);
        var changes = 0;
        policy.Changed += () => changes++;
        book = book with { Weights = new Dictionary<string, double> { ["content"] = 1.5, ["graph"] = 0.5 } };
        await StoreAsync(policy, Running("e", 0.5));

        var outside = Enumerable.Range(0, 100).Select(i => policy.For(Listener(i))).First(variant => variant.Experiment is null);
        var other = Enumerable.Range(0, 100).Select(i => policy.For(Listener(i))).First(variant => variant.Arm == "other");

        outside.Weights.ShouldBe(book.Weights);
        other.Weights.ShouldBe(new Dictionary<string, double> { ["content"] = 3, ["graph"] = 0.5, ["novelty"] = 0 }, ignoreOrder: true);
        policy.Version.ShouldBe(2);
        changes.ShouldBe(1);
        book = book with { Version = 5 };
        await policy.ReloadAsync(Token);
        (policy.Version, changes).ShouldBe((2, 1), "what was only measured changes no ranking");
    }

    [Fact]
    public async Task What_another_server_changed_is_read_within_half_a_minute_and_an_outage_is_survived()
    {
        var pauses = new PauseTime();
        using var policy = new RankingPolicy(store, pauses, NullLogger<RankingPolicy>.Instance);
        var isAway = true;
        store.VersionAsync(default).ReturnsForAnyArgs(_ => isAway ? throw new EchoTuneException(ErrorCodes.StorageUnavailable, "Away.") : book.Version);
        await policy.StartAsync(Token);
        var first = await pauses.NextAsync(Token);
        book = book with { Version = 2, Ranking = 2, Items = [Running("e", 1)] };
        isAway = false;
        policy.For(Listener(1)).ShouldBe(RankingVariant.Plain);

        first.End();
        var second = await pauses.NextAsync(Token);

        policy.For(Listener(1)).Experiment.ShouldBe("e");
        first.Length.ShouldBe(TimeSpan.FromSeconds(30));
        second.Length.ShouldBe(TimeSpan.FromSeconds(30));
        await policy.StopAsync(Token);
    }

    private static ListenerId Listener(int i) => new(new Guid(i, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7));

    private static Experiment Running(string key, double ramp) => new()
    {
        Key = key, State = ExperimentState.Running, Metric = ExperimentMetrics.PlayRate, Effect = 0.05, Ramp = ramp, CreatedAt = DateTimeOffset.UnixEpoch, StartedAt = DateTimeOffset.UnixEpoch,
        Arms =
        [
            new ExperimentArm("control", 1, new Dictionary<string, double>()),
            new ExperimentArm("other", 2, new Dictionary<string, double> { ["content"] = 2, ["novelty"] = 0 }),
        ],
    };

    private async Task StoreAsync(RankingPolicy policy, params Experiment[] items)
    {
        book = book with { Items = items, Version = book.Version + 1, Ranking = book.Ranking + 1 };
        await policy.ReloadAsync(Token);
    }
}
