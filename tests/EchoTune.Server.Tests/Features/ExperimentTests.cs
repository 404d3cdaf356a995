using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

/// <summary>Experiments over HTTP and what they do to the ranking, from logs in a real database.</summary>
public sealed class ExperimentTests(InsightFixture fixture) : ServerTests<InsightFixture>(fixture)
{
    private const string Path = "/api/v1/admin/experiments";
    private static readonly ExperimentArmDto Control = new("control", 1, new Dictionary<string, double>());

    [Fact]
    public async Task An_experiment_is_made_ramped_started_stopped_and_deleted()
    {
        var client = Server.Script();
        var made = await (await client.PostAsJsonAsync(Path, New("life", ramp: 0.1, arms: [Control, Arm("bold", ("novelty", 2))]), Cancellation)).ShouldBeAsync<ExperimentDto>(HttpStatusCode.Created);
        (made.State, made.Metric, made.Effect, made.Ramp, made.Outcome, made.FollowWinner).ShouldBe(("draft", "playRate", 0.05, 0.1, "running", false));
        made.Arms[1].Weights.ShouldBe(new Dictionary<string, double> { ["novelty"] = 2 });
        await (await client.PostAsJsonAsync(Path, New("life"), Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
        await ConflictAsync("stopped");
        (await ChangeAsync(new ExperimentChangeDto(0.05, null))).Ramp.ShouldBe(0.05, "a draft may shrink");

        await using var page = await HubPage.OpenAsync(Server, "watching");
        await page.NextAsync("QueueChanged");
        var started = await ChangeAsync(new ExperimentChangeDto(0.3, "running"));
        (started.State, started.Ramp).ShouldBe(("running", 0.3));
        started.StartedAt.ShouldNotBeNull();
        await page.UntilAsync("RecommendationsChanged", change => change["cause"]!.GetValue<string>() == "experiment");
        await ConflictAsync("running");
        await ConflictAsync(null, 0.2);
        await (await client.DeleteAsync($"{Path}/life", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");

        var arms = Variants();
        (await ChangeAsync(new ExperimentChangeDto(1, null))).Ramp.ShouldBe(1);
        var wider = Variants();
        arms.Count(arm => arm.Arm is not null).ShouldBeInRange(1, 99);
        wider.ShouldAllBe(arm => arm.Experiment == "life");
        arms.Zip(wider).Where(pair => pair.First.Arm is not null).ShouldAllBe(pair => pair.First.Arm == pair.Second.Arm);

        // On top of what a winner of another test may have left to everybody.
        var everybody = (await client.GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!.Weights.GetValueOrDefault("novelty", 1);
        wider.First(arm => arm.Arm == "bold").Weights["novelty"].ShouldBe(2 * everybody);

        (await ChangeAsync(new ExperimentChangeDto(null, "stopped"))).State.ShouldBe("stopped");
        Variants().ShouldAllBe(arm => arm.Experiment == null);
        await ConflictAsync("running");
        await ConflictAsync(null, 1);
        (await client.GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!.Items.ShouldContain(item => item.Key == "life" && item.EndedAt != null);
        (await client.DeleteAsync($"{Path}/life", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await client.GetAsync($"{Path}/life", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await client.DeleteAsync($"{Path}/life", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");

        async Task<ExperimentDto> ChangeAsync(ExperimentChangeDto change) =>
            await (await client.PatchAsJsonAsync($"{Path}/life", change, Cancellation)).ShouldBeAsync<ExperimentDto>();

        async Task ConflictAsync(string? state, double? ramp = null) =>
            await (await client.PatchAsJsonAsync($"{Path}/life", new ExperimentChangeDto(ramp, state), Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_a_sentence()
    {
        var client = Server.Script();
        NewExperimentDto[] wrong =
        [
            New("Key With Blanks"), New(new string('a', 65)), New(""), New("x", metric: "joy"), New("x", effect: 0), New("x", effect: 2), New("x", ramp: 1.5), New("x", ramp: -0.1),
            New("x", arms: []), New("x", arms: [Control]), New("x", arms: [Control, Control]), New("x", arms: [Control, Arm("b") with { Share = 0 }]), New("x", arms: [Control, Arm("")]),
            New("x", arms: [Control, Arm("b", ("magic", 1))]), New("x", arms: [Control, Arm("b", ("content", 5))]), New("x", arms: [Control, Arm("b", ("content", -1))]),
            New("x", arms: [Control, Arm("b", [.. EchoTune.Recommendation.Data.StrategyNames.All.Select(name => (name, 0.0))])]),
            New("x", rails: [new GuardRailDto("joy", 0.1)]), New("x", rails: [new GuardRailDto("keepRate", 2)]), New("x", rails: [new GuardRailDto("keepRate", 0), new GuardRailDto("keepRate", 0)]),
        ];
        foreach (var body in wrong)
        {
            await (await client.PostAsJsonAsync(Path, body, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }

        await (await client.PostAsync(Path, new StringContent("""{"key":"x","arms":[null,{"name":"b"}]}""", System.Text.Encoding.UTF8, "application/json"), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        await client.PostAsJsonAsync(Path, New("patched"), Cancellation);
        foreach (var change in (ExperimentChangeDto[])[new(null, null), new(2, null), new(null, "decided"), new(null, "draft")])
        {
            await (await client.PatchAsJsonAsync($"{Path}/patched", change, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }

        await (await client.PatchAsJsonAsync($"{Path}/nobody", new ExperimentChangeDto(1, null), Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        (await client.GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!.Items.ShouldNotContain(item => item.Key == "x");
    }

    [Fact]
    public async Task An_arm_that_is_truly_better_wins_and_everybody_follows_it()
    {
        Fixture.NewEpoch();
        var policy = Server.Get<IRankingPolicy>();
        await StartAsync(New("better", followWinner: true, arms: [Control, Arm("bold", ("content", 2), ("novelty", 0.5))], rails: [new GuardRailDto("keepRate", 0.05)]));
        var before = policy.Version;

        await Fixture.LiveAsync(Enumerable.Range(0, 40), days: 10, seed: 1, arm => arm == "bold" ? 0.7 : 0.3);

        var decided = await GetAsync("better");
        (decided.State, decided.Outcome, decided.Winner).ShouldBe(("decided", "armIsBetter", "bold"));
        decided.EndedAt.ShouldNotBeNull();
        decided.Arms.ShouldAllBe(arm => arm.Subjects > 5 && arm.Values == 10 * arm.Subjects);
        decided.Arms.Sum(arm => arm.Subjects).ShouldBe(40);
        decided.Arms[0].Mean!.Value.ShouldBe(0.3, 0.1);
        decided.Arms[1].Mean!.Value.ShouldBe(0.7, 0.1);
        var comparison = decided.Comparisons.ShouldHaveSingleItem();
        comparison.Low.ShouldBeGreaterThan(0);
        comparison.Difference.ShouldBeInRange(comparison.Low, comparison.High);

        var all = (await Server.Script().GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!;
        all.Weights["content"].ShouldBe(2);
        all.Weights["novelty"].ShouldBe(0.5);
        policy.Version.ShouldBeGreaterThan(before);
        foreach (var variant in Variants())
        {
            variant.Experiment.ShouldBeNull();
            variant.Weights.ShouldBe(all.Weights);
        }
    }

    [Fact]
    public async Task An_answer_is_weighed_by_its_arm_and_counts_for_it()
    {
        var now = Fixture.NewEpoch();
        await StartAsync(New("answered", arms: [Control with { Weights = new Dictionary<string, double> { ["content"] = 0 } }, Arm("also", ("content", 0))]));

        var answer = (await Server.Script().GetFromJsonAsync<RecommendationsDto>("/api/v1/recommendations?limit=3", Cancellation))!;
        await Server.Get<ExposureLog>().FlushAsync(Cancellation);

        answer.Experiment.ShouldBe("answered");
        answer.Items.ShouldAllBe(item => item.Strategies.GetValueOrDefault("content") == 0);
        var measured = await Server.Get<IExperimentOutcomes>().MeasureAsync("answered", now.AddDays(-1), now.AddDays(1), Cancellation);
        measured.ShouldAllBe(sums => sums.Arm == answer.Arm && sums.Listeners == 1 && sums.Values == 1);
        measured.Count.ShouldBe(ExperimentMetrics.All.Count);
        await StopAsync("answered");
        (await Server.Script().GetFromJsonAsync<RecommendationsDto>("/api/v1/recommendations?limit=3", Cancellation))!.Experiment.ShouldBeNull();
    }

    [Fact]
    public async Task Equal_arms_are_not_decided()
    {
        Fixture.NewEpoch();
        for (var seed = 0; seed < 5; seed++)
        {
            var key = $"equal-{seed}";
            await StartAsync(New(key, followWinner: true, arms: [Control, Arm("same")], rails: [new GuardRailDto("keepRate", 0)]));
            for (var look = 0; look < 3; look++)
            {
                await Fixture.LiveAsync(Enumerable.Range(1000 + (seed * 100), 24), days: 4, seed: (seed * 10) + look, _ => 0.5, _ => 0.5);
                var running = await GetAsync(key);
                (running.State, running.Outcome).ShouldBe(("running", "running"), $"{key}: {running.Reason}");
            }

            (await GetAsync(key)).Arms.Sum(arm => arm.Values).ShouldBeGreaterThan(200);
            await StopAsync(key);
        }
    }

    [Fact]
    public async Task A_guard_rail_that_falls_stops_the_experiment_and_nobody_follows()
    {
        Fixture.NewEpoch();
        var before = (await Server.Script().GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!.Weights;
        await StartAsync(New("annoying", followWinner: true, metric: "likeRate", arms: [Control, Arm("loud", ("graph", 4))], rails: [new GuardRailDto("keepRate", 0.05)]));

        await Fixture.LiveAsync(Enumerable.Range(3000, 40), days: 10, seed: 3, _ => 0.3, arm => arm == "loud" ? 0.9 : 0.1);

        var stopped = await GetAsync("annoying");
        (stopped.State, stopped.Outcome, stopped.Winner).ShouldBe(("decided", "guardRailFell", null));
        stopped.Reason!.ShouldContain("keepRate");
        (await Server.Script().GetFromJsonAsync<ExperimentsDto>(Path, Cancellation))!.Weights.ShouldBe(before);
        Variants().ShouldAllBe(variant => variant.Experiment == null);
    }

    private static ExperimentArmDto Arm(string name, params (string Strategy, double Weight)[] weights) =>
        new(name, 1, weights.ToDictionary(weight => weight.Strategy, weight => weight.Weight));

    private static NewExperimentDto New(
        string key, string? metric = null, double? effect = null, double? ramp = null, bool? followWinner = null, IReadOnlyList<ExperimentArmDto>? arms = null, IReadOnlyList<GuardRailDto>? rails = null) =>
        new(key, null, metric, effect, ramp, followWinner, arms ?? [Control, Arm("other")], rails);

    private List<RankingVariant> Variants() => [.. Enumerable.Range(0, 100).Select(i => Server.Get<IRankingPolicy>().For(InsightFixture.Listener(i)))];

    private async Task StartAsync(NewExperimentDto experiment)
    {
        await (await Server.Script().PostAsJsonAsync(Path, experiment, Cancellation)).ShouldBeAsync<ExperimentDto>(HttpStatusCode.Created);
        await (await Server.Script().PatchAsJsonAsync($"{Path}/{experiment.Key}", new ExperimentChangeDto(null, "running"), Cancellation)).ShouldBeAsync<ExperimentDto>();
    }

    private async Task StopAsync(string key) =>
        await (await Server.Script().PatchAsJsonAsync($"{Path}/{key}", new ExperimentChangeDto(null, "stopped"), Cancellation)).ShouldBeAsync<ExperimentDto>();

    private async Task<ExperimentDto> GetAsync(string key) => (await Server.Script().GetFromJsonAsync<ExperimentDto>($"{Path}/{key}", Cancellation))!;
}
