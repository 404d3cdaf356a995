namespace EchoTune.Catalog.Requests;

/// <summary>How genres relate: spellings of one genre, and families with their members.</summary>
internal static class GenreFamilies
{
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["hip-hop"] = "hip hop", ["hiphop"] = "hip hop", ["rap"] = "hip hop", ["dnb"] = "drum and bass", ["drum & bass"] = "drum and bass", ["rnb"] = "r&b",
        ["lofi"] = "lo-fi", ["lo fi"] = "lo-fi", ["synthpop"] = "synth pop", ["synth-pop"] = "synth pop", ["electronica"] = "electronic", ["kpop"] = "k-pop",
    };

    private static readonly Dictionary<string, string[]> Families = new(StringComparer.Ordinal)
    {
        ["electronic"] = ["house", "techno", "trance", "dubstep", "drum and bass", "ambient", "electro", "synth pop", "synthwave", "idm", "breakbeat", "downtempo", "edm", "garage", "chiptune", "dance"],
        ["rock"] = ["punk", "grunge", "metal", "shoegaze", "new wave", "post-punk"],
        ["jazz"] = ["swing", "bebop", "bossa nova", "fusion"],
        ["classical"] = ["baroque", "orchestral", "opera", "chamber", "neoclassical"],
        ["hip hop"] = ["trap", "boom bap", "grime"],
        ["folk"] = ["singer-songwriter", "bluegrass", "celtic"],
        ["latin"] = ["salsa", "bossa nova", "samba", "reggaeton", "tango"],
        ["soul"] = ["funk", "motown", "r&b", "gospel"],
        ["reggae"] = ["dub", "ska", "dancehall"],
    };

    /// <summary>One spelling for each genre, lower case.</summary>
    public static string Canonical(string genre)
    {
        var name = genre.Trim().ToLowerInvariant();
        return Spellings.GetValueOrDefault(name, name);
    }

    /// <summary>The genre and the families it belongs to.</summary>
    public static IEnumerable<string> WithFamilies(string genre)
    {
        var name = Canonical(genre);
        yield return name;
        foreach (var (family, members) in Families)
        {
            if (name != family && (members.Contains(name) || name.EndsWith(' ' + family) || members.Any(m => name.EndsWith(' ' + m))))
            {
                yield return family;
            }
        }
    }

    /// <summary>Whether a track's genre is, or belongs to, the one asked for.</summary>
    public static bool Fits(string genre, string asked) => WithFamilies(genre).Contains(Canonical(asked));
}
