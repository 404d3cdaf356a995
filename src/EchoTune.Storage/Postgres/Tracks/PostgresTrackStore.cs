using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Storage.Postgres.Tracks;

internal sealed class PostgresTrackStore(Database database) : ITrackStore
{
    public Task<Track?> GetAsync(TrackId id, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"SELECT {TrackRows.Columns} FROM {TrackRows.Tables} WHERE t.track_id = $1", c => c.With(id.Value), TrackRows.Read, cancellationToken);

    public async Task<IReadOnlyList<Track>> GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        return await database.ListAsync(
            $"SELECT {TrackRows.ListColumns} FROM unnest($1) WITH ORDINALITY AS wanted (track_id, place) JOIN ({TrackRows.Tables}) ON t.track_id = wanted.track_id ORDER BY wanted.place",
            c => c.With(ids.Select(i => i.Value).ToArray()),
            TrackRows.Read,
            cancellationToken);
    }

    public Task<Page<Track>> QueryAsync(TrackQuery query, CancellationToken cancellationToken) =>
        new TrackListing(database, query).PageAsync(cancellationToken);

    public IAsyncEnumerable<Track> AllAsync(CancellationToken cancellationToken) =>
        database.StreamAsync(
            $"SELECT {TrackRows.ListColumns} FROM {TrackRows.Tables} WHERE t.is_available", _ => { }, TrackRows.Read, cancellationToken);

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (int)await database.NumberAsync("SELECT count(*) FROM tracks WHERE is_available", _ => { }, cancellationToken);

    public async Task<IReadOnlyList<KnownFile>> KnownFilesAsync(string root, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT track_id, relative_path, size, modified_ticks, content_hash, is_available FROM tracks WHERE root = $1",
            c => c.WithText(root),
            r => new KnownFile(new TrackId(r.GetGuid(0)), r.GetString(1), r.GetInt64(2), new DateTimeOffset(r.GetInt64(3), TimeSpan.Zero), r.GetString(4), r.GetBoolean(5)),
            cancellationToken);

    public Task<IReadOnlyList<TrackId>> SaveScannedAsync(IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) =>
        files.Count == 0
            ? Task.FromResult<IReadOnlyList<TrackId>>([])
            : database.TransactAsync((connection, token) => new ScanWriter(connection, database.Time).SaveAsync(files, token), cancellationToken);

    public async Task SetAvailableAsync(IReadOnlyCollection<TrackId> ids, bool available, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            await database.ExecuteAsync(
                "UPDATE tracks SET is_available = $2 WHERE track_id = ANY($1) AND is_available <> $2",
                c => c.With(ids.Select(i => i.Value).ToArray()).With(available),
                cancellationToken);
        }
    }
}
