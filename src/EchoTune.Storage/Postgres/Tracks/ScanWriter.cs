using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>
/// Writes scanned files: finds their tracks, files their artists and albums, writes all with a fixed number of statements.
/// One at a time in the whole database, so that two scans never make one track, artist or album twice.
/// </summary>
internal sealed class ScanWriter(NpgsqlConnection connection, TimeProvider time)
{
    private const long LockKey = 0x4563686F5363616E;

    public async Task<IReadOnlyList<TrackId>> SaveAsync(IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(LockKey), cancellationToken);

        // The same path twice in one batch: the last one tells how the file is now.
        var rows = files.Select(f => new ScannedRow(f)).ToList();
        var distinct = rows.GroupBy(r => r.PathKey).Select(g => g.Last()).ToList();
        await FindTracksAsync(distinct, cancellationToken);
        var groups = new AlbumGroups(connection);
        await groups.DecideAsync(distinct, cancellationToken);
        var filer = new NameFiler(connection, time);
        await filer.FileArtistsAsync([.. distinct.Select(r => r.Artist), .. distinct.Select(r => r.AlbumArtist).OfType<string>(), .. groups.Artists], cancellationToken);
        await filer.FileAlbumsAsync([.. distinct.Where(r => r.Album is not null).Select(r => (r.AlbumArtist!, r.Album!, r.IsCompilation)), .. groups.Albums], cancellationToken);
        await WriteAsync(distinct, filer, cancellationToken);
        await groups.RefileAsync(filer, cancellationToken);

