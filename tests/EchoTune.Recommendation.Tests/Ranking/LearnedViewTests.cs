using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Ranking;

public sealed class LearnedViewTests(PlantedLibrary library) : IClassFixture<PlantedLibrary>
{
    [Fact]
    public void What_was_learnt_is_found_under_other_indexes()
    {
        // The learnt items lie backwards in this library, and each third is missing.
        var count = library.Models.Items.Count;
        int[] backwards = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? -1 : PlantedLibrary.Tracks - 1 - i)];
        var view = LearnedView.Build(library.Model, library.Models, backwards);
        view.FactorCount.ShouldBeInRange(1, backwards.Count(t => t >= 0));
        foreach (var (a, b) in (ReadOnlySpan<(int, int)>)[(1, 2), (13, 14), (100, 4_000)])
        {
            view.Likeness(backwards[a], backwards[b]).ShouldBe(library.Learned.Likeness(a, b), 1e-5f);
            view.Nearness(backwards[a], backwards[b]).ShouldBe(library.Learned.Nearness(a, b));
        }

        view.Likeness(PlantedLibrary.Tracks - 1, backwards[1]).ShouldBe(0, "a track that was not learnt is like no other");
    }

    [Fact]
    public void Tracks_that_nobody_heard_are_ranked_by_a_projection_of_the_right_version_only()
    {
        var (dimension, factors) = (library.Model.Dimension, 24);
        var matrix = new float[dimension * factors];
        for (var k = 0; k < factors; k++)
        {
            matrix[(k * factors) + k] = 1;
        }

        LearnedModels With(string version) => library.Models with { Projection = new ContentProjection(dimension, factors, matrix, version) };
        int[] same = [.. Enumerable.Range(0, library.Models.Items.Count)];
        var fresh = PlantedLibrary.Tracks - 1;
        var right = LearnedView.Build(library.Model, With(ContentVersion.Of(library.Model)), same);
        right.FactorCount.ShouldBe(PlantedLibrary.Tracks);
        right.Likeness(fresh, fresh - 1).ShouldNotBe(0);
        LearnedView.Build(library.Model, With("of another time"), same).Likeness(fresh, fresh - 1).ShouldBe(0);
    }

    [Fact]
    public void Learnt_weights_are_taken_by_name_and_models_may_be_missing()
    {
        var view = LearnedView.Build(
            library.Model, new LearnedModels { Version = "2", Items = [], StrategyWeights = new Dictionary<string, double> { ["graph"] = 1.5, ["content"] = 0.5, ["unheard-of"] = 3, ["novelty"] = double.NaN } }, []);
        view.Weights.ShouldBe([0.5, 1, 1, 1, 1, 1, 1, 1, 1.5]);
        HybridRanker.Rank(library.Model, library.Query(1) with { Learned = view }).Count.ShouldBe(20);
        Should.Throw<ArgumentException>(() => LearnedView.Build(library.Model, library.Models, [1, 2]));
    }

    [Fact]
    public void The_next_of_a_session_follows_the_seeds()
    {
        var query = library.Query(2);
        var seed = query.Profile.LastSession[0];
        var answer = HybridRanker.Rank(library.Model, query with { Seeds = [seed], Never = [seed], Calibration = 0 });
        answer.Count(r => PlantedLibrary.GenreOf(r.Track) == PlantedLibrary.GenreOf(seed)).ShouldBeGreaterThanOrEqualTo(15);
        answer.ShouldContain(r => r.Values[(int)Strategy.Sequence] > 0.5f);
        ReferenceEquals(query.Profile.Next, null).ShouldBeTrue("what follows the seeds is not kept as what follows the session");
    }
}
