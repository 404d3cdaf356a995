using System.Globalization;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;

namespace EchoTune.Conversation.Interpreter.Lexicon;

/// <summary>Widely known names, found exactly by their folded words and loosely by edit distance.</summary>
internal sealed class NameTable : IMusicLexicon
{
    private readonly Dictionary<string, KnownName> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(char, int), List<(string Key, KnownName Name)>> _byShape = [];

    /// <summary>The names of <see cref="KnownNames"/>.</summary>
    public static NameTable Default { get; } = FromKnown();

    /// <summary>Words of artists' names that are written as one word, which spelling correction leaves alone.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Longest name in words.</summary>
    public int LongestWords { get; private set; } = 1;

    /// <summary>Adds a name; the first kind of a name wins.</summary>
    public void Add(string name, NameKind kind)
    {
        var words = Tokeniser.Split(name).Select(t => t.Text).ToArray();
        var key = string.Join(' ', words);
        if (key.Length == 0 || !_names.TryAdd(key, new KnownName(kind, name, 1)))
        {
            return;
        }

        LongestWords = Math.Max(LongestWords, words.Length);
        Words.UnionWith(words);
        if (key.Length >= 6)
        {
            var shape = (key[0], key.Length);
            (_byShape.TryGetValue(shape, out var list) ? list : _byShape[shape] = []).Add((key, _names[key]));
        }
    }

    /// <inheritdoc/>
    public KnownName? Exact(string said) => _names.GetValueOrDefault(Key(said));

    /// <summary>As <see cref="Exact(string)"/>, for a span of words.</summary>
    public KnownName? Exact(IReadOnlyList<Token> t, int start, int end)
    {
        var key = end - start == 1 ? t[start].Text : string.Join(' ', Enumerable.Range(start, end - start).Select(i => t[i].Text));
        return _names.GetValueOrDefault(key);
    }

    /// <inheritdoc/>
    public KnownName? Closest(string said)
    {
        var key = Key(said);
        if (_names.TryGetValue(key, out var exact))
        {
            return exact;
        }

        var limit = key.Length >= 9 ? 2 : key.Length >= 6 ? 1 : 0;
        (double Distance, KnownName Name)? best = null;
        for (var length = key.Length - limit; limit > 0 && length <= key.Length + limit; length++)
        {
            if (!_byShape.TryGetValue((key[0], length), out var list))
            {
                continue;
            }

            foreach (var (other, name) in list)
            {
                var distance = Spelling.Distance(key, other, limit);
                if (distance <= limit && (best is null || distance < best.Value.Distance))
                {
                    best = (distance, name);
                }
            }
        }

        return best is { } found ? found.Name with { Score = 1 - (found.Distance / key.Length) } : null;
    }

    private static string Key(string said) => string.Join(' ', Tokeniser.Split(said).Select(t => t.Text));

    private static NameTable FromKnown()
    {
        var table = new NameTable();
        foreach (var (names, kind) in new[] { (KnownNames.Artists, NameKind.Artist), (KnownNames.Tracks, NameKind.Track), (KnownNames.Albums, NameKind.Album) })
        {
            foreach (var name in names.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                table.Add(name, kind);
            }
        }

        return table;
    }

    /// <summary>A name in title case, for the reply.</summary>
    public static string Title(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name);
}
