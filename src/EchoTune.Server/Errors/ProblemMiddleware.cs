using EchoTune.Catalog.Errors;

namespace EchoTune.Server.Errors;

/// <summary>Turns every failure, and every bare status of 400 and above, into a problem. Nothing else writes errors.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away: there is nobody to answer.
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : 499;
            return;
        }
        catch (Exception failure)
        {
            var problem = ProblemMap.Of(failure);
            if (failure is EchoTuneException && problem.ErrorCode != ErrorCodes.Internal)
            {
                // Foreseen: its sentence says it all, and a database that is away would fill the log with stacks.
                LogRefused(problem.Status >= 500 ? LogLevel.Warning : LogLevel.Debug, context.Request.Method, context.Request.Path, problem.ErrorCode, problem.Detail);
            }
            else if (problem.Status >= 500)
            {
                LogFailed(context.Request.Method, context.Request.Path, problem.ErrorCode, failure);
            }

            if (context.Response.HasStarted)
            {
                // Part of an answer is out; ending the connection is the only honest sign that it is not whole.
                context.Abort();
                return;
            }

            KeepHeaders(context);
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }

        // A range outside the file still carries the media type of the file.
        if (context.Response is { StatusCode: >= 400, HasStarted: false } response
            && response.ContentLength is null or 0
            && (response.ContentType is null || response.StatusCode == StatusCodes.Status416RangeNotSatisfiable))
        {
            await ProblemWriter.WriteAsync(context, ProblemMap.OfStatus(response.StatusCode));
        }
    }

    // Headers that describe the body that will not come must go; those of the whole server stay.
    private static void KeepHeaders(HttpContext context)
    {
        foreach (var name in (string[])["Content-Length", "Content-Type", "Content-Encoding", "Content-Range", "ETag", "Last-Modified", "Cache-Control"])
        {
            context.Response.Headers.Remove(name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed with {ErrorCode}")]
    private partial void LogFailed(string method, string path, string errorCode, Exception failure);

    [LoggerMessage(Message = "{Method} {Path} was answered with {ErrorCode}: {Detail}")]
    private partial void LogRefused(LogLevel level, string method, string path, string errorCode, string detail);
}
