using EchoTune.Catalog.Errors;
using Microsoft.Net.Http.Headers;

namespace EchoTune.Server.Errors;

/// <summary>Refuses bodies that say they are in another encoding than UTF-8, the one that JSON has (RFC 8259, 8.1): the framework fails on names it does not know.</summary>
internal sealed class BodyCharset(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? throw new EchoTuneException(ErrorCodes.UnsupportedMediaType, "Send the body as application/json in UTF-8.")
            : next(context);
}
