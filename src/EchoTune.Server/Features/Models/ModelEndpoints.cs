using EchoTune.Catalog.Training;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Models;

/// <summary>Learnt models: which there are, which serves, and their training.</summary>
internal static class ModelEndpoints
{
    public static IEndpointRouteBuilder MapModelEndpoints(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/admin/models").WithTags("models").RequireAuthorization(Policies.Owner);
        models.MapGet("/", (ModelPresenter presenter, CancellationToken ct) => presenter.PresentAsync(ct)).WithName("listModels");
        models.MapPost("/training", Train).WithName("startTraining");
        models.MapDelete("/training", Stop).WithName("stopTraining");
        models.MapPost("/{version}/activate", ActivateAsync).WithName("activateModel");
        return api;
    }

    private static Accepted<TrainingDto> Train(ITraining training) => TypedResults.Accepted("/api/v1/admin/models", ModelPresenter.Present(training.Request()));

    private static NoContent Stop(ITraining training)
    {
        training.Cancel();
        return TypedResults.NoContent();
    }

    private static async Task<ModelsDto> ActivateAsync(string version, ITraining training, ModelPresenter presenter, CancellationToken ct)
    {
        await training.ActivateAsync(version, ct);
        return await presenter.PresentAsync(ct);
    }
}
