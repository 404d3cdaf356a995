namespace EchoTune.Server.Observability;

/// <summary>
/// Gives every request an id: the caller's <c>X-Request-Id</c> where it is harmless, else a new one. It is answered, stands in
/// every line of the log about the request, and in every problem.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, TimeProvider time, ILogger<RequestIds> logger)
{
    public const string Header = "X-Request-Id";
    private static readonly object Key = new();

    public static string Of(HttpContext context) => context.Items[Key] as string ?? context.TraceIdentifier;

    public async Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var id = IsHarmless(given) ? given : Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        context.Items[Key] = id;
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
        using (logger.BeginScope("Request {RequestId}", id))
        {
            await next(context);
        }
    }

    private static bool IsHarmless(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
