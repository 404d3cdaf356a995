using EchoTune.Server.Errors;

namespace EchoTune.Server.OpenApi;

/// <summary>Stands for a body of bytes in the description of the API.</summary>
public sealed record FileStreamHttpResultBody;

/// <summary>What endpoints say of their answers beside the good one.</summary>
internal static class EndpointConventions
{
    /// <summary>What any endpoint may answer.</summary>
    public static RouteGroupBuilder WithCommonProblems(this RouteGroupBuilder group)
    {
        foreach (var status in (int[])[400, 401, 403, 429, 500, 503])
        {
            group.ProducesApiProblem(status);
        }

        return group;
    }

    /// <summary>404 where the id is unknown.</summary>
    public static TBuilder MayMiss<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.ProducesApiProblem(StatusCodes.Status404NotFound);

    /// <summary>409 where it changed meanwhile or exists already.</summary>
    public static TBuilder MayConflict<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.ProducesApiProblem(StatusCodes.Status409Conflict);

    public static TBuilder ProducesApiProblem<TBuilder>(this TBuilder builder, int status) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [ProblemWriter.MediaType]));
}
