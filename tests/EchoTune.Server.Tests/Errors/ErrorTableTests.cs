using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EchoTune.Catalog.Errors;
using EchoTune.Server.Errors;

namespace EchoTune.Server.Tests.Errors;

/// <summary>The table of errors in docs/http-api.md is the truth.</summary>
public sealed partial class ErrorTableTests
{
    [Fact]
    public void The_table_names_every_code_and_no_other() =>
        Rows().Keys.ShouldBe(Codes(), ignoreOrder: true);

    [Fact]
    public void The_table_gives_the_status_that_is_answered()
    {
        foreach (var (code, status) in Rows())
        {
            ProblemMap.Of(new EchoTuneException(code, "It failed.")).Status.ShouldBe(status, code);
        }
    }

    private static IEnumerable<string> Codes() =>
        typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static Dictionary<string, int> Rows()
    {
        var text = File.ReadAllText(Document());
        var table = text[text.IndexOf("## Errors", StringComparison.Ordinal)..];
        return Row().Matches(table).ToDictionary(row => row.Groups["code"].Value, row => int.Parse(row.Groups["status"].Value, CultureInfo.InvariantCulture));
    }

    private static string Document()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "docs", "http-api.md") is var file && File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("docs/http-api.md lies beside the tests' repository.");
    }

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \| (?<status>\d{3})", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