        var ids = distinct.ToDictionary(r => r.PathKey, r => r.Id);
        return rows.Select(r => new TrackId(ids[r.PathKey])).ToList();
    }

    private async Task FindTracksAsync(List<ScannedRow> rows, CancellationToken cancellationToken)
    {
        var known = (await connection.ListAsync(
            "SELECT path_key, track_id FROM tracks WHERE path_key = ANY($1)",
            c => c.With(rows.Select(r => r.PathKey).ToArray()),
            r => (Path: r.GetGuid(0), Track: r.GetGuid(1)),
            cancellationToken)).ToDictionary(r => r.Path, r => r.Track);
        var unknown = rows.Where(r => !known.ContainsKey(r.PathKey)).ToList();
        var missing = (await connection.ListAsync(
            "SELECT content_hash, track_id FROM tracks WHERE content_hash = ANY($1) AND NOT is_available ORDER BY added_at, track_id",
            c => c.With(unknown.Select(r => r.Source.File.ContentHash).Distinct().ToArray()),
            r => (Hash: r.GetString(0), Track: r.GetGuid(1)),
            cancellationToken)).GroupBy(r => r.Hash).ToDictionary(g => g.Key, g => new Queue<Guid>(g.Select(r => r.Track)));

        // A track whose own path is in this batch keeps it: its file is back.
        var taken = known.Values.ToHashSet();
        foreach (var row in rows)
        {
            if (known.TryGetValue(row.PathKey, out var track))
            {
                row.Id = track;
                continue;
            }

            row.Id = Guid.Empty;
            while (row.Id == Guid.Empty && missing.TryGetValue(row.Source.File.ContentHash, out var queue) && queue.TryDequeue(out var moved))
            {
                row.Id = taken.Add(moved) ? moved : Guid.Empty;
            }

            row.Id = row.Id == Guid.Empty ? TrackId.New(time).Value : row.Id;
        }
    }

    private async Task WriteAsync(List<ScannedRow> rows, NameFiler filer, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO tracks (
                track_id, path_key, root, relative_path, size, modified_ticks, content_hash, codec, sample_rate, channels, bitrate,
                is_available, title, artist_id, album_id, album_artist_id, album_group, disc_number, track_number, year, genres,
                duration_ms, artwork_key, added_at, language, is_explicit, lyrics, sort_title, sort_artist, sort_album, search_title, search, audio_hash)
            SELECT s.track_id, s.path_key, s.root, s.relative_path, s.size, s.modified_ticks, s.content_hash, s.codec, s.sample_rate, s.channels, s.bitrate,
                true, s.title, s.artist_id, s.album_id, s.album_artist_id, s.album_group, s.disc_number, s.track_number, s.year,
                coalesce(string_to_array(nullif(s.genres, ''), E'\x1f'), '{}'),
                s.duration_ms, s.artwork_key, $27, s.language, s.is_explicit, s.lyrics, echotune_sort(s.title), ar.sort_name,
                coalesce(al.sort_title, U&'\+10FFFD'), ' ' || echotune_fold(s.title_words) || ' ',
                ' ' || echotune_fold(s.title_words) || ar.search || coalesce(al.search, '') || CASE WHEN aa.artist_id <> ar.artist_id THEN aa.search ELSE '' END,
                s.audio_hash
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $28) AS s (
                track_id, path_key, root, relative_path, size, modified_ticks, content_hash, codec, sample_rate, channels, bitrate,
                title, title_words, artist_id, album_id, album_artist_id, album_group, disc_number, track_number, year, genres,
                duration_ms, artwork_key, language, is_explicit, lyrics, audio_hash)
            JOIN artists ar ON ar.artist_id = s.artist_id
            LEFT JOIN albums al ON al.album_id = s.album_id
            LEFT JOIN artists aa ON aa.artist_id = s.album_artist_id
            ON CONFLICT (track_id) DO UPDATE SET
                path_key = excluded.path_key, root = excluded.root, relative_path = excluded.relative_path, size = excluded.size,
                modified_ticks = excluded.modified_ticks, content_hash = excluded.content_hash, codec = excluded.codec,
                sample_rate = excluded.sample_rate, channels = excluded.channels, bitrate = excluded.bitrate, is_available = true,
                title = excluded.title, artist_id = excluded.artist_id, album_id = excluded.album_id,
                album_artist_id = excluded.album_artist_id, album_group = excluded.album_group, disc_number = excluded.disc_number,
                track_number = excluded.track_number, year = excluded.year, genres = excluded.genres, duration_ms = excluded.duration_ms,
                artwork_key = excluded.artwork_key, language = excluded.language, is_explicit = excluded.is_explicit,
                lyrics = excluded.lyrics, sort_title = excluded.sort_title, sort_artist = excluded.sort_artist,
                sort_album = excluded.sort_album, search_title = excluded.search_title, search = excluded.search,
                audio_hash = excluded.audio_hash
            """;
        // Another content under a known path may be other music: what was heard in the old one waits to be heard anew, unless only the tags differ.
        await connection.ExecuteAsync(
            """
            UPDATE track_features f SET analyser_version = '' FROM unnest($1, $2, $3) AS s (track_id, content_hash, audio_hash) JOIN tracks t ON t.track_id = s.track_id
            WHERE f.track_id = t.track_id AND t.content_hash <> s.content_hash AND (t.audio_hash = s.audio_hash) IS NOT TRUE
            """,
            command => command.With(rows.Select(r => r.Id).ToArray()).With(rows.Select(r => r.Source.File.ContentHash).ToArray()).With(rows.Select(r => r.Source.AudioHash).ToArray()),
            cancellationToken);
        await connection.ExecuteAsync(Sql, command => Bind(command, rows, filer), cancellationToken);
    }

    private void Bind(NpgsqlCommand command, List<ScannedRow> rows, NameFiler filer)
    {
        T[] Column<T>(Func<ScannedRow, T> value) => [.. rows.Select(value)];
        command
            .With(Column(r => r.Id)).With(Column(r => r.PathKey)).With(Column(r => r.Root)).With(Column(r => r.RelativePath))
            .With(Column(r => r.Source.File.Size)).With(Column(r => r.Source.File.ModifiedAt.UtcTicks)).With(Column(r => r.Source.File.ContentHash))
            .With(Column(r => Texts.Tag(r.Source.File.Codec) ?? "")).With(Column(r => r.Source.File.SampleRate)).With(Column(r => r.Source.File.Channels))
            .With(Column(r => r.Source.File.Bitrate)).With(Column(r => r.Title)).With(Column(r => Texts.Words(r.Title)))
            .With(Column(r => filer.Artist(r.Artist)))
            .With(Column(r => r.Album is null ? (Guid?)null : filer.Album(r.AlbumArtist!, r.Album)))
            .With(Column(r => r.AlbumArtist is null ? (Guid?)null : filer.Artist(r.AlbumArtist)))
            .With(Column(r => r.Group)).With(Column(r => r.DiscNumber)).With(Column(r => r.TrackNumber)).With(Column(r => r.Source.Year))
            .With(Column(r => r.Genres)).With(Column(r => (long)r.Source.Duration.TotalMilliseconds)).With(Column(r => Texts.Tag(r.Source.ArtworkKey)))
            .With(Column(r => Texts.Tag(r.Source.Language))).With(Column(r => r.Source.IsExplicit)).With(Column(r => Texts.Tag(r.Source.Lyrics, Texts.LyricsLength)))
            .With(time.GetUtcNow()).With(Column(r => r.Source.AudioHash));
    }
}
