using System.Text.Json;
using EchoTune.Catalog;
using EchoTune.Catalog.Settings;

namespace EchoTune.Storage.Postgres.Settings;

internal sealed class PostgresSettingStore(Database database) : ISettingStore
{
    public async Task<IReadOnlyDictionary<string, JsonElement>> AllAsync(ListenerId listener, CancellationToken cancellationToken) =>
        new Dictionary<string, JsonElement>(
            await database.ListAsync(
                "SELECT name, value FROM settings WHERE listener_id = $1",
                c => c.With(listener.Value),
                r => KeyValuePair.Create(r.GetString(0), JsonElement.Parse(r.GetString(1))),
                cancellationToken),
            StringComparer.Ordinal);

    public async Task SaveAsync(ListenerId listener, IReadOnlyDictionary<string, JsonElement?> values, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
        {
            return;
        }

        // Names that differ only in what cannot be stored are one name; in order, so that two savers never wait for each other.
        var given = values.GroupBy(v => Texts.Storable(v.Key)).Select(g => g.Last() is var last ? (Name: g.Key, last.Value) : default)
            .OrderBy(v => v.Name, StringComparer.Ordinal).ToList();
        var removed = given.Where(v => v.Value is null or { ValueKind: JsonValueKind.Undefined }).Select(v => v.Name).ToArray();
        var kept = given.Where(v => v.Value is { ValueKind: not JsonValueKind.Undefined }).ToList();
        await database.TransactAsync(
            async (connection, token) =>
            {
                await connection.ExecuteAsync("DELETE FROM settings WHERE listener_id = $1 AND name = ANY($2)", c => c.With(listener.Value).With(removed), token);
                return await connection.ExecuteAsync(
                    """
                    INSERT INTO settings (listener_id, name, value) SELECT $1, name, value::json FROM unnest($2, $3) AS s (name, value)
                    ON CONFLICT (listener_id, name) DO UPDATE SET value = excluded.value
                    """,
                    c => c.With(listener.Value).With(kept.Select(v => v.Name).ToArray())
                        .With(kept.Select(v => JsonSerializer.Serialize(v.Value!.Value, Documents.Options)).ToArray()),
                    token);
            },
            cancellationToken);
    }
}
