using System.Security.Cryptography;
using System.Text;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>A scanned file on its way into the database, with texts that the database can hold.</summary>
internal sealed class ScannedRow
{
    public const string VariousArtists = "Various Artists";
    private const int MaximalNumber = 9999;
    private const int MaximalGenres = 20;
    private const char GenreSeparator = '\x1f';
    private static readonly string[] VariousNames = ["various artists", "various", "va", "v.a.", "v/a"];

    public ScannedRow(ScannedFile source)
    {
        Source = source;
        Root = Texts.Storable(source.File.Root);
        RelativePath = Texts.Storable(source.File.RelativePath);
        PathKey = Key(Root, RelativePath);
        Title = Texts.Tag(source.Title) ?? Texts.Tag(Path.GetFileNameWithoutExtension(RelativePath)) ?? "Untitled";
        Artist = Texts.Tag(source.Artist) ?? "Unknown artist";
        Album = Texts.Tag(source.Album);
        DiscNumber = Number(source.DiscNumber);
        TrackNumber = Number(source.TrackNumber);
        Genres = string.Join(
            GenreSeparator,
            source.Genres.Select(g => Texts.Tag(g)?.Replace(GenreSeparator, ' ').ToLowerInvariant()).OfType<string>().Distinct().Take(MaximalGenres));
        var albumArtist = Texts.Tag(source.AlbumArtist);
        if (Album is null)
        {
            return;
        }

        if (source.IsCompilation && albumArtist is null || albumArtist is not null && VariousNames.Contains(albumArtist.ToLowerInvariant()))
        {
            FileUnder(VariousArtists, true);
        }
        else if (albumArtist is not null)
        {
            FileUnder(albumArtist, source.IsCompilation);
        }
        else
        {
            NeedsGroup = true;
        }
    }

    public ScannedFile Source { get; }

    public string Root { get; }

    public string RelativePath { get; }

    public Guid PathKey { get; }

    public Guid Id { get; set; }

    public string Title { get; }

    public string Artist { get; }

    public string? Album { get; }

    /// <summary>What the album is filed under; null without an album, and for a grouped track until its group is decided.</summary>
    public string? AlbumArtist { get; private set; }

    public bool IsCompilation { get; private set; }

    /// <summary>Whether the tags name an album but not whom it is by.</summary>
    public bool NeedsGroup { get; }

    /// <summary>Folder and folded album of such a track.</summary>
    public Guid? Group { get; private set; }

    public int? DiscNumber { get; }

    public int? TrackNumber { get; }

    public string Genres { get; }

    public void JoinGroup(string foldedAlbum)
    {
        var slash = RelativePath.LastIndexOf('/');
        Group = Key(Root, slash < 0 ? "" : RelativePath[..slash], foldedAlbum);
    }

    public void FileUnder(string albumArtist, bool isCompilation)
    {
        AlbumArtist = albumArtist;
        IsCompilation = isCompilation;
    }

    private static int? Number(int? number) => number is > 0 and <= MaximalNumber ? number : null;

    private static Guid Key(params string[] parts) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
}
