using System.Globalization;

namespace EchoTune.Catalog.Library;

/// <summary>Reads the genre tag: lists, ID3's numbers, and spellings of one genre.</summary>
internal static class GenreTags
{
    private const int MostGenres = 10;
    private const int LongestGenre = 60;

    /// <summary>ID3v1's genres by number, with Winamp's additions.</summary>
    private static readonly string[] Numbered =
        ("blues|classic rock|country|dance|disco|funk|grunge|hip hop|jazz|metal|new age|oldies|other|pop|r&b|rap|reggae|rock|techno|industrial|alternative|ska|"
        + "death metal|pranks|soundtrack|euro-techno|ambient|trip hop|vocal|jazz-funk|fusion|trance|classical|instrumental|acid|house|game|sound clip|gospel|noise|"
        + "alternative rock|bass|soul|punk|space|meditative|instrumental pop|instrumental rock|ethnic|gothic|darkwave|techno-industrial|electronic|pop-folk|eurodance|"
        + "dream|southern rock|comedy|cult|gangsta|top 40|christian rap|pop funk|jungle|native american|cabaret|new wave|psychedelic|rave|showtunes|trailer|lo-fi|"
        + "tribal|acid punk|acid jazz|polka|retro|musical|rock & roll|hard rock|folk|folk rock|national folk|swing|fast fusion|bebop|latin|revival|celtic|bluegrass|"
        + "avant-garde|gothic rock|progressive rock|psychedelic rock|symphonic rock|slow rock|big band|chorus|easy listening|acoustic|humour|speech|chanson|opera|"
        + "chamber music|sonata|symphony|booty bass|primus|porn groove|satire|slow jam|club|tango|samba|folklore|ballad|power ballad|rhythmic soul|freestyle|duet|"
        + "punk rock|drum solo|a cappella|euro-house|dance hall|goa|drum and bass|club-house|hardcore|terror|indie|britpop|worldbeat|polsk punk|beat|"
        + "christian gangsta rap|heavy metal|black metal|crossover|contemporary christian|christian rock|merengue|salsa|thrash metal|anime|j-pop|synth pop").Split('|');

    private static readonly Dictionary<string, string> OneSpelling = new(StringComparer.Ordinal)
    {
        ["hip-hop"] = "hip hop",
        ["hiphop"] = "hip hop",
        ["hip-hop & rap"] = "hip hop",
        ["trip-hop"] = "trip hop",
        ["drum & bass"] = "drum and bass",
        ["drum'n'bass"] = "drum and bass",
        ["drum n bass"] = "drum and bass",
        ["dnb"] = "drum and bass",
        ["d&b"] = "drum and bass",
        ["synth-pop"] = "synth pop",
        ["synthpop"] = "synth pop",
        ["synth-wave"] = "synthwave",
        ["electronica"] = "electronic",
        ["lofi"] = "lo-fi",
        ["lo fi"] = "lo-fi",
        ["rnb"] = "r&b",
        ["r'n'b"] = "r&b",
        ["kpop"] = "k-pop",
        ["jpop"] = "j-pop",
        ["rock and roll"] = "rock & roll",
        ["rock'n'roll"] = "rock & roll",
        ["alt. rock"] = "alternative rock",
        ["bossanova"] = "bossa nova",
        ["(unknown)"] = "",
        ["unknown"] = "",
        ["other"] = "",
        ["none"] = "",
    };

    /// <summary>Lower-case genres, each once, in their order; at most 10.</summary>
    public static IReadOnlyList<string> Read(string? tag)
    {
        var genres = new List<string>();
        foreach (string part in Unbracketed(tag ?? "").Split([';', '/', ',', '|', '\\'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string genre = part.ToLowerInvariant();
            if (int.TryParse(genre, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                genre = number < Numbered.Length ? Numbered[number] : "";
            }

            genre = OneSpelling.GetValueOrDefault(genre, genre);
            if (genre.Length is > 0 and <= LongestGenre && !genres.Contains(genre) && genres.Count < MostGenres)
            {
                genres.Add(genre);
            }
        }

        return genres;
    }

    /// <summary>ID3v2.3 writes references in brackets: <c>(17)(9)Rock and more</c>, <c>(RX)</c> for remix, <c>(CR)</c> for cover.</summary>
    private static string Unbracketed(string tag)
    {
        string rest = tag.Trim();
        var found = new List<string>();
        while (rest.StartsWith('(') && rest.IndexOf(')', StringComparison.Ordinal) is > 1 and var end)
        {
            string inside = rest[1..end];
            if (inside is "RX" or "CR")
            {
                found.Add(inside == "RX" ? "remix" : "cover");
            }
            else if (inside.All(char.IsAsciiDigit))
            {
                found.Add(inside);
            }
            else
            {
                break;
            }

            rest = rest[(end + 1)..].Trim();
        }

        return string.Join(';', [.. found, rest]);
    }
}
