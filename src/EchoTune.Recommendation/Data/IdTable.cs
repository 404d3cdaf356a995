namespace EchoTune.Recommendation.Data;

/// <summary>Gives text ids indexes from 0 in the order of their first appearance.</summary>
public sealed class IdTable
{
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly List<string> ids = [];

    /// <summary>An empty table.</summary>
    public IdTable() => bySpan = indexes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many ids there are.</summary>
    public int Count => ids.Count;

    /// <summary>The id of an index.</summary>
    public string this[int index] => ids[index];

    /// <summary>The index of an id, added when new.</summary>
    public int Add(ReadOnlySpan<char> id)
    {
        if (!bySpan.TryGetValue(id, out var index))
        {
            index = ids.Count;
            ids.Add(id.ToString());
            indexes.Add(ids[index], index);
        }

        return index;
    }

    /// <summary>The index of an id; −1 if it is not there.</summary>
    public int Find(ReadOnlySpan<char> id) => bySpan.TryGetValue(id, out var index) ? index : -1;
}
