using System.Globalization;
using EchoTune.Audio.Synthesis.Artwork;
using EchoTune.Audio.Synthesis.Composition;

namespace EchoTune.Audio.Synthesis;

/// <summary>A piece of the demo library: planned, rendered on demand.</summary>
public sealed class DemoPiece
{
    private readonly PiecePlan _plan;

    internal DemoPiece(DemoAlbum album, DemoTrack track, PiecePlan plan, int disc, int number)
    {
        _plan = plan;
        Title = track.Title;
        Artist = track.Artist ?? album.Artist;
        Album = album.Title;
        AlbumArtist = album.Artist;
        IsCompilation = album.IsCompilation;
        DiscNumber = disc;
        TrackNumber = number;
        Year = album.Year;
        Genre = plan.Style.Name;
        Moods = (track.Moods ?? album.Moods).Split(' ');
        var discs = album.Tracks.Max(t => t.Disc);
        var prefix = discs > 1 ? FormattableString.Invariant($"{disc}-{number:00}") : FormattableString.Invariant($"{number:00}");
        RelativePath = $"{Safe(AlbumArtist)}/{Safe(Album)}/{prefix} {Safe(Title)}.flac";
        var tags = new Dictionary<string, string>
        {
            ["TITLE"] = Title,
            ["ARTIST"] = Artist,
            ["ALBUM"] = Album,
            ["ALBUMARTIST"] = AlbumArtist,
            ["TRACKNUMBER"] = number.ToString(CultureInfo.InvariantCulture),
            ["TRACKTOTAL"] = album.Tracks.Count(t => t.Disc == disc).ToString(CultureInfo.InvariantCulture),
            ["DISCNUMBER"] = disc.ToString(CultureInfo.InvariantCulture),
            ["DISCTOTAL"] = discs.ToString(CultureInfo.InvariantCulture),
            ["DATE"] = Year.ToString(CultureInfo.InvariantCulture),
            ["GENRE"] = Genre,
            ["MOOD"] = string.Join("; ", Moods),
            ["COMMENT"] = "Composed and synthesised by EchoTune.",
        };
        if (IsCompilation)
        {
            tags["COMPILATION"] = "1";
        }

        if (track.Lyrics is { } lyrics)
        {
            tags["LYRICS"] = lyrics;
        }

        Tags = tags;
        Truth = PieceTruth.Of(RelativePath, Title, plan);
    }

    /// <summary>Where the file belongs below the library's folder, <c>Artist/Album/01 Title.flac</c>.</summary>
    public string RelativePath { get; }

    /// <summary>Title.</summary>
    public string Title { get; }

    /// <summary>Who plays it.</summary>
    public string Artist { get; }

    /// <summary>Title of the album.</summary>
    public string Album { get; }

    /// <summary>Who the album is filed under.</summary>
    public string AlbumArtist { get; }

    /// <summary>Whether the album gathers several artists.</summary>
    public bool IsCompilation { get; }

    /// <summary>From 1.</summary>
    public int DiscNumber { get; }

    /// <summary>From 1 on each disc.</summary>
    public int TrackNumber { get; }

    /// <summary>Year of release.</summary>
    public int Year { get; }

    /// <summary>Genre.</summary>
    public string Genre { get; }

    /// <summary>Moods, lower case.</summary>
    public IReadOnlyList<string> Moods { get; }

    /// <summary>Length in seconds.</summary>
    public double DurationSeconds => _plan.DurationSeconds;

    /// <summary>Vorbis comments.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>What the piece was composed with.</summary>
    public PieceTruth Truth { get; }

    internal PiecePlan Plan => _plan;

    /// <summary>Performs the piece.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Interleaved stereo at <see cref="DemoLibrary.SampleRate"/>, −1…1, about −14 LUFS.</returns>
    public float[] Render(CancellationToken cancellationToken) => Performance.Render(_plan, cancellationToken);

    /// <summary>Draws the cover of its album.</summary>
    /// <param name="size">Pixels of a side.</param>
    /// <returns>A PNG file; the same for all pieces of an album.</returns>
    public byte[] DrawCover(int size = 600) => Cover.Draw(AlbumArtist + "/" + Album, size);

    // Names of files that every file system takes.
    private static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || " -_.,'&()!".Contains(c, StringComparison.Ordinal) || char.IsLetter(c) ? c : '_')).Trim(' ', '.');
        return safe.Length == 0 ? "_" : safe;
    }
}
