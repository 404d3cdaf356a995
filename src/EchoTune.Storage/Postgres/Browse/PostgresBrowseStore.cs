using EchoTune.Catalog;
using EchoTune.Catalog.Browse;

namespace EchoTune.Storage.Postgres.Browse;

internal sealed class PostgresBrowseStore(Database database) : IBrowseStore
{
    public Task<Page<Artist>> ArtistsAsync(string? text, string? genre, int limit, string? cursor, CancellationToken cancellationToken) =>
        new ArtistListing(database, text, genre, limit, cursor).PageAsync(cancellationToken);

    public Task<Artist?> ArtistAsync(ArtistId id, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"SELECT {ArtistListing.Columns} FROM artists a {ArtistListing.Counts} WHERE a.artist_id = $1", c => c.With(id.Value), ArtistListing.Read, cancellationToken);

    public Task<Page<Album>> AlbumsAsync(AlbumQuery query, CancellationToken cancellationToken) =>
        new AlbumListing(database, query).PageAsync(cancellationToken);

    public Task<Album?> AlbumAsync(AlbumId id, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"SELECT {AlbumListing.Columns} FROM {AlbumListing.Tables} WHERE al.album_id = $1", c => c.With(id.Value), AlbumListing.Read, cancellationToken);

    public async Task<IReadOnlyList<Genre>> GenresAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT g, sum(tracks)::int, count(*)::int, min(artwork_key)
            FROM (SELECT g, artist_id, count(*) AS tracks, min(artwork_key) AS artwork_key
                  FROM tracks, unnest(genres) AS g WHERE is_available GROUP BY g, artist_id) of_artist
            GROUP BY g ORDER BY sum(tracks) DESC, g COLLATE "C"
            """,
            _ => { },
            r => new Genre(r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.Text(3)),
            cancellationToken);

    public async Task<HeardLabels> HeardAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ListAsync(
            """
            SELECT of_mood, name, count(*)::int
            FROM (SELECT false AS of_mood, unnest(f.genre_names) AS name FROM track_features f JOIN tracks t ON t.track_id = f.track_id WHERE t.is_available
                  UNION ALL
                  SELECT true, unnest(f.mood_names) FROM track_features f JOIN tracks t ON t.track_id = f.track_id WHERE t.is_available) heard
            GROUP BY of_mood, name ORDER BY count(*) DESC, name COLLATE "C"
            """,
            _ => { },
            r => (IsMood: r.GetBoolean(0), Label: new HeardLabel(r.GetString(1), r.GetInt32(2))),
            cancellationToken);
        return new HeardLabels([.. rows.Where(r => !r.IsMood).Select(r => r.Label)], [.. rows.Where(r => r.IsMood).Select(r => r.Label)]);
    }

    public async Task<IReadOnlyList<ReleaseYear>> YearsAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT year, sum(tracks)::int, count(album_id)::int
            FROM (SELECT year, album_id, count(*) AS tracks FROM tracks WHERE is_available AND year IS NOT NULL GROUP BY year, album_id) of_album
            GROUP BY year ORDER BY year DESC
            """,
            _ => { },
            r => new ReleaseYear(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2)),
            cancellationToken);
}
