using System.Text.Json;
using System.Buffers.Text;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;

namespace EchoTune.Storage.Postgres;

/// <summary>An opaque place in a sorted list: the kind of list and the sort key of the last row, so that a page is found by key, not by counting.</summary>
internal sealed class Cursor
{
    private const int MaximalLength = 4096;
    private readonly JsonElement[] values;

    private Cursor(JsonElement[] values) => this.values = values;

    public static string Write(string kind, params object[] key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object[]>([kind, .. key]));

    /// <summary>Reads a cursor of a list.</summary>
    /// <returns>Null when the text is null or empty, that is, for the first page.</returns>
    /// <exception cref="EchoTuneException">invalid_request: not a cursor of this list.</exception>
    public static Cursor? Read(string? text, string kind, int keys)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return TryRead(text, keys) is { } cursor && cursor.values[0].GetString() == kind ? cursor : throw Refuse();
    }

    /// <summary>The kind of a cursor; null when the text is none.</summary>
    public static string? Kind(string? text) => string.IsNullOrEmpty(text) ? null : TryRead(text, -1)?.values[0].GetString();

    public string Text(int key) => Value(key, JsonValueKind.String).GetString()!;

    public long Long(int key) => Value(key, JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Refuse();

    public double Double(int key) => Value(key, JsonValueKind.Number).GetDouble();

    public Guid Id(int key) => Value(key, JsonValueKind.String).TryGetGuid(out var value) ? value : throw Refuse();

    public DateTime Moment(int key) => new(Math.Clamp(Long(key), 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    /// <summary>Cuts a list that was read one longer than asked into a page.</summary>
    public static Page<T> Page<T>(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    private static Cursor? TryRead(string text, int keys)
    {
        if (text.Length > MaximalLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            var values = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(text));
            return values is { Length: > 0 } && values[0].ValueKind == JsonValueKind.String && (keys < 0 || values.Length == keys + 1) && Array.TrueForAll(values, IsReadable) ? new Cursor(values) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    // A text that is half a character, or no UTF-8, is only found out when it is read: that throws InvalidOperationException.
    private static bool IsReadable(JsonElement value) => value.ValueKind != JsonValueKind.String || value.GetString() is not null;

    private static EchoTuneException Refuse() =>
        new(ErrorCodes.InvalidRequest, "The cursor does not belong to this list. Ask for the first page without a cursor.");

    private JsonElement Value(int key, JsonValueKind kind) => values[key + 1].ValueKind == kind ? values[key + 1] : throw Refuse();
}
