using System.Globalization;
using System.Text.RegularExpressions;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Library;

/// <summary>Turns a probed file and its cleaned tags into what the catalogue keeps.</summary>
internal static partial class TagReading
{
    private const string UnknownArtist = "Unknown artist";

    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eng"] = "en", ["english"] = "en", ["deu"] = "de", ["ger"] = "de", ["german"] = "de", ["deutsch"] = "de", ["fra"] = "fr", ["fre"] = "fr",
        ["french"] = "fr", ["spa"] = "es", ["spanish"] = "es", ["ita"] = "it", ["italian"] = "it", ["por"] = "pt", ["portuguese"] = "pt", ["nld"] = "nl",
        ["dut"] = "nl", ["dutch"] = "nl", ["swe"] = "sv", ["swedish"] = "sv", ["nor"] = "no", ["nob"] = "no", ["norwegian"] = "no", ["dan"] = "da",
        ["danish"] = "da", ["fin"] = "fi", ["finnish"] = "fi", ["isl"] = "is", ["ice"] = "is", ["icelandic"] = "is", ["pol"] = "pl", ["polish"] = "pl",
        ["ces"] = "cs", ["cze"] = "cs", ["czech"] = "cs", ["slk"] = "sk", ["slo"] = "sk", ["hun"] = "hu", ["hungarian"] = "hu", ["ron"] = "ro", ["rum"] = "ro",
        ["romanian"] = "ro", ["rus"] = "ru", ["russian"] = "ru", ["ukr"] = "uk", ["ukrainian"] = "uk", ["ell"] = "el", ["gre"] = "el", ["greek"] = "el",
        ["tur"] = "tr", ["turkish"] = "tr", ["ara"] = "ar", ["arabic"] = "ar", ["heb"] = "he", ["hebrew"] = "he", ["fas"] = "fa", ["per"] = "fa",
        ["hin"] = "hi", ["hindi"] = "hi", ["jpn"] = "ja", ["japanese"] = "ja", ["zho"] = "zh", ["chi"] = "zh", ["chinese"] = "zh", ["kor"] = "ko",
        ["korean"] = "ko", ["vie"] = "vi", ["tha"] = "th", ["ind"] = "id", ["lat"] = "la", ["latin"] = "la", ["gle"] = "ga", ["cym"] = "cy", ["wel"] = "cy",
        ["cat"] = "ca", ["eus"] = "eu", ["baq"] = "eu", ["hrv"] = "hr", ["srp"] = "sr", ["bul"] = "bg", ["est"] = "et", ["lav"] = "lv", ["lit"] = "lt",
    };

    /// <summary>Reads a file's tags.</summary>
    public static ScannedFile Read(string root, FoundFile found, FileDigest digest, ProbedFile probed, string? artworkKey)
    {
        IReadOnlyDictionary<string, string> tags = probed.Tags;
        (string? title, int? number) = TitleAndNumber(tags, found.RelativePath);
        string? artist = tags.GetValueOrDefault("artist") ?? tags.GetValueOrDefault("album_artist") ?? tags.GetValueOrDefault("composer");
        string? albumArtist = tags.GetValueOrDefault("album_artist");
        if (albumArtist is not null && albumArtist != artist && albumArtist.All(char.IsAsciiDigit))
        {
            // A number in the wrong place, as some programs leave it.
            albumArtist = null;
        }

        string? album = tags.GetValueOrDefault("album");
        if (title is null)
        {
            PathNames names = PathNames.Read(found.RelativePath);
            title = names.Title;
            (album, artist) = artist is null && album is null ? (names.Album, names.Artist) : (album, artist);
        }

        return new ScannedFile
        {
            AudioHash = digest.Audio,
            File = new TrackFile
            {
                Root = root,
                RelativePath = found.RelativePath,
                Size = found.Size,
                ModifiedAt = found.ModifiedAt,
                ContentHash = digest.Content,
                Codec = probed.Codec,
                SampleRate = probed.SampleRate,
                Channels = probed.Channels,
                Bitrate = probed.Bitrate,
            },
            Title = title,
            Artist = artist ?? UnknownArtist,
            Album = album,
            AlbumArtist = albumArtist,
            IsCompilation = tags.GetValueOrDefault("compilation") is "1" or "true" or "True" or "yes"
                || albumArtist is not null && albumArtist.ToLowerInvariant() is "various artists" or "various" or "va" or "v.a.",
            DiscNumber = Number(tags.GetValueOrDefault("disc")),
            TrackNumber = number,
            Year = Year(tags.GetValueOrDefault("originaldate")) ?? Year(tags.GetValueOrDefault("date")) ?? Year(tags.GetValueOrDefault("year")),
            Genres = GenreTags.Read(tags.GetValueOrDefault("genre")),
            Duration = probed.Duration,
            ArtworkKey = artworkKey,
            Language = Language(tags.GetValueOrDefault("language")),
            IsExplicit = tags.GetValueOrDefault("itunesadvisory") is "1" or "4"
                || (probed.Codec is "aac" or "alac" && tags.GetValueOrDefault("rating") is "1" or "4"),
            Lyrics = tags.GetValueOrDefault("lyrics"),
        };
    }

    /// <summary>
    /// Title and position. Some programs write the values of all tracks before into each file, so that title and position are
    /// lists of one length: then the one that the file's name speaks of counts, else the last.
    /// </summary>
    private static (string? Title, int? Number) TitleAndNumber(IReadOnlyDictionary<string, string> tags, string relativePath)
    {
        string? title = tags.GetValueOrDefault("title");
        string? position = tags.GetValueOrDefault("track");
        string[] titles = (title ?? "").Split(';', StringSplitOptions.TrimEntries);
        string[] positions = (position ?? "").Split(';', StringSplitOptions.TrimEntries);
        if (titles.Length < 2 || titles.Length != positions.Length || positions.Any(text => Number(text) is null) || titles.Any(text => text.Length == 0))
        {
            return (title, Number(position));
        }

        string name = Letters(Path.GetFileNameWithoutExtension(relativePath));
        int named = Array.FindLastIndex(titles, text => Letters(text) is { Length: > 2 } letters && name.Contains(letters, StringComparison.Ordinal));
        int index = named >= 0 ? named : titles.Length - 1;
        return (titles[index], Number(positions[index]));
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>A number before a slash: <c>"3/12"</c> is 3.</summary>
    public static int? Number(string? text) =>
        text is not null && int.TryParse(text.Split('/')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 10_000 ? number : null;

    /// <summary>The first four digits that stand alone or start a date: <c>"1999-12-31"</c>, <c>"19991231"</c>, <c>"31.12.1999"</c>.</summary>
    public static int? Year(string? text) =>
        text is not null && YearPattern().Match(text) is { Success: true } match ? int.Parse(match.ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>ISO 639-1 for a code or an English name; null if unknown.</summary>
    public static string? Language(string? text)
    {
        string first = (text ?? "").Split([';', ',', '/', '-', '_', ' '], 2)[0].Trim().ToLowerInvariant();
        return Languages.GetValueOrDefault(first) ?? (first.Length == 2 && Languages.ContainsValue(first) ? first : null);
    }

    [GeneratedRegex(@"(?<!\d)[1-9]\d{3}(?=$|\D|\d{4}(?!\d))", RegexOptions.CultureInvariant)]
    private static partial Regex YearPattern();
}
