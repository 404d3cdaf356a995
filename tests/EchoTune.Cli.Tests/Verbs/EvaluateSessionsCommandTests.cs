using System.IO.Compression;
using System.Text.Json.Nodes;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class EvaluateSessionsCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-sessions-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_answer_holds_what_the_contract_says()
    {
        var (code, output, errors) = Run("sequential-rules", Train(), Test("a b\tc", "b c\td", "c\tnever-heard", "d\ta"), json: true);

        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        var answer = JsonNode.Parse(output)!;
        ((string)answer["model"]!).ShouldBe("sequential-rules");
        answer["chosen"].ShouldNotBeNull();
        foreach (var metric in new[] { "hr", "mrr", "ndcg" })
        {
            ((double)answer["metrics"]![$"{metric}@1"]!).ShouldBe(0.75, metric);
        }

        ((double)answer["metrics"]!["hr@20"]!).ShouldBe(0.75);
        ((int)answer["unknownTargets"]!).ShouldBe(1);
        ((int)answer["lines"]!).ShouldBe(4);
        ((double)answer["fitSeconds"]!).ShouldBeGreaterThanOrEqualTo(0);
        ((double)answer["recommendationsPerSecond"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Auto_holds_sessions_out_and_foresees_a_ring()
    {
        var (code, output, errors) = Run("auto", Train(), Test("a b\tc", "b c\td", "c d\ta", "d a\tb"), json: true);

        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        var answer = JsonNode.Parse(output)!;
        ((double)answer["chosen"]!["heldOutSessions"]!).ShouldBe(40);
        ((double)answer["chosen"]!["answerAmongCandidates"]!).ShouldBe(1);
        ((double)answer["metrics"]!["hr@1"]!).ShouldBe(1);
    }

    [Fact]
    public void Packed_files_give_the_same_figures()
    {
        var (train, test) = (Train(), Test("a b\tc", "d a\tb", "a\tc"));

        var plain = JsonNode.Parse(Run("stan", train, test, json: true).Output)!["metrics"]!.ToJsonString();
        var packed = JsonNode.Parse(Run("stan", Pack(train), Pack(test), json: true).Output)!["metrics"]!.ToJsonString();

        packed.ShouldBe(plain);
    }

    [Fact]
    public void Items_of_the_prefix_are_left_out_on_demand()
    {
        var (train, test) = (Train(), Test("a b a\ta", "b a\tb"));

        ((double)Metric(Run("session-popularity", train, test, json: true).Output, "hr@5")).ShouldBe(1);
        ((double)Metric(Run("session-popularity", train, test, json: true, exclude: true).Output, "hr@5")).ShouldBe(0);
    }

    [Fact]
    public void People_read_lines_and_models_are_listed()
    {
        Run("vs-knn", Train(), Test("a\tb")).Output.ShouldContain("hr@20");
        Run("list", null, null).Output.ShouldContain("attention");
        JsonNode.Parse(Run("list", null, null, json: true).Output)!.AsArray().Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        var (train, test) = (Train(), Test("a\tb"));
        var binary = Path.Combine(folder, "noise.bin");
        File.WriteAllBytes(binary, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);

        Says(Run("vs-knn", null, test), "--train");
        Says(Run("vs-knn", train, Path.Combine(folder, "none")), "none");
        Says(Run("nothing", train, test), "--model list");
        Says(Run("vs-knn", train, Test()), "no test line");
        Says(Run("vs-knn", train, Test("a b c")), "Line 1");
        Says(Run("vs-knn", binary, test), "binary");
        Says(Run("vs-knn", train, test, k: "0"), "--k");
        Says(Run("vs-knn", train, test, threads: 0), "--threads");
        Says(Run("vs-knn", train, test, budget: double.NaN), "--budget-seconds");
        Says(Run("vs-knn", train, test, set: ["colour=1"]), "colour");

        static void Says((int Code, string Output, string Errors) answer, string said)
        {
            answer.Code.ShouldBe(1);
            answer.Output.ShouldBeEmpty();
            answer.Errors.ShouldContain(said);
        }
    }

    private static JsonNode Metric(string output, string name) => JsonNode.Parse(output)!["metrics"]![name]!;

    // A ring: after a comes b, after b c, after c d, after d a.
    private string Train() => Write("train.txt", [.. Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Range(i, 2 + (i % 3)).Select(k => "abcd"[k % 4])))]);

    private string Test(params string[] lines) => Write("test.tsv", lines);

    private string Write(string name, string[] lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static string Pack(string path)
    {
        using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(path));
        }

        return path + ".gz";
    }

    private static (int Code, string Output, string Errors) Run(
        string model, string? train, string? test, bool json = false, bool exclude = false, string k = "1,5,20", int threads = 2, double budget = 60, string[]? set = null)
    {
        using StringWriter output = new(), errors = new();
        var request = new EvaluateSessionsCommand.Request(train, test, model, set ?? [], k, exclude, 1, threads, budget, json);
        var code = EvaluateSessionsCommand.Run(request, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
