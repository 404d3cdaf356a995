using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>How a track is selected and read.</summary>
internal static class TrackRows
{
    public const string Tables = "tracks t JOIN artists a ON a.artist_id = t.artist_id LEFT JOIN albums al ON al.album_id = t.album_id LEFT JOIN artists aa ON aa.artist_id = t.album_artist_id";

    private const string Shared = """
        t.track_id, t.title, a.name, t.artist_id, al.title, t.album_id, aa.name, t.disc_number, t.track_number, t.year, t.genres,
        t.duration_ms, t.artwork_key, t.added_at, t.root, t.relative_path, t.size, t.modified_ticks, t.content_hash, t.codec,
        t.sample_rate, t.channels, t.bitrate, t.is_available, t.language, t.is_explicit,
        """;

    /// <summary>All columns.</summary>
    public const string Columns = Shared + " t.lyrics";

    /// <summary>All columns but the lyrics, which lists leave out.</summary>
    public const string ListColumns = Shared + " NULL::text";

    /// <summary>Columns read by <see cref="Read"/>; what a query adds follows them.</summary>
    public const int Count = 27;

    public static Track Read(NpgsqlDataReader row) => new()
    {
        Id = new TrackId(row.GetGuid(0)),
        Title = row.GetString(1),
        Artist = row.GetString(2),
        ArtistId = new ArtistId(row.GetGuid(3)),
        Album = row.Text(4),
        AlbumId = row.Id(5) is { } album ? new AlbumId(album) : null,
        AlbumArtist = row.Text(6),
        DiscNumber = row.Int(7),
        TrackNumber = row.Int(8),
        Year = row.Int(9),
        Genres = row.Array<string>(10),
        Duration = TimeSpan.FromMilliseconds(row.GetInt64(11)),
        ArtworkKey = row.Text(12),
        AddedAt = row.Moment(13),
        File = new TrackFile
        {
            Root = row.GetString(14),
            RelativePath = row.GetString(15),
            Size = row.GetInt64(16),
            ModifiedAt = new DateTimeOffset(row.GetInt64(17), TimeSpan.Zero),
            ContentHash = row.GetString(18),
            Codec = row.GetString(19),
            SampleRate = row.GetInt32(20),
            Channels = row.GetInt32(21),
            Bitrate = row.GetInt32(22),
        },
        IsAvailable = row.GetBoolean(23),
        Language = row.Text(24),
        IsExplicit = row.GetBoolean(25),
        Lyrics = row.Text(26),
    };
}
