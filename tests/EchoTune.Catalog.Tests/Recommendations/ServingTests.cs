using System.Text.Json;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Training;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Sequence;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Recommendations;

/// <summary>How what was learnt, set and tried joins in an answer.</summary>
public sealed class ServingTests
{
    [Fact]
    public async Task What_was_learnt_is_swapped_in_and_told_with_its_figures()
    {
        var learned = new Learned();
        var world = new World(with: services => services.AddSingleton<ILearnedModels>(learned));
        var heard = world.Tracks.Where((_, i) => Circle(i) == 1).Take(6).ToArray();
        await world.Hear(PlayKind.Completed, heard);
        var before = await world.Ask(new RecommendationRequest { Strategy = "collaborative" });
        before.Items.SelectMany(i => i.Strategies.Keys).ShouldNotContain("collaborative");
        before.ModelVersion.ShouldNotContain("/");

        var swapped = new TaskCompletionSource();
        world.Recommender.ModelChanged += swapped.SetResult;
        learned.Swap(Learn(world));
        await swapped.Task.WaitAsync(TestContext.Current.CancellationToken);

        // Circles of listeners cut across genres: only who heard what with whom tells of them.
        var after = await world.Ask(new RecommendationRequest { Strategy = "collaborative", Limit = 10 });
        after.ModelVersion.ShouldBe($"{before.ModelVersion}/learnt-1");
        world.Recommender.ModelVersion.ShouldBe(after.ModelVersion);
        after.Items.Count(i => Circle(Array.IndexOf(world.Tracks, i.Track)) == 1).ShouldBeGreaterThanOrEqualTo(9);
        var named = after.Items.First(i => i.Reason.Contains("listeners of “", StringComparison.Ordinal));
        named.Figures["collaborative"].ShouldBeInRange(0.1, 1);
        var why = await world.Recommender.ExplainAsync(world.Listener, named.Track.Id, TestContext.Current.CancellationToken);
        why.Facts.ShouldContain(f => f.StartsWith("its listeners are like those of “", StringComparison.Ordinal));

        var following = $"next after “{heard[^1].Title}”";
        var next = await world.Ask(new RecommendationRequest { Strategy = "sequence", Limit = 3 });
        next.Items[0].Reason.ShouldContain($"comes next after “{heard[^1].Title}”");
        (await world.Recommender.ExplainAsync(world.Listener, next.Items[0].Track.Id, TestContext.Current.CancellationToken)).Facts
            .ShouldContain(f => f.StartsWith(following, StringComparison.Ordinal));

        var linked = await world.Ask(new RecommendationRequest { Strategy = "graph", Limit = 3 });
        linked.Items.ShouldAllBe(i => i.Reason.Contains("link it with “", StringComparison.Ordinal));
        (await world.Recommender.ExplainAsync(world.Listener, linked.Items[0].Track.Id, TestContext.Current.CancellationToken)).Facts
            .ShouldContain(f => f.StartsWith("linked with “", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Models_of_other_tracks_do_no_harm()
    {
        var learned = new Learned();
        var world = new World(with: services => services.AddSingleton<ILearnedModels>(learned));
        learned.Swap(Learn(world) with { Items = [.. Enumerable.Range(0, 120).Select(i => new Guid(i, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8))] });
        await world.Hear(PlayKind.Completed, world.Tracks[3]);
        var answer = await world.Ask();
        answer.Items.Count.ShouldBe(20);
        answer.ModelVersion.ShouldEndWith("/learnt-1");
        answer.Items.SelectMany(i => i.Strategies.Keys).ShouldNotContain("collaborative");

        var unfit = new Learned();
        var other = new World(with: services => services.AddSingleton<ILearnedModels>(unfit));
        unfit.Swap(Learn(world) with { Graph = new ItemNeighbours([0, 1, 1], [1], [1]) });
        (await other.Ask()).Items.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Weights_are_the_listeners_times_those_of_the_experiment_and_a_request_may_bring_its_own()
    {
        var policy = Substitute.For<IRankingPolicy>();
        policy.For(default).ReturnsForAnyArgs(new RankingVariant(new Dictionary<string, double> { ["content"] = 0 }, "less-sound", "without"));
        var world = new World(with: services => services.AddSingleton(policy));
        await world.Hear(PlayKind.Liked, world.Tracks[8]);
        var answer = await world.Ask();
        (answer.Experiment, answer.Arm).ShouldBe(("less-sound", "without"));
        answer.Items.ShouldAllBe(i => !i.Strategies.ContainsKey("content"));
        answer.Items.ShouldContain(i => i.Strategies.ContainsKey("history"));

        world.Settings["strategyWeights"] = JsonSerializer.SerializeToElement(new { history = 0 });
        world.Recommender.Invalidate(world.Listener);
        (await world.Ask()).Items.ShouldAllBe(i => !i.Strategies.ContainsKey("history") && !i.Strategies.ContainsKey("content"));
        (await world.Ask(new RecommendationRequest { Weights = new Dictionary<string, double> { ["history"] = 2 } })).Items.ShouldContain(i => i.Strategies.ContainsKey("history"));
    }

    [Fact]
    public async Task Tuning_is_read_from_the_settings_and_a_request_may_bring_its_own()
    {
        var world = new World();
        await world.Hear(PlayKind.Completed, [.. world.Tracks.Where((_, i) => i % 3 == 0)]);
        world.Time.Advance(TimeSpan.FromDays(3));
        async Task<int> Known(RecommendationRequest? request = null) => (await world.Ask(request)).Items.Count(i => Array.IndexOf(world.Tracks, i.Track) % 3 == 0);
        async Task Set(object tuning)
        {
            world.Settings["tuning"] = JsonSerializer.SerializeToElement(tuning);
            world.Recommender.Invalidate(world.Listener);
        }

        var usual = await Known();
        await Set(new { familiarity = 1 });
        (await Known()).ShouldBe(20);
        await Set(new { familiarity = 0, novelty = "much" });
        (await Known()).ShouldBe(0);
        (await Known(new RecommendationRequest { Tuning = new RecommendationTuning() })).ShouldBe(usual);
        (await Known(new RecommendationRequest { Tuning = new RecommendationTuning(Familiarity: 0.3) })).ShouldBeLessThan(usual);
        await Set(new[] { 1 });
        (await Known()).ShouldBe(usual);
    }

    [Fact]
    public async Task What_is_shown_very_often_without_being_played_steps_back_within_the_hour_nothing_changes()
    {
        var world = new World();
        await world.Hear(PlayKind.Liked, world.Tracks[41]);
        var shown = new RecommendationRequest { Limit = 3, Surface = "home" };
        var first = await world.Ask(shown);
        for (var i = 0; i < 60; i++)
        {
            (await world.Ask(shown)).Items.Select(item => item.Track.Id).ShouldBe(first.Items.Select(item => item.Track.Id));
        }

        // Shown to one listener ever so often is not too often: it is theirs.
        var score = first.Items[0].Score;
        world.Time.Advance(TimeSpan.FromMinutes(61));
        var own = await world.Ask(new RecommendationRequest { Limit = 120, ApplyRepeatRules = false });
        own.Items.First(i => i.Track.Id == first.Items[0].Track.Id).Score.ShouldBe(score, 0.01);

        var alike = new EchoTune.Catalog.Requests.Criteria { Genres = [World.GenreOf(first.Items[0].Track)] };
        for (var other = 1; other <= 30; other++)
        {
            await world.Ask(new RecommendationRequest { Limit = 30, Surface = "home", Criteria = alike, ApplyRepeatRules = false }, World.Other(other));
        }

        world.Time.Advance(TimeSpan.FromMinutes(61));
        var after = await world.Ask(new RecommendationRequest { Limit = 120, ApplyRepeatRules = false });
        after.Items.First(i => i.Track.Id == first.Items[0].Track.Id).Score.ShouldBeLessThan(score - 0.1);
    }

    [Fact]
    public async Task Versions_of_the_library_are_never_the_same_twice()
    {
        var world = new World();
        var first = (await world.Ask()).ModelVersion;
        world.Restart();
        (await world.Ask()).ModelVersion.ShouldNotBe(first);
    }

    [Fact]
    public void What_comes_of_exploring_is_learnt_once()
    {
        var world = new World();
        var answers = new RecentAnswers();
        Play Of(PlayKind kind) => new() { EventId = Guid.CreateVersion7(), TrackId = world.Tracks[0].Id, Kind = kind, StartedAt = world.Time.GetUtcNow() };
        answers.Learn(Of(PlayKind.Completed));
        answers.Explorer.Mean((int)Strategy.Novelty).ShouldBe(0.5);
        answers.Explored(world.Tracks[0].Id, Strategy.Novelty);
        answers.Learn(Of(PlayKind.Seeked));
        answers.Learn(Of(PlayKind.Completed));
        var known = answers.Explorer.Mean((int)Strategy.Novelty);
        known.ShouldBeGreaterThan(0.6);
        answers.Learn(Of(PlayKind.Skipped));
        answers.Explorer.Mean((int)Strategy.Novelty).ShouldBe(known);
    }

    // Which listeners a track has: nothing to do with its genre (i % 4).
    private static int Circle(int track) => track / 4 % 4;

    private static LearnedModels Learn(World world)
    {
        var (rows, columns) = (new List<int>(), new List<int>());
        for (var listener = 0; listener < 60; listener++)
        {
            var random = new Random(listener);
            foreach (var track in Enumerable.Range(0, 120).Where(t => Circle(t) == listener % 4 && random.Next(3) > 0))
            {
                rows.Add(listener);
                columns.Add(track);
            }
        }

        var interactions = Interactions.FromCells(60, 120, [.. rows], [.. columns], [.. Enumerable.Repeat(1f, rows.Count)]);
        var sessions = Sessions.From(120, Enumerable.Range(0, 120).Select(t => new[] { t, (t + 5) % 120 }));
        return new LearnedModels
        {
            Version = "learnt-1",
            Items = [.. world.Tracks.Select(t => t.Id.Value)],
            Collaborative = (IFactorModel)ModelTrainers.Find("ials")!.Fit(new TrainingData(interactions), Hyperparameters.Defaults.With("factors", 16), new FitOptions()),
            Sequence = SessionTrainers.Find("sequential-rules")!.Fit(sessions, Hyperparameters.Defaults, new FitOptions()),
            Graph = new ItemNeighbours([.. Enumerable.Range(0, 121)], [.. Enumerable.Range(0, 120).Select(t => (t + 7) % 120)], [.. Enumerable.Repeat(1f, 120)]),
        };
    }

    private sealed class Learned : ILearnedModels
    {
        public event Action? Changed;

        public LearnedModels? Current { get; private set; }

        public void Swap(LearnedModels models)
        {
            Current = models;
            Changed?.Invoke();
        }
    }
}
