using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Experiments;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Experiments;

/// <summary>Experiments with the ranking, for the owner.</summary>
internal static class ExperimentEndpoints
{
    public static IEndpointRouteBuilder MapExperimentEndpoints(this IEndpointRouteBuilder api)
    {
        var experiments = api.MapGroup("/admin/experiments").WithTags("admin").RequireAuthorization(Policies.Owner);
        experiments.MapGet("/", ListAsync).WithName("listExperiments");
        experiments.MapPost("/", CreateAsync).WithName("createExperiment").MayConflict();
        experiments.MapGet("/{key}", GetAsync).WithName("getExperiment").MayMiss();
        experiments.MapPatch("/{key}", ChangeAsync).WithName("changeExperiment").MayMiss().MayConflict();
        experiments.MapDelete("/{key}", DeleteAsync).WithName("deleteExperiment").MayMiss().MayConflict();
        return api;
    }

    private static async Task<ExperimentsDto> ListAsync(ExperimentService experiments, CancellationToken ct)
    {
        var book = await experiments.ListAsync(ct);
        return new ExperimentsDto([.. book.Items.Select(ExperimentPresenter.Present)], book.Weights);
    }

    private static async Task<ExperimentDto> GetAsync(string key, ExperimentService experiments, CancellationToken ct) =>
        ExperimentPresenter.Present(await experiments.GetAsync(key, ct));

    private static async Task<Created<ExperimentDto>> CreateAsync(NewExperimentDto body, ExperimentService experiments, CancellationToken ct)
    {
        var experiment = await experiments.CreateAsync(ExperimentPresenter.Read(body), ct);
        return TypedResults.Created($"/api/v1/admin/experiments/{experiment.Key}", ExperimentPresenter.Present(experiment));
    }

    private static async Task<ExperimentDto> ChangeAsync(string key, ExperimentChangeDto body, ExperimentService experiments, CancellationToken ct)
    {
        var state = body.State switch
        {
            null => (ExperimentState?)null,
            "running" => ExperimentState.Running,
            "stopped" => ExperimentState.Stopped,
            _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, "state must be running (to start) or stopped (to stop)."),
        };
        return ExperimentPresenter.Present(await experiments.ChangeAsync(key, body.Ramp, state, ct));
    }

    private static async Task<NoContent> DeleteAsync(string key, ExperimentService experiments, CancellationToken ct)
    {
        await experiments.DeleteAsync(key, ct);
        return TypedResults.NoContent();
    }
}
