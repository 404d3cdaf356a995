using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>A list of names that the interpreter can tell artists from titles by.</summary>
public sealed class NameList : IMusicLexicon
{
    private readonly NameTable _table = new();

    /// <summary>Adds names; the first kind of a name wins.</summary>
    public void AddRange(IEnumerable<string> names, NameKind kind)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            _table.Add(name, kind);
        }
    }

    /// <inheritdoc/>
    public KnownName? Exact(string said) => _table.Exact(said);

    /// <inheritdoc/>
    public KnownName? Closest(string said) => _table.Closest(said);
}
