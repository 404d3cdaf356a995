using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EchoTune.Audio.Analysis.Genre;
using EchoTune.Cli.Verbs;
using Shouldly;
using Xunit;

namespace EchoTune.Cli.Tests.Verbs;

public sealed class TrainGenresCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-genres-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_table_is_learnt_measured_and_kept()
    {
        var model = Path.Combine(folder, "model.etlm");
        var (code, output, errors) = Run(Write(Table(60)), json: true, model: model);

        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        var answer = JsonNode.Parse(output)!;
        ((int)answer["rows"]!).ShouldBe(60);
        answer["columns"]!.AsArray().Select(c => (string)c!).ShouldBe(["loud", "fast", "same"]);
        answer["ignored"]!.AsArray().Select(c => (string)c!).ShouldBe(["file"]);
        ((double)answer["accuracy"]!).ShouldBeGreaterThan(0.9);
        ((double)answer["interval"]![0]!).ShouldBeLessThan((double)answer["interval"]![1]!);
        ((double)answer["calibrationError"]!).ShouldBeInRange(0, 0.3);
        answer["confusion"]!.AsArray().Sum(r => r!.AsArray().Sum(n => (int)n!)).ShouldBe(60);

        var read = LabelModel.Read(File.ReadAllBytes(model));
        read.Labels.ShouldBe(["calm, \"soft\"", "wild"]);
        read.Probabilities([-1, 1, 5])[0].ShouldBeGreaterThan(0.6);
        read.Probabilities([1, -1, 5])[1].ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void A_packed_table_gives_the_same_figures_and_people_get_a_confusion_table()
    {
        var path = Write(Table(60));
        var packed = path + ".gz";
        using (var to = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            to.Write(File.ReadAllBytes(path));
        }

        var (code, output, _) = Run(packed, folds: 5);
        code.ShouldBe(0);
        output.ShouldBe(Run(path, folds: 5).Output);
        output.ShouldContain("5-fold: accuracy");
        output.ShouldContain("calibration error");
    }

    [Fact]
    public void Missing_values_and_rows_without_a_label_are_lived_with()
    {
        var table = Table(60) + "x.wav,0.5,NaN,5,\ny.wav,,-1,5,wild\nz.wav,-1,n/a,5,\"calm, \"\"soft\"\"\"\n";
        var (code, output, errors) = Run(Write(table), json: true);
        code.ShouldBe(0);
        errors.ShouldContain("1 rows without a label");
        ((int)JsonNode.Parse(output)!["rows"]!).ShouldBe(62);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n1,2\n", "no column label")]
    [InlineData("a,label\n1,x\n2,x\n", "two at least")]
    [InlineData("a,label\n1,x\n2,y,z\n", "row 3 has 3 values")]
    [InlineData("a,label\nq,x\nr,y\n", "no column of numbers")]
    [InlineData("a,label\n1,x\n2,y\n", "--folds")]
    public void What_cannot_be_learnt_from_is_refused_with_the_reason(string table, string reason)
    {
        var (code, _, errors) = Run(Write(table));
        code.ShouldBe(1);
        errors.ShouldContain(reason);
    }

    [Fact]
    public void A_missing_file_is_named() => Run(Path.Combine(folder, "nowhere.csv")).Errors.ShouldContain("nowhere.csv");

    private static string Table(int rows)
    {
        var random = new Random(1);
        var text = new StringBuilder("file,loud,fast,same,label\n");
        for (var i = 0; i < rows; i++)
        {
            var wild = i % 2 == 0;
            double x = (wild ? 1 : -1) + random.NextDouble() - 0.5, y = (wild ? -1 : 1) + random.NextDouble() - 0.5;
            text.Append(CultureInfo.InvariantCulture, $"{i}.wav,{x},{y},5,{(wild ? "wild" : "\"calm, \"\"soft\"\"\"")}\n");
        }

        return text.ToString();
    }

    private static (int Code, string Output, string Errors) Run(string table, bool json = false, string? model = null, int folds = 10)
    {
        StringWriter output = new(), errors = new();
        var code = TrainGenresCommand.Run(new TrainGenresCommand.Request(table, "label", folds, model, 1, json), output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    private string Write(string text)
    {
        var path = Path.Combine(folder, "table.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
