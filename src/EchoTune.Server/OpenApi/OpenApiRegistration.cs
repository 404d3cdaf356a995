using System.Reflection;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EchoTune.Server.OpenApi;

/// <summary>Describes the HTTP API so that clients can be generated from it.</summary>
internal static class OpenApiRegistration
{
    public const string Document = "v1";
    public const string Path = "/api/v1/openapi.json";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "EchoTune", Version = "1", Description = "Everything a page or a script can ask of EchoTune. Every error is a problem with an errorCode." };
            // The address of whoever asked would make the document differ from call to call.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = AuthRegistration.SessionCookie },
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token in $ECHOTUNE_DATA/local-token" },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(FileStreamHttpResultBody))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "binary";
                schema.Properties = null;
            }
            else if (type == typeof(System.Text.Json.Nodes.JsonObject))
            {
                schema.Type = JsonSchemaType.Object;
                schema.AdditionalPropertiesAllowed = true;
                schema.AdditionalProperties = new OpenApiSchema();
            }
            else if (IsAnswer(type) && schema.Properties is { Count: > 0 } properties)
            {
                // Answers are always written whole, nulls included; only what clients send may leave things out.
                schema.Required = new SortedSet<string>(properties.Keys, StringComparer.Ordinal);
            }
            else if (schema.Required is { Count: > 0 })
            {
                var optional = context.JsonTypeInfo.Properties.Where(property => property.IsSetNullable && property.IsGetNullable).Select(property => property.Name).ToHashSet();
                schema.Required = new SortedSet<string>(schema.Required.Where(name => !optional.Contains(name)), StringComparer.Ordinal);
            }

            return Task.CompletedTask;
        });
    });

    private static bool IsAnswer(Type type) =>
        type != typeof(SettingsDto)
        && (type.IsGenericType ? type.GetGenericTypeDefinition().Name : type.Name) is { } name
        && (name.EndsWith("Dto", StringComparison.Ordinal) || name.Contains("Dto`", StringComparison.Ordinal) || name == nameof(Errors.ApiProblem));
}
