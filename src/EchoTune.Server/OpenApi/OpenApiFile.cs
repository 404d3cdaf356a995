using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EchoTune.Server.OpenApi;

/// <summary>Writes the description of the API to a file, without serving and without a database.</summary>
internal static class OpenApiFile
{
    public static async Task<string> RenderAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiRegistration.Document);
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        return text.ToString().ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Answers with the description; it is made once.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        Task<string>? rendered = null;
        app.MapGet(OpenApiRegistration.Path, async () => TypedResults.Text(await (rendered ??= RenderAsync(app, CancellationToken.None)), "application/json; charset=utf-8"))
            .ExcludeFromDescription().AllowAnonymous();
    }

    public static async Task WriteAsync(WebApplication app, string path, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(path, await RenderAsync(app, cancellationToken), cancellationToken);
}
