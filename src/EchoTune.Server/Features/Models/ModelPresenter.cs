using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Models;

/// <summary>Turns models and their training into what pages see.</summary>
internal sealed class ModelPresenter(ITraining training, IRecommender recommender, ITrackStore tracks)
{
    // Nobody's answer says which snapshot answers everybody.
    private static readonly ListenerId Nobody = new(Guid.Empty);

    public async Task<ModelsDto> PresentAsync(CancellationToken cancellationToken)
    {
        // Before the list: a run that is told as ended has stored what it tells of.
        var status = training.Status;
        var answer = await recommender.RecommendAsync(Nobody, new RecommendationRequest { Limit = 1, ApplyRepeatRules = false }, cancellationToken);
        var data = await training.DataAsync(cancellationToken);
        var models = await training.ModelsAsync(cancellationToken);
        return new ModelsDto(
            answer.ModelVersion, Present(data with { Tracks = await tracks.CountAsync(cancellationToken) }), Present(status), [.. models.Select(Present)]);
    }

    public static TrainingDto Present(TrainingStatus status) => new(
        status.IsRunning ? "running" : "idle", status.Stage, status.Progress, status.Trigger, status.StartedAt, status.NextAt, status.ErrorCode, status.Message);

    private static LearningDataDto Present(LearningData data) => new(data.Listeners, data.Tracks, data.Events, data.Interactions, data.Sessions, data.LastEventAt);

    private static ModelDto Present(StoredModel model) => new(
        model.Manifest.Version, model.State.ToString().ToLowerInvariant(), model.Reason, model.Manifest.CreatedAt, model.Manifest.FitSeconds, model.SizeBytes,
        Present(model.Manifest.TrainedOn), model.Manifest.Metrics, model.Manifest.Baseline,
        [.. model.Manifest.Parts.Select(part => new ModelPartDto(part.Name, part.IsPresent, part.Note, part.Metrics))]);
}
