using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace EchoTune.Server.Web;

/// <summary>
/// Serves the built web client: files as they are (brotli or gzip beside them is preferred), names with a hash for ever,
/// and for every other address that a browser opens the page itself, with a nonce for its styles.
/// </summary>
internal sealed partial class WebClient(RequestDelegate next, ServerOptions options)
{
    private static readonly (string Encoding, string Suffix)[] Encodings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider ContentTypes = new(new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase)
    {
        [".webmanifest"] = "application/manifest+json",
        [".wasm"] = "application/wasm",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
    });

    private readonly PhysicalFileProvider? _files = Directory.Exists(options.WebFolder) ? new PhysicalFileProvider(options.WebFolder) : null;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if ((!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            || path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/metrics"))
        {
            return next(context);
        }

        var name = path.Value ?? "/";
        if (name != "/" && name != "/index.html" && _files?.GetFileInfo(name) is { Exists: true, IsDirectory: false, PhysicalPath: not null } file
            && ContentTypes.TryGetContentType(name, out var type))
        {
            return SendFileAsync(context, name, file, type);
        }

        // A missing file is missing; only addresses of pages are answered with the page.
        return name != "/index.html" && Path.HasExtension(name) ? next(context) : SendPageAsync(context);
    }

    private async Task SendFileAsync(HttpContext context, string name, IFileInfo file, string type)
    {
        var headers = context.Response.GetTypedHeaders();
        var etag = new EntityTagHeaderValue($"\"{file.LastModified.Ticks:x}-{file.Length:x}\"");
        headers.ETag = etag;
        headers.CacheControl = IsHashed().IsMatch(name)
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
            : new CacheControlHeaderValue { NoCache = true };
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (type.StartsWith("text/html", StringComparison.Ordinal))
        {
            SecurityHeaders.AllowPage(context);
        }

        // A worker obeys the policy of its own file, not of the page that started it.
        if (type.StartsWith("text/javascript", StringComparison.Ordinal))
        {
            SecurityHeaders.AllowPage(context);
        }

        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(etag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = type;
        var sent = file;
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, suffix) in Encodings)
        {
            if (accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0)
                && _files!.GetFileInfo(name + suffix) is { Exists: true, PhysicalPath: not null } packed)
            {
                context.Response.Headers.ContentEncoding = encoding;
                sent = packed;
                break;
            }
        }

        context.Response.ContentLength = sent.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.SendFileAsync(sent, context.RequestAborted);
        }
    }

    private async Task SendPageAsync(HttpContext context)
    {
        var nonce = SecurityHeaders.Nonce(context);
        string page;
        if (_files?.GetFileInfo("index.html") is { Exists: true, PhysicalPath: { } path })
        {
            page = await File.ReadAllTextAsync(path, context.RequestAborted);
            page = AfterHead().Replace(page, $"$0<meta property=\"csp-nonce\" nonce=\"{nonce}\" content=\"{nonce}\">", 1);
            page = page.Replace("__CSP_NONCE__", nonce, StringComparison.Ordinal);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            page = $$"""
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>EchoTune</title>
                <style nonce="{{nonce}}">body{font:1rem/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}</style></head>
                <body><h1>The page is not built yet</h1><p>The server runs. To build its page: <code>./run</code>, or <code>npm ci &amp;&amp; npm run build</code>
                in the folder <code>web</code>; then load this page again.</p><p>The <a href="/api/docs">HTTP API</a> answers already.</p></body></html>
                """;
        }

        SecurityHeaders.AllowPage(context);
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(page);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    // Vite's names: assets/name-Hash8chr.ext
    [GeneratedRegex(@"^/assets/.+[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")]
    private static partial Regex IsHashed();

    [GeneratedRegex("<head[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex AfterHead();
}
