using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>One question of a test: what comes after this?</summary>
/// <param name="Prefix">What was heard, most recent last; items that training did not know are left out.</param>
/// <param name="Target">What was heard next; −1 for an item that training did not know.</param>
public readonly record struct SessionCase(ReadOnlyMemory<int> Prefix, int Target);

/// <summary>Reads sessions from text.</summary>
public static class SessionText
{
    /// <summary>Longest line read, in characters: beyond it a file is surely something else.</summary>
    public const int LongestLine = 4 << 20;

    /// <summary>Reads one session a line, ids separated by blanks or tabs; empty lines are passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Gives the items their indexes; new ones are added.</param>
    /// <exception cref="FormatException">The text is binary or a line is too long; says which.</exception>
    public static Sessions ReadSessions(TextReader text, IdTable ids)
    {
        List<int> starts = [0], all = [];
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            Check(line, ++number);
            var before = all.Count;
            var rest = line.AsSpan();
            while (Next(ref rest, out var id))
            {
                all.Add(ids.Add(id));
            }

            if (all.Count > before)
            {
                starts.Add(all.Count);
            }
        }

        return Sessions.Adopt(ids.Count, [.. starts], [.. all]);
    }

    /// <summary>Reads <c>prefix items, tab, next item</c> a line; empty lines are passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">The items of training; nothing is added.</param>
    /// <exception cref="FormatException">The text is binary, or a line has no tab or not one item after it; says which.</exception>
    public static List<SessionCase> ReadCases(TextReader text, IdTable ids)
    {
        List<SessionCase> cases = [];
        List<int> prefix = [];
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            Check(line, ++number);
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            // The last tab: a prefix may be written with tabs as well.
            var tab = line.TrimEnd().LastIndexOf('\t');
            var rest = tab < 0 ? default : line.AsSpan(tab + 1);
            if (tab < 0 || !Next(ref rest, out var target) || Next(ref rest, out _))
            {
                throw new FormatException($"Line {number}: expected the items heard, a tab and the one item heard next.");
            }

            prefix.Clear();
            var heard = line.AsSpan(0, tab);
            while (Next(ref heard, out var id))
            {
                if (ids.Find(id) is >= 0 and var item)
                {
                    prefix.Add(item);
                }
            }

            cases.Add(new SessionCase(prefix.ToArray(), ids.Find(target)));
        }

        return cases;
    }

    private static void Check(string line, int number)
    {
        if (line.Length > LongestLine)
        {
            throw new FormatException($"Line {number} has more than {LongestLine:N0} characters: this is no file of sessions.");
        }

        // A replacement character alone may be somebody's id; a zero never is.
        if (line.Contains('\0'))
        {
            throw new FormatException($"Line {number} holds binary data: sessions are text, one a line, ids separated by blanks.");
        }
    }

    private static bool Next(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> id)
    {
        rest = rest.TrimStart();
        var end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
        {
            end++;
        }

        id = rest[..end];
        rest = rest[end..];
        return end > 0;
    }
}
