using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// Makes tracks that are kept for long small: texts that many share (artists, albums, folders, covers) are kept once, and lyrics, which are long
/// and not needed to choose music, not at all. For one thread, for as long as a library is read.
/// </summary>
internal sealed class TextPool
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <summary>The same track with shared texts.</summary>
    public Track Slim(Track track) => track with
    {
        Artist = Shared(track.Artist)!,
        Album = Shared(track.Album),
        AlbumArtist = Shared(track.AlbumArtist),
        ArtworkKey = Shared(track.ArtworkKey),
        Language = Shared(track.Language),
        Lyrics = null,
        File = track.File with { Root = Shared(track.File.Root)!, Codec = Shared(track.File.Codec)! },
    };

    private string? Shared(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!texts.TryGetValue(text, out var kept))
        {
            texts[text] = kept = text;
        }

        return kept;
    }
}
