using System.Globalization;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Data;

/// <summary>
/// Reads who heard what from text: a row a line, <c>listener item [weight [timestamp]]</c> separated by tabs, ids any text, weight 1 if
/// absent, timestamp in seconds since 1970. Empty lines are passed over. Ids go into tables that may be shared by several texts.
/// </summary>
public sealed class InteractionText
{
    private const int LongestLine = 1 << 20;

    private readonly List<int> listeners = [];
    private readonly List<int> items = [];
    private readonly List<float> weights = [];
    private readonly List<long> times = [];
    private readonly IdTable listenerIds;
    private readonly IdTable itemIds;

    private InteractionText(IdTable listenerIds, IdTable itemIds) => (this.listenerIds, this.itemIds) = (listenerIds, itemIds);

    /// <summary>Rows that were kept, a cell that stands twice counted twice.</summary>
    public int RowCount => listeners.Count;

    /// <summary>Rows that were left out because their weight is not a number, infinite, zero or negative.</summary>
    public long Dropped { get; private set; }

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">Not disposed.</param>
    /// <param name="listenerIds">Receives ids of listeners in the order they appear.</param>
    /// <param name="itemIds">Receives ids of items in the order they appear.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FormatException">The text is binary, or a line lacks a column or holds text for a number; the message names the line.</exception>
    public static InteractionText Read(TextReader reader, IdTable listenerIds, IdTable itemIds, CancellationToken cancellationToken = default)
    {
        var text = new InteractionText(listenerIds, itemIds);
        var buffer = new char[1 << 16];
        var (length, line) = (0, 0L);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = reader.ReadBlock(buffer, length, buffer.Length - length);
            length += read;
            var rest = buffer.AsSpan(0, length);
            while (true)
            {
                var end = rest.IndexOf('\n');
                if (end < 0)
                {
                    break;
                }

                text.AddLine(rest[..end], ++line);
                rest = rest[(end + 1)..];
            }

            if (read == 0)
            {
                text.AddLine(rest, ++line);
                return text;
            }

            if (rest.Length == buffer.Length)
            {
                if (rest.Length >= LongestLine)
                {
                    throw new FormatException($"Line {line + 1} is longer than {LongestLine} characters. Give text with one row a line.");
                }

                Array.Resize(ref buffer, buffer.Length * 2);
                continue;
            }

            length = rest.Length;
            rest.CopyTo(buffer);
        }
    }

    /// <summary>The rows as a matrix over all ids that the tables hold by now.</summary>
    public Interactions ToInteractions() => Interactions.FromCells(
        listenerIds.Count, itemIds.Count, CollectionsMarshal.AsSpan(listeners), CollectionsMarshal.AsSpan(items), CollectionsMarshal.AsSpan(weights),
        times.Count == listeners.Count ? CollectionsMarshal.AsSpan(times) : default);

    private void AddLine(ReadOnlySpan<char> line, long number)
    {
        line = line.TrimEnd('\r');
        if (number == 1)
        {
            line = line.TrimStart('\uFEFF');
        }

        if (line.IsWhiteSpace())
        {
            return;
        }

        if (line.IndexOfAnyInRange('\0', '\b') >= 0 || line.Contains('\uFFFD'))
        {
            throw new FormatException($"Line {number} is not UTF-8 text. Give a table of text, plain or gzipped.");
        }

        Span<Range> columns = stackalloc Range[6];
        var count = line.Split(columns, '\t');
        if (count < 2)
        {
            throw new FormatException($"Line {number} has one column. A line is listener, item and if wanted weight and timestamp, separated by tabs.");
        }

        if (count > 4)
        {
            throw new FormatException($"Line {number} has more than 4 columns. A line is listener, item and if wanted weight and timestamp, separated by tabs.");
        }

        var listener = line[columns[0]];
        var item = line[columns[1]];
        if (listener.IsEmpty || item.IsEmpty)
        {
            throw new FormatException($"Line {number} has no {(listener.IsEmpty ? "listener" : "item")}.");
        }

        var weight = 1f;
        if (count > 2 && !line[columns[2]].IsEmpty && !float.TryParse(line[columns[2]], NumberStyles.Float, CultureInfo.InvariantCulture, out weight))
        {
            throw new FormatException($"Line {number}: the weight '{Shortened(line[columns[2]])}' is not a number.");
        }

        long time = 0;
        if (count > 3 && !TryParseTime(line[columns[3]], out time))
        {
            throw new FormatException($"Line {number}: the timestamp '{Shortened(line[columns[3]])}' is not a number of seconds since 1970.");
        }

        if (!(weight > 0 && float.IsFinite(weight)))
        {
            Dropped++;
            return;
        }

        listeners.Add(listenerIds.Add(listener));
        items.Add(itemIds.Add(item));
        weights.Add(weight);
        if (count > 3)
        {
            times.Add(time);
        }
    }

    private static bool TryParseTime(ReadOnlySpan<char> text, out long time)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time))
        {
            return true;
        }

        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 9e18;
        time = isNumber ? (long)seconds : 0;
        return isNumber;
    }

    private static string Shortened(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
