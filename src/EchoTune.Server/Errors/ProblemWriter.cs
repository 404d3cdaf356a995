using System.Text.Json;
using EchoTune.Server.Observability;
using Microsoft.AspNetCore.WebUtilities;

namespace EchoTune.Server.Errors;

/// <summary>Writes problems as <c>application/problem+json</c>.</summary>
internal static class ProblemWriter
{
    public const string MediaType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, int status, string errorCode, string detail)
    {
        var problem = new ApiProblem
        {
            Title = ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } title ? title : "Error",
            Status = status,
            Detail = detail,
            ErrorCode = errorCode,
            RequestId = RequestIds.Of(context),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, JsonSerializerOptions.Web);
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, 0, body.Length);
    }

    public static Task WriteAsync(HttpContext context, (int Status, string ErrorCode, string Detail) problem) =>
        WriteAsync(context, problem.Status, problem.ErrorCode, problem.Detail);
}
