namespace EchoTune.Recommendation.Data;

/// <summary>What is known of items beside who heard them: numbers and words, one row an item.</summary>
public sealed class ItemTable
{
    /// <summary>Number of items.</summary>
    public required int Count { get; init; }

    /// <summary>Columns of numbers by name; NaN where unknown.</summary>
    public IReadOnlyDictionary<string, float[]> Numbers { get; init; } = new Dictionary<string, float[]>();

    /// <summary>Columns of words by name (title, artist, genre, …); empty where unknown.</summary>
    public IReadOnlyDictionary<string, string[]> Words { get; init; } = new Dictionary<string, string[]>();
}
