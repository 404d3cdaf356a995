using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Requests;
using Npgsql;

namespace EchoTune.Storage.Postgres.Playlists;

internal sealed class PostgresPlaylistStore(Database database) : IPlaylistStore
{
    private const string Select = """
        SELECT p.playlist_id, p.listener_id, p.title, p.description, p.built_from, p.criteria, p.created_at, p.changed_at, p.version,
            count(e.entry_id)::int, coalesce(sum(t.duration_ms), 0)::bigint
        FROM playlists p
        LEFT JOIN playlist_entries e ON e.listener_id = p.listener_id AND e.playlist_id = p.playlist_id
        LEFT JOIN tracks t ON t.track_id = e.track_id
        """;

    public async Task<IReadOnlyList<Playlist>> ListAsync(ListenerId owner, CancellationToken cancellationToken) =>
        await database.ListAsync(
            $"{Select} WHERE p.listener_id = $1 GROUP BY p.listener_id, p.playlist_id ORDER BY p.changed_at DESC, p.playlist_id DESC",
            c => c.With(owner.Value),
            Read,
            cancellationToken);

    public Task<Playlist?> GetAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"{Select} WHERE p.listener_id = $1 AND p.playlist_id = $2 GROUP BY p.listener_id, p.playlist_id",
            c => c.With(owner.Value).With(id.Value),
            Read,
            cancellationToken);

    public async Task<IReadOnlyList<PlaylistEntry>> EntriesAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT entry_id, track_id, added_at, reason FROM playlist_entries WHERE listener_id = $1 AND playlist_id = $2 ORDER BY position",
            c => c.With(owner.Value).With(id.Value),
            r => new PlaylistEntry(r.GetGuid(0), new TrackId(r.GetGuid(1)), r.Moment(2), r.Text(3)),
            cancellationToken);

    // Not repeatable: after a lost acknowledgement a repetition would call the listener's own success a conflict.
    public Task CreateAsync(Playlist playlist, IReadOnlyList<PlaylistEntry> entries, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, token) =>
            {
                await TitleGuarded(playlist, () => connection.ExecuteAsync(
                    """
                    INSERT INTO playlists (listener_id, playlist_id, title, folded_title, description, built_from, criteria, created_at, changed_at, version)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    c => c.With(playlist.Owner.Value).With(playlist.Id.Value).WithText(playlist.Title).WithText(Fold(playlist.Title)).WithText(playlist.Description)
                        .WithText(playlist.BuiltFrom).WithJson(Criteria(playlist)).With(playlist.CreatedAt).With(playlist.ChangedAt).With(playlist.Version),
                    token));
                await WriteEntriesAsync(connection, playlist, entries, token);
                return 0;
            },
            cancellationToken,
            repeatable: false);

    public async Task<Playlist> ReplaceAsync(Playlist playlist, IReadOnlyList<PlaylistEntry> entries, CancellationToken cancellationToken)
    {
        await database.TransactAsync(
            async (connection, token) =>
            {
                var changed = await TitleGuarded(playlist, () => connection.ExecuteAsync(
                    """
                    UPDATE playlists SET title = $4, folded_title = $5, description = $6, built_from = $7, criteria = $8, changed_at = $9, version = version + 1
                    WHERE listener_id = $1 AND playlist_id = $2 AND version = $3
                    """,
                    c => c.With(playlist.Owner.Value).With(playlist.Id.Value).With(playlist.Version).WithText(playlist.Title).WithText(Fold(playlist.Title))
                        .WithText(playlist.Description).WithText(playlist.BuiltFrom).WithJson(Criteria(playlist)).With(database.Time.GetUtcNow()),
                    token));
                if (changed == 0)
                {
                    throw await WhyNotAsync(connection, playlist, token);
                }

                await connection.ExecuteAsync(
                    "DELETE FROM playlist_entries WHERE listener_id = $1 AND playlist_id = $2",
                    c => c.With(playlist.Owner.Value).With(playlist.Id.Value),
                    token);
                await WriteEntriesAsync(connection, playlist, entries, token);
                return 0;
            },
            cancellationToken,
            repeatable: false);
        return await GetAsync(playlist.Owner, playlist.Id, cancellationToken) ?? throw Missing();
    }

    public async Task<bool> DeleteAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "DELETE FROM playlists WHERE listener_id = $1 AND playlist_id = $2",
            c => c.With(owner.Value).With(id.Value),
            cancellationToken,
            repeatable: false) > 0;

    private static Task<int> WriteEntriesAsync(NpgsqlConnection connection, Playlist playlist, IReadOnlyList<PlaylistEntry> entries, CancellationToken cancellationToken) =>
        entries.Count == 0
            ? Task.FromResult(0)
            : connection.ExecuteAsync(
                """
                INSERT INTO playlist_entries (listener_id, playlist_id, position, entry_id, track_id, added_at, reason)
                SELECT $1, $2, place, entry_id, track_id, added_at, reason
                FROM unnest($3, $4, $5, $6) WITH ORDINALITY AS e (entry_id, track_id, added_at, reason, place)
                """,
                c => c.With(playlist.Owner.Value).With(playlist.Id.Value)
                    .With(entries.Select(e => e.EntryId).ToArray()).With(entries.Select(e => e.TrackId.Value).ToArray())
                    .With(entries.Select(e => e.AddedAt.UtcDateTime).ToArray()).With(entries.Select(e => Texts.Storable(e.Reason)).ToArray()),
                cancellationToken);

    private static async Task<int> TitleGuarded(Playlist playlist, Func<Task<int>> write)
    {
        try
        {
            return await write();
        }
        catch (PostgresException exception) when (PostgresErrors.IsDuplicate(exception))
        {
            throw new EchoTuneException(
                ErrorCodes.Conflict, $"A playlist named \"{playlist.Title}\" exists already. Choose another name.", exception);
        }
    }

    private static async Task<EchoTuneException> WhyNotAsync(NpgsqlConnection connection, Playlist playlist, CancellationToken cancellationToken)
    {
        var found = await connection.ListAsync(
            "SELECT 1 FROM playlists WHERE listener_id = $1 AND playlist_id = $2",
            c => c.With(playlist.Owner.Value).With(playlist.Id.Value),
            r => r.GetInt32(0),
            cancellationToken);
        return found.Count == 0
            ? Missing()
            : new EchoTuneException(ErrorCodes.Conflict, "The playlist changed meanwhile. Load it again and repeat the change.");
    }

    private static EchoTuneException Missing() => new(ErrorCodes.NotFound, "There is no such playlist.");

    private static string Fold(string title) => title.Trim().ToLowerInvariant();

    private static string? Criteria(Playlist playlist) => playlist.Criteria is null ? null : Documents.Write(playlist.Criteria);

    private static Playlist Read(NpgsqlDataReader row) => new()
    {
        Id = new PlaylistId(row.GetGuid(0)),
        Owner = new ListenerId(row.GetGuid(1)),
        Title = row.GetString(2),
        Description = row.GetString(3),
        BuiltFrom = row.Text(4),
        Criteria = row.Text(5) is { } criteria ? Documents.Read<Criteria>(criteria) : null,
        CreatedAt = row.Moment(6),
        ChangedAt = row.Moment(7),
        Version = row.GetInt32(8),
        TrackCount = row.GetInt32(9),
        Duration = TimeSpan.FromMilliseconds(row.GetInt64(10)),
    };
}
