using System.Globalization;
using System.Text;

namespace EchoTune.Recommendation.Data;

/// <summary>
/// Reads what is known of items from CSV or TSV (RFC 4180) with a header, the first column the item. A column is of numbers where nearly all
/// its values are, of dates where they are (kept as years with fractions), otherwise of words; numbers in a column named like an id are words.
/// </summary>
/// <remarks>
/// A file may have several rows for an item, as exports of playlists do. A column about which the rows of one item disagree says something of
/// the row and not of the item (which playlist it stood in, for instance), so it is left out; so is a column that names listeners.
/// </remarks>
public static class ItemText
{
    private const double Nearly = 0.95;

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">Not disposed.</param>
    /// <param name="itemIds">The items; rows of others are passed over.</param>
    /// <param name="listenerIds">The listeners; null where none are known.</param>
    /// <param name="leftOut">Receives the names of columns that were left out as not being about items; null if nobody asks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FormatException">There is no header with two columns, a row has more or fewer columns than it, or the text is binary.</exception>
    public static ItemTable Read(TextReader reader, IdTable itemIds, IdTable? listenerIds, ICollection<string>? leftOut = null, CancellationToken cancellationToken = default)
    {
        var rows = new DelimitedRows(reader);
        var header = rows.Next() ?? throw new FormatException("The file of items is empty. Its first line names the columns, the first of them the item.");
        if (header.Count < 2)
        {
            throw new FormatException("Line 1: there is one column. The first line names the columns, the item and what is known of it, separated by commas or tabs.");
        }

        var names = header.Select((name, column) => name.Trim().Length == 0 ? $"column{column + 1}" : name.Trim()).ToArray();
        var values = names.Select(_ => new string?[itemIds.Count]).ToArray();
        var (repeated, disagreeing, naming, filled) = (0, new int[names.Length], new int[names.Length], new int[names.Length]);
        while (rows.Next() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Count != names.Length)
            {
                throw new FormatException($"Line {rows.Line}: {row.Count} columns where the header has {names.Length}.");
            }

            var item = itemIds.Find(row[0]);
            if (item < 0)
            {
                continue;
            }

            var isRepeated = values[0][item] is not null;
            repeated += isRepeated ? 1 : 0;
            for (var column = 0; column < names.Length; column++)
            {
                disagreeing[column] += isRepeated && values[column][item] != row[column] ? 1 : 0;
                filled[column] += row[column].Length > 0 ? 1 : 0;
                naming[column] += column > 0 && listenerIds is not null && row[column].Length > 0 && listenerIds.Find(row[column]) >= 0 ? 1 : 0;
                values[column][item] ??= row[column];
            }
        }

        return Table(itemIds.Count, names, values, column => !IsOfRows(repeated, disagreeing[column]) && !NamesListeners(filled[column], naming[column], values[column]), leftOut);
    }

    private static bool IsOfRows(int repeated, int disagreeing) => repeated >= 10 && disagreeing > 0.2 * repeated;

    // Small numbers are ids of listeners and much else, so only text tells.
    private static bool NamesListeners(int filled, int naming, string?[] values) =>
        filled > 0 && naming > 0.5 * filled && !values.All(value => string.IsNullOrEmpty(value) || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static ItemTable Table(int count, string[] names, string?[][] values, Func<int, bool> isKept, ICollection<string>? leftOut)
    {
        var numbers = new Dictionary<string, float[]>();
        var words = new Dictionary<string, string[]>();
        for (var column = 1; column < names.Length; column++)
        {
            var name = names[column];
            for (var again = 2; numbers.ContainsKey(name) || words.ContainsKey(name); again++)
            {
                name = $"{names[column]}{again}";
            }

            if (!isKept(column))
            {
                leftOut?.Add(name);
            }
            else if (!name.EndsWith("id", StringComparison.OrdinalIgnoreCase) && Numbers(values[column]) is { } parsed)
            {
                numbers.Add(name, parsed);
            }
            else
            {
                words.Add(name, Array.ConvertAll(values[column], value => value?.Trim() ?? ""));
            }
        }

        return new ItemTable { Count = count, Numbers = numbers, Words = words };
    }

    private static float[]? Numbers(string?[] values)
    {
        var (parsed, good, filled) = (new float[values.Length], 0, 0);
        for (var item = 0; item < values.Length; item++)
        {
            parsed[item] = float.NaN;
            if (!string.IsNullOrWhiteSpace(values[item]))
            {
                filled++;
                if (TryNumber(values[item], out var number))
                {
                    parsed[item] = number;
                    good++;
                }
            }
        }

        return filled > 0 && good >= Nearly * filled ? parsed : null;
    }

    private static bool TryNumber(string? text, out float number)
    {
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return float.IsFinite(number);
        }

        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM", "yyyy/MM/dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            number = date.Year + (date.DayOfYear - 1) / 366f;
            return true;
        }

        return false;
    }

    // Rows of quoted and unquoted fields; the separator is the one that the header holds more of.
    private sealed class DelimitedRows(TextReader reader)
    {
        private const int LongestField = 1 << 20;

        private readonly StringBuilder field = new();
        private char separator;
        private long lines;

        // Of the row that was read last: where it began.
        public long Line { get; private set; }

        public List<string>? Next()
        {
            while (reader.ReadLine() is { } line)
            {
                Line = ++lines;
                if (line.Length == 0)
                {
                    continue;
                }

                if (separator == 0)
                {
                    line = line.TrimStart('\uFEFF');
                    separator = line.Count(c => c == '\t') > line.Count(c => c == ',') ? '\t' : ',';
                }

                return Fields(line);
            }

            return null;
        }

        private List<string> Fields(string line)
        {
            var fields = new List<string>();
            var at = 0;
            while (true)
            {
                if (line.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0)
                {
                    throw new FormatException($"Line {lines} is not text.");
                }

                if (at < line.Length && line[at] == '"')
                {
                    (line, at) = Quoted(line, at + 1);
                    fields.Add(field.ToString());
                }
                else
                {
                    var end = line.IndexOf(separator, at);
                    end = end < 0 ? line.Length : end;
                    fields.Add(line[at..end]);
                    at = end;
                }

                if (at >= line.Length)
                {
                    return fields;
                }

                at++;
                if (at == line.Length)
                {
                    fields.Add("");
                    return fields;
                }
            }
        }

        // Reads on over line ends until the quote is closed; returns the line it ended in and the place after it.
        private (string Line, int At) Quoted(string line, int at)
        {
            field.Clear();
            while (true)
            {
                if (at >= line.Length)
                {
                    line = reader.ReadLine() is { } next && field.Length < LongestField ? next : throw new FormatException($"Line {Line}: a quote is not closed.");
                    (at, lines) = (0, lines + 1);
                    field.Append('\n');
                }
                else if (line[at] != '"')
                {
                    field.Append(line[at++]);
                }
                else if (at + 1 < line.Length && line[at + 1] == '"')
                {
                    field.Append('"');
                    at += 2;
                }
                else
                {
                    // What stands between the quote and the separator belongs to the field, as lenient readers have it.
                    at++;
                    var end = line.IndexOf(separator, at);
                    end = end < 0 ? line.Length : end;
                    field.Append(line, at, end - at);
                    return (line, end);
                }
            }
        }
    }
}
