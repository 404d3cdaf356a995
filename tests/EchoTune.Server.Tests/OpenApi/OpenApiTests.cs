using System.Text.Json.Nodes;
using EchoTune.Server.Hosting;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_that_the_web_client_is_generated_from_is_up_to_date()
    {
        var rendered = await RenderAsync();

        var kept = await File.ReadAllTextAsync(Path.Combine(Root(), "web", "openapi.json"), TestContext.Current.CancellationToken);
        (kept == rendered).ShouldBeTrue("web/openapi.json is not the document of this server. Write it with: dotnet run --project src/EchoTune.Server -- --write-openapi web/openapi.json");
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_typed_answer_and_typed_problems()
    {
        var document = JsonNode.Parse(await RenderAsync())!;
        var ids = new HashSet<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var where = $"{method} {path}";
                ids.Add(operation!["operationId"]!.GetValue<string>()).ShouldBeTrue(where);
                var responses = operation["responses"]!.AsObject();
                var good = responses.Where(response => response.Key[0] == '2').ToList();
                good.ShouldNotBeEmpty(where);
                good.ShouldAllBe(response => response.Key == "204" || response.Value!["content"] != null, where);
                foreach (var (status, response) in responses.Where(response => response.Key[0] != '2'))
                {
                    response!["content"]?["application/problem+json"]?["schema"]?["$ref"]?.GetValue<string>().ShouldBe("#/components/schemas/ApiProblem", $"{where} {status}");
                }
            }
        }
    }

    private static async Task<string> RenderAsync()
    {
        await using var app = EchoTuneHost.Build(new ServerOptions { DataFolder = Path.GetTempPath(), WriteOpenApi = "unused" }, TextWriter.Null, TextWriter.Null);
        return await OpenApiFile.RenderAsync(app, TestContext.Current.CancellationToken);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EchoTune.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
