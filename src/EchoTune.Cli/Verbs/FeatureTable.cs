using System.Globalization;
using System.Text;

namespace EchoTune.Cli.Verbs;

/// <summary>A table of numbers with a label a row, from a CSV file.</summary>
/// <param name="Columns">Names of the columns that hold numbers.</param>
/// <param name="Rows">A number for each of them; NaN where missing.</param>
/// <param name="Labels">One a row.</param>
/// <param name="Ignored">Names of the columns that hold no numbers.</param>
/// <param name="Unlabelled">Rows left out because they have no label.</param>
/// <param name="Groups">The group of each row; null where none was asked for.</param>
internal sealed record FeatureTable(
    IReadOnlyList<string> Columns, IReadOnlyList<double[]> Rows, IReadOnlyList<string> Labels, IReadOnlyList<string> Ignored, int Unlabelled, IReadOnlyList<string>? Groups)
{
    // What people write for "not known".
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase) { "", "nan", "na", "n/a", "null", "none", "?", "-", "inf", "-inf" };

    /// <summary>Reads a table.</summary>
    /// <param name="path">A CSV file with a line of names, plain or gzipped.</param>
    /// <param name="label">The column that holds the labels.</param>
    /// <param name="group">The column that says which rows belong together; null for none.</param>
    /// <exception cref="FormatException">The file is no such table; the message says where and what to do.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FeatureTable Read(string path, string label, string? group = null)
    {
        using var reader = TextFile.Open(path);
        var names = ReadRecord(reader) ?? throw new FormatException($"{path} is empty. The first line names the columns.");
        var at = names.FindIndex(n => string.Equals(n, label, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            throw new FormatException($"{path} has no column {label}. It has: {string.Join(", ", names)}. Name one with --label.");
        }

        var together = group is null ? -1 : names.FindIndex(n => string.Equals(n, group, StringComparison.OrdinalIgnoreCase));
        if (group is not null && together < 0)
        {
            throw new FormatException($"{path} has no column {group}. It has: {string.Join(", ", names)}. Name one with --group.");
        }

        var cells = new List<List<string>>();
        var unlabelled = 0;
        for (var line = 2; ReadRecord(reader) is { } record; line++)
        {
            if (record is [""])
            {
                continue;
            }

            if (record.Count != names.Count)
            {
                throw new FormatException($"{path}, row {line} has {record.Count} values, the first line {names.Count}. Mend the row.");
            }

            if (Missing.Contains(record[at].Trim()))
            {
                unlabelled++;
                continue;
            }

            cells.Add(record);
        }

        // A column of numbers has nothing but numbers and missing values in it.
        int[] numeric = [.. Enumerable.Range(0, names.Count).Where(c => c != at && c != together && cells.Any(r => IsNumber(r[c])) && cells.All(r => IsNumber(r[c]) || Missing.Contains(r[c].Trim())))];
        return numeric.Length == 0
            ? throw new FormatException($"{path} has no column of numbers beside {names[at]}.")
            : new FeatureTable(
                [.. numeric.Select(c => names[c])],
                [.. cells.Select(r => Array.ConvertAll(numeric, c => IsNumber(r[c]) ? Number(r[c]) : double.NaN))],
                [.. cells.Select(r => r[at].Trim())],
                [.. Enumerable.Range(0, names.Count).Where(c => c != at && !numeric.Contains(c)).Select(c => names[c])],
                unlabelled,
                together < 0 ? null : [.. cells.Select(r => r[together].Trim())]);
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.IsFinite(x);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    // Commas, tabs or semicolons would be guessing: CSV after RFC 4180, with quotes, is what is taken.
    private static List<string>? ReadRecord(StreamReader reader)
    {
        if (reader.ReadLine() is not { } line)
        {
            return null;
        }

        var record = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; ; i++)
        {
            if (i == line.Length)
            {
                if (quoted && reader.ReadLine() is { } more)
                {
                    cell.Append('\n');
                    (line, i) = (more, -1);
                    continue;
                }

                record.Add(cell.ToString());
                return record;
            }

            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || cell.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                record.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }
    }
}
