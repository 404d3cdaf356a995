using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Server.Features.Models;
using NSubstitute;

namespace EchoTune.Server.Tests.Features;

public sealed class ModelPresenterTests
{
    private readonly ITraining _training = Substitute.For<ITraining>();
    private readonly IRecommender _recommender = Substitute.For<IRecommender>();

    /// <summary>Who reads that a run has ended finds what it stored in the same answer, also when it ends while the answer is put together.</summary>
    [Fact]
    public async Task A_run_that_ends_meanwhile_is_never_told_as_ended_without_its_models()
    {
        var running = TrainingStatus.Idle with { IsRunning = true, Stage = "storing" };
        _training.Status.Returns(running);
        _recommender.RecommendAsync(default, default!, default).ReturnsForAnyArgs(Answer("m0"));
        _training.DataAsync(default).ReturnsForAnyArgs(LearningData.Empty);
        _training.ModelsAsync(default).ReturnsForAnyArgs(_ =>
        {
            // Listed before the run has stored anything; it ends right after.
            _training.Status.Returns(TrainingStatus.Idle with { Message = "The models m1 are in service." });
            return Task.FromResult<IReadOnlyList<StoredModel>>([]);
        });

        var models = await new ModelPresenter(_training, _recommender, Substitute.For<ITrackStore>()).PresentAsync(TestContext.Current.CancellationToken);

        models.Models.ShouldBeEmpty();
        models.Training.State.ShouldBe("running");
    }

    private static RecommendationResult Answer(string version) => new([], version);
}
