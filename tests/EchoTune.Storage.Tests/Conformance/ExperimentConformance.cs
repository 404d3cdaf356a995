using EchoTune.Catalog;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Recommendation.Experiments;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of experiments, and every measure of what came of them, must do.</summary>
public abstract class ExperimentConformance
{
    protected abstract ITrackStore Tracks { get; }

    protected abstract IPlayStore Plays { get; }

    protected abstract IExposureStore Exposures { get; }

    protected abstract IExperimentStore Experiments { get; }

    protected abstract IExperimentOutcomes Outcomes { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_experiment_reads_back_as_it_was()
    {
        var experiment = New() with
        {
            Description = "Ünïcode “x”", State = ExperimentState.Decided, FollowWinner = true, Guards = [new ExperimentGuard("keepRate", 0.02)], Outcome = ExperimentOutcome.Won,
            Winner = "b", Reason = "It won.", Comparisons = [new ArmComparison("b", 0.1, 0.01, 0.2, 0.001)], StartedAt = Given.Noon.AddHours(1), EndedAt = Given.Noon.AddDays(1),
        };

        (await Experiments.SaveAsync(experiment, ranks: false, factors: null, Token)).ShouldBeTrue();

        var read = await FindAsync(experiment.Key);
        read.Revision.ShouldBe(1);
        read.Arms[1].ShouldBe(experiment.Arms[1] with { Weights = read.Arms[1].Weights });
        read.Arms[1].Weights.ShouldBe(experiment.Arms[1].Weights);
        read.Guards.ShouldBe(experiment.Guards);
        read.Comparisons.ShouldBe(experiment.Comparisons);
        (read with { Arms = experiment.Arms, Guards = experiment.Guards, Comparisons = experiment.Comparisons, Revision = 0 }).ShouldBe(experiment);
    }

    [Fact]
    public async Task Only_the_revision_that_was_read_can_be_changed_or_deleted()
    {
        var experiment = New();
        await Experiments.SaveAsync(experiment, ranks: false, factors: null, Token);
        (await Experiments.SaveAsync(experiment, ranks: false, factors: null, Token)).ShouldBeFalse("the key is taken");
        var read = await FindAsync(experiment.Key);

        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Experiments.SaveAsync(read with { Ramp = i / 10.0 }, ranks: true, factors: null, Token)));

        saves.Count(saved => saved).ShouldBe(1);
        (await Experiments.DeleteAsync(experiment.Key, read.Revision, Token)).ShouldBeFalse();
        (await Experiments.DeleteAsync(experiment.Key, read.Revision + 1, Token)).ShouldBeTrue();
        (await Experiments.DeleteAsync(experiment.Key, read.Revision + 1, Token)).ShouldBeFalse();
        (await Experiments.SaveAsync(read with { Revision = 2 }, ranks: false, factors: null, Token)).ShouldBeFalse("what was deleted does not come back");
    }

    [Fact]
    public async Task Versions_grow_and_factors_multiply()
    {
        var before = await Experiments.LoadAsync(Token);
        var name = $"s{Given.Id():N}";

        await Experiments.SaveAsync(New(), ranks: false, factors: null, Token);
        var made = await Experiments.LoadAsync(Token);
        await Experiments.SaveAsync(New(), ranks: true, new Dictionary<string, double> { [name] = 1.5 }, Token);
        await Experiments.SaveAsync(New(), ranks: true, new Dictionary<string, double> { [name] = 0.5 }, Token);
        var followed = await Experiments.LoadAsync(Token);
        await Experiments.SaveAsync(New(), ranks: true, new Dictionary<string, double> { [name] = 100 }, Token);

        made.Version.ShouldBeGreaterThan(before.Version);
        followed.Ranking.ShouldBeGreaterThan(made.Ranking);
        followed.Weights[name].ShouldBe(0.75);
        var last = await Experiments.LoadAsync(Token);
        last.Weights[name].ShouldBe(4, "factors stay within what a weight may be");
        (await Experiments.VersionAsync(Token)).ShouldBeGreaterThanOrEqualTo(last.Version);
    }

    [Fact]
    public async Task Arms_are_measured_by_days_of_their_listeners()
    {
        var key = $"e{Given.Id():N}";
        var tracks = new[] { await Given.Track(Tracks, Token), await Given.Track(Tracks, Token) };
        var (one, two) = (Given.Listener(), Given.Listener());

        // One: 1/2 on the first day, 0 on the second. Two: 1 on the first. Another experiment and another arm do not count.
        await Exposures.AppendAsync(
            [
                Shown(one, tracks[0], 0, key, "a"), Shown(one, tracks[1], 0, key, "a"), Shown(one, tracks[0], 26 * 60, key, "a"), Shown(two, tracks[0], 0, key, "a"),
                Shown(Given.Listener(), tracks[0], 0, key, "b"), Shown(Given.Listener(), tracks[0], 0, "other", "a"), Shown(Given.Listener(), tracks[0], -60, key, "a"),
            ],
            Token);
        await Plays.AppendAsync(one, [Play(tracks[0], PlayKind.Played, 5), Play(tracks[1], PlayKind.Skipped, 5)], Token);
        await Plays.AppendAsync(two, [Play(tracks[0], PlayKind.Completed, 5), Play(tracks[0], PlayKind.Liked, 6)], Token);

        var sums = await Outcomes.MeasureAsync(key, Given.Noon, Given.Noon.AddDays(3), Token);

        sums.Select(sum => (sum.Arm, sum.Metric)).ShouldBe([("a", "keepRate"), ("a", "likeRate"), ("a", "playRate"), ("b", "keepRate"), ("b", "likeRate"), ("b", "playRate")]);
        sums[2].ShouldBe(new ArmSums("a", "playRate", 2, 3, 1.5, 1.25, 1.25, 2, 5));
        sums[1].ShouldBe(new ArmSums("a", "likeRate", 2, 3, 1, 1, 1, 1, 5));
        sums[0].ShouldBe(new ArmSums("a", "keepRate", 2, 3, 2.5, 2.25, 3.25, 4, 5));
        sums[5].ShouldBe(new ArmSums("b", "playRate", 1, 1, 0, 0, 0, 0, 1));
        (await Outcomes.MeasureAsync("nobody", Given.Noon, Given.Noon.AddDays(3), Token)).ShouldBeEmpty();
    }

    private static Experiment New() => new()
    {
        Key = $"e{Given.Id():N}", Metric = ExperimentMetrics.PlayRate, Effect = 0.05, Ramp = 1, CreatedAt = Given.Noon,
        Arms = [new ExperimentArm("a", 1, new Dictionary<string, double>()), new ExperimentArm("b", 2, new Dictionary<string, double> { ["content"] = 2, ["novelty"] = 0 }) { Subjects = 3, Values = 4, Mean = 0.5 }],
    };

    private static Exposure Shown(ListenerId listener, TrackId track, int minute, string experiment, string arm) => new(
        listener, track, "home", Given.Noon.AddMinutes(minute), Given.Id(), 1, 0.5, 0.5, new Dictionary<string, double> { ["content"] = 1 }, "m1", experiment, arm);

    private static Play Play(TrackId track, PlayKind kind, int minute) => new() { EventId = Given.Id(), TrackId = track, Kind = kind, StartedAt = Given.Noon.AddMinutes(minute) };

    private async Task<Experiment> FindAsync(string key) => (await Experiments.LoadAsync(Token)).Items.Single(item => item.Key == key);
}
