using System.Text.Json.Nodes;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class AskCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("echotune-ask-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sentence_becomes_the_calls_of_the_contract()
    {
        var (code, output, errors) = await RunAsync("something energetic for my morning run", json: true);

        code.ShouldBe(0);
        errors.ShouldBeEmpty();
        var call = JsonNode.Parse(output)!.AsArray().Single()!;
        call["tool"]!.GetValue<string>().ShouldBe("play_music");
        call["arguments"]!["activity"]!.GetValue<string>().ShouldBe("running");
    }

    [Fact]
    public async Task Without_json_a_call_is_a_line()
    {
        var (code, output, _) = await RunAsync("pause and show me the lyrics");

        code.ShouldBe(0);
        output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldBe(["pause {}", "lyrics {}"]);
    }

    [Fact]
    public async Task A_batch_answers_line_by_line_with_ids_and_reads_the_context()
    {
        var (code, output, _) = await RunAsync(null, batch: Write(
            """{"id":"a","text":"more by them","context":{"playing":{"title":"T","artist":"Sade"}}}""", "", """{"id":"b","text":"stop"}"""));

        code.ShouldBe(0);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        rows.Select(r => (string)r["id"]!).ShouldBe(["a", "b"]);
        ((string)rows[0]["calls"]![0]!["arguments"]!["artist"]!).ShouldBe("Sade");
    }

    [Theory]
    [InlineData("{\"id\":\"x\",")]
    [InlineData("[1]")]
    [InlineData("{\"id\":\"x\",\"text\":7}")]
    public async Task A_bad_line_is_named(string bad)
    {
        var (code, _, errors) = await RunAsync(null, batch: Write("""{"id":"a","text":"stop"}""", bad));

        code.ShouldBe(1);
        errors.ShouldContain("Line 2");
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        (await RunAsync(null)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("Say something"));
        (await RunAsync(null, batch: new FileInfo(Path.Combine(_folder, "none.jsonl")))).Code.ShouldBe(1);
        (await RunAsync("pause", dryRun: false, batch: Write("{}"))).Errors.ShouldContain("--dry-run");
    }

    private FileInfo Write(params string[] lines)
    {
        var path = Path.Combine(_folder, "batch.jsonl");
        File.WriteAllLines(path, lines);
        return new FileInfo(path);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string? text, bool json = false, bool dryRun = true, FileInfo? batch = null)
    {
        using StringWriter output = new(), errors = new();
        var code = await AskCommand.RunAsync(text, null, json, dryRun, batch, null, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
