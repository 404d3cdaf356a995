using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-evaluate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_plain_and_a_gzipped_file_give_the_answer_of_the_contract()
    {
        var (code, output, errors) = Run(Request(Rows("train", "a\tx\nb\tx\nb\ty\nc\tx\nc\ty\nd\tz"), Zipped("test", "a\ty\nd\tx")) with { Model = "popularity", Json = true, CutOffs = [1, 2] });

        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        var answer = JsonNode.Parse(output)!;
        ((string)answer["model"]!).ShouldBe("popularity");
        ((double)answer["metrics"]!["ndcg@1"]!).ShouldBe(1);
        foreach (var name in new[] { "recall@2", "mrr", "coverage@2", "gini@2", "novelty@2" })
        {
            ((double)answer["metrics"]![name]!).ShouldBeInRange(0, 1);
        }

        ((double)answer["fitSeconds"]!).ShouldBeGreaterThanOrEqualTo(0);
        ((double)answer["fitCpuSeconds"]!).ShouldBeGreaterThanOrEqualTo(0);
        ((double)answer["recommendationsPerSecond"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_is_in_valid_is_hidden()
    {
        // y is the most popular that a does not know in train; hidden by valid, the next is z.
        var train = Rows("train", "b\ty\nc\ty\nb\tz\na\tx");
        var test = Rows("test", "a\tz");

        ((double)Answer(Request(train, test) with { CutOffs = [1] })["metrics"]!["ndcg@1"]!).ShouldBe(0);
        ((double)Answer(Request(train, test) with { CutOffs = [1], Valid = Rows("valid", "a\ty") })["metrics"]!["ndcg@1"]!).ShouldBe(1);
    }

    [Fact]
    public void Without_json_a_person_can_read_it()
    {
        var (code, output, _) = Run(Request(Rows("train", "a\tx\nb\ty"), Rows("test", "a\ty")) with { Model = "popularity" });

        code.ShouldBe(0);
        output.ShouldContain("ndcg@10          1.0000");
    }

    [Fact]
    public void Models_are_listed_without_files()
    {
        var (code, output, _) = Run(new EvaluationRequest { Model = "list", Json = true });

        code.ShouldBe(0);
        JsonNode.Parse(output)!.AsArray().Select(row => (string)row!["name"]!).ShouldContain("popularity");
        Run(new EvaluationRequest { Model = "list" }).Output.ShouldContain("popularity");
    }

    [Theory]
    [InlineData("a\tx\nalone", "a\tx", "Line 2 has one column")]
    [InlineData("a\tx\tplenty", "a\tx", "'plenty' is not a number")]
    [InlineData("", "a\tx", "holds no rows")]
    [InlineData("a\tx", "", "holds no rows")]
    [InlineData("a\tx\0\0", "a\tx", "not UTF-8 text")]
    public void A_bad_file_is_the_callers_fault_and_named(string train, string test, string message)
    {
        var (code, output, errors) = Run(Request(Rows("train", train), Rows("test", test)));

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain(message);
    }

    [Fact]
    public void A_damaged_archive_a_missing_file_and_a_folder_are_said()
    {
        var good = Rows("train", "a\tx");
        var cut = Zipped("cut", string.Join('\n', Enumerable.Range(0, 4000).Select(i => $"{i * 7919}\t{i * 104729}")));
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^300]);

        Run(Request(cut, good)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("cut"));
        Run(Request(Path.Combine(folder, "none"), good)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("no file"));
        Run(Request(folder, good)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("is a folder"));
        Run(Request("", good)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("--train"));
        Run(Request(good, good) with { Model = "oracle" }).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("no model named oracle"));
    }

    [Fact]
    public void Rows_without_weight_are_dropped_with_a_word()
    {
        var (code, _, errors) = Run(Request(Rows("train", "a\tx\tNaN\na\tx\nb\ty\t-3\nb\tz"), Rows("test", "a\tz")));

        code.ShouldBe(0);
        errors.ShouldContain("2 rows left out");
    }

    [Fact]
    public void Auto_is_the_default_and_says_what_it_chose()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 50).SelectMany(l => Enumerable.Range(0, 40).Where(i => random.NextDouble() < (i % 2 == l % 2 ? 0.5 : 0.03)).Select(i => $"l{l}\ti{i}")).ToArray();
        var request = new EvaluationRequest
        {
            Train = Rows("train", string.Join('\n', rows.Where((_, n) => n % 5 != 0))), Test = Rows("test", string.Join('\n', rows.Where((_, n) => n % 5 == 0))), BudgetSeconds = 6,
        };

        var answer = Answer(request);

        ((string)answer["model"]!).ShouldBe("auto");
        var models = answer["chosen"]!["models"]!.AsArray();
        models.Sum(model => (double)model!["weight"]!).ShouldBe(1, 1e-3);
        models.ShouldAllBe(model => model!["hyperparameters"] is JsonObject);
        ((double)answer["chosen"]!["validation"]!["ndcg@10"]!).ShouldBeGreaterThan(0.2);
        ((double)answer["metrics"]!["ndcg@10"]!).ShouldBeGreaterThan(0.2);
    }

    [Fact]
    public void What_is_known_of_items_is_read_and_columns_that_are_not_about_them_are_named()
    {
        // Listeners love one artist each; the held-out songs nobody has heard.
        var random = new Random(6);
        var rows = Enumerable.Range(0, 30).SelectMany(l => Enumerable.Range(0, 90).Where(i => i % 15 == l % 15 && i < 75 || random.NextDouble() < 0.03 && i < 75).Select(i => $"l{l}\ti{i}"));
        var test = Enumerable.Range(0, 30).Select(l => $"l{l}\ti{75 + l % 15}");
        var items = "song,artist,listener\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"i{i},artist {i % 15},l{i % 30}"));
        var request = Request(Rows("train", string.Join('\n', rows)), Rows("test", string.Join('\n', test))) with
        {
            Model = "content", Items = Rows("items", items), Json = true, CutOffs = [20],
        };

        var (code, output, errors) = Run(request);

        code.ShouldBe(0);
        errors.ShouldContain("left out listener");
        ((double)JsonNode.Parse(output)!["metrics"]!["hitrate@20"]!).ShouldBeGreaterThan(0.5);
        Run(request with { Items = Rows("bad", "song,artist\na") }).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("Line 2"));
        Run(request with { Items = null }).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Errors.ShouldContain("content cannot be fitted"));
    }

    [Theory]
    [InlineData("10,20", new[] { 10, 20 })]
    [InlineData(" 20 , 5,20", new[] { 5, 20 })]
    public void Cut_offs_are_a_list(string text, int[] expected) => EvaluateCommand.CutOffs(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("10;20")]
    [InlineData("-1")]
    public void Other_cut_offs_are_refused(string text) => Should.Throw<FormatException>(() => EvaluateCommand.CutOffs(text));

    [Fact]
    public void Hyperparameters_come_from_their_options()
    {
        EvaluateCommand.Given(64, 15, ["regularisation=0.1"]).Values.ShouldBe(new Dictionary<string, double> { ["factors"] = 64, ["iterations"] = 15, ["regularisation"] = 0.1 }, ignoreOrder: true);
        Should.Throw<FormatException>(() => EvaluateCommand.Given(0, null, []));
        Should.Throw<FormatException>(() => EvaluateCommand.Given(null, null, ["much"]));
        Run(Request(Rows("train", "a\tx\nb\ty"), Rows("test", "a\ty")) with { Hyperparameters = EvaluateCommand.Given(8, null, []) }).Errors.ShouldContain("no factors");
    }

    private static EvaluationRequest Request(string train, string test) => new() { Train = train, Test = test, Model = "popularity" };

    private static JsonNode Answer(EvaluationRequest request)
    {
        var (code, output, errors) = Run(request with { Json = true });
        code.ShouldBe(0, errors);
        return JsonNode.Parse(output)!;
    }

    private static (int Code, string Output, string Errors) Run(EvaluationRequest request)
    {
        using StringWriter output = new(), errors = new();
        var code = Evaluation.Run(request, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    private string Rows(string name, string text)
    {
        var path = Path.Combine(folder, name + ".tsv");
        File.WriteAllText(path, text);
        return path;
    }

    private string Zipped(string name, string text)
    {
        var path = Path.Combine(folder, name + ".tsv.gz");
        using var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        zip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
