using EchoTune.Audio.Synthesis.Styles;

namespace EchoTune.Audio.Synthesis;

/// <summary>A track as catalogued; the rest follows from its style and the seed.</summary>
/// <param name="Title">Title.</param>
/// <param name="Key">E.g. <c>F# minor</c>.</param>
/// <param name="Bpm">Tempo.</param>
/// <param name="Seconds">Wished length.</param>
internal sealed record DemoTrack(string Title, string Key, double Bpm, double Seconds = 85)
{
    /// <summary>Semitones the last chorus is lifted by.</summary>
    public int Lift { get; init; }

    /// <summary>Factor of the tempo from the bridge on.</summary>
    public double BridgeTempo { get; init; } = 1;

    public int Disc { get; init; } = 1;

    /// <summary>When it differs from the album's.</summary>
    public Style? Style { get; init; }

    public string? Artist { get; init; }

    public string? Moods { get; init; }

    public string? Lyrics { get; init; }
}

/// <summary>An album as catalogued.</summary>
internal sealed record DemoAlbum(string Artist, string Title, int Year, Style Style, string Moods, params DemoTrack[] Tracks)
{
    public bool IsCompilation { get; init; }
}

/// <summary>All that there is, in the order in which albums should become playable.</summary>
internal static class DemoCatalogue
{
    public static IReadOnlyList<DemoAlbum> Albums { get; } =
    [
        new("Northbound Express", "Meridian Line", 2004, ElectronicStyles.House, "energetic uplifting",
            new("Platform Nine", "A minor", 126, 72), new("Ticket to Anywhere", "F major", 122, 110)),
        new("Vela Orrin", "Slow Weather", 2021, ElectronicStyles.Ambient, "calm dreamy",
            new("First Light on Salt", "D major", 70, 66), new("Undertow", "E minor", 76, 78), new("Glass Estuary", "Ab major", 80, 80)),
        new("Kestrel Unit", "Overpass", 2001, ElectronicStyles.DrumAndBass, "energetic driving",
            new("Sprint Finish", "G minor", 172, 70), new("Flyover", "B minor", 170, 116)),
        new("The Marlowe Quintet", "After the Last Tram", 1960, GrooveStyles.Jazz, "relaxed sophisticated",
            new("Umbrella Stand", "Bb major", 132, 74), new("Five Past Midnight", "C minor", 150, 78) { Style = GrooveStyles.JazzFive, Moods = "cool restless" },
            new("Blue Tile Floor", "F major", 116, 118)),
        new("Hazel & the Millrace", "Stone Boats", 2010, BandStyles.Folk, "warm wistful",
            new("The Ferry Road", "G major", 96, 88) { Lyrics = Lyrics.FerryRoad }, new("Harvest Turning", "D major", 112, 80) { Style = BandStyles.FolkWaltz },
            new("Crow on the Gable", "E minor", 116, 92) { Style = BandStyles.FolkJig, Moods = "lively joyful" }),
        new("Red Iron County", "Gravel Choir", 1974, BandStyles.Rock, "energetic confident",
            new("Backroad Thunder", "E major", 138, 66), new("Sawtooth", "A minor", 124, 86), new("Hold the Bridge", "D major", 130, 84) { Lift = 2 }),
        new("Lucinda Vale & Company", "Mirror Season", 1978, ElectronicStyles.Disco, "joyful danceable",
            new("Silver Staircase", "C minor", 118, 76), new("Turn the Room Around", "Eb major", 122, 76) { Lift = 1 }),
        new("Trio Andorinha", "Varanda", 1963, GrooveStyles.BossaNova, "relaxed romantic",
            new("Sal e Sombra", "D minor", 128, 78), new("Window on the Bay", "C major", 136, 74)),
        new("Paper Lantern Club", "Homework for Rainy Days", 2020, GrooveStyles.LoFi, "calm nostalgic",
            new("Tea Gone Cold", "Db major", 78, 78), new("Bus Window", "F# minor", 84, 70), new("Night Library", "Bb minor", 74, 80)),
        new("Castellan Chamber Players", "Gardens in Four Seasons", 1988, ConcertStyles.Classical, "elegant serene",
            new("Andante in the Orchard", "G major", 92, 94), new("Waltz of the Weathervanes", "A major", 114, 84) { Style = ConcertStyles.Waltz, Moods = "playful elegant" },
            new("The Frozen Fountain", "C minor", 104, 86)),
        new("Jonah Sweetwater", "Tin Roof Gospel", 1976, BandStyles.Reggae, "relaxed hopeful",
            new("Yard Light", "A major", 76, 84), new("Steady Tide", "G minor", 80, 80)),
        new("The Staple Guns", "Detention Forever", 1979, BandStyles.Punk, "angry energetic",
            new("No Sleep in Sector Six", "A major", 168, 66), new("Broken Vending Machine", "E minor", 176, 82)),
        new("Mister Ferrous", "Copper Age", 1996, GrooveStyles.HipHop, "confident laid-back",
            new("Corner Arithmetic", "F minor", 90, 80), new("Sunday Ledger", "Eb minor", 94, 88)),
        new("Orquesta Farol", "Calle Abierta", 1987, GrooveStyles.Latin, "joyful passionate",
            new("Farol de la Esquina", "A minor", 104, 94), new("Mango Season", "F major", 112, 88)),
        new("Delphine Archer", "Ordinary Miracle", 1967, GrooveStyles.Soul, "warm romantic",
            new("Say It in Daylight", "Ab major", 98, 86) { Lift = 1 }, new("Kitchen Radio", "C major", 108, 80)),
        new("Cobalt Arcade", "Neon Geography", 1984, ElectronicStyles.SynthPop, "nostalgic uplifting",
            new("Satellite Summer", "B major", 118, 76), new("Pixel Heart", "C# minor", 126, 80)),
        new("Big Eli Carter", "Levee Street", 1969, GrooveStyles.Blues, "gritty soulful",
            new("Mudline Shuffle", "E major", 120, 64), new("Long Gone Lantern", "A minor", 62, 96) { Style = GrooveStyles.SlowBlues, Moods = "sad soulful" },
            new("Pawnshop Saturday", "G major", 128, 82)),
        new("Wade Holloway", "County Fair Moon", 1991, BandStyles.Country, "warm nostalgic",
            new("Two Dollar Hat", "D major", 108, 80), new("Last Dance at the Grange", "G major", 100, 92) { Style = BandStyles.CountryWaltz, Moods = "romantic wistful" }),
        new("Ines Halvorsen", "The Lantern Coast (Original Score)", 2018, ConcertStyles.FilmScore, "epic dramatic",
            new("Harbour Overture", "D minor", 96, 86), new("The Keeper's Daughter", "F major", 92, 78) { Moods = "tender hopeful" },
            new("Storm Front", "C minor", 120, 80) { Disc = 2 }, new("Homeward Lights", "Bb major", 88, 94) { Disc = 2, Lift = 2, Moods = "hopeful epic" }),
        new("June Calloway", "Almost Home", 2012, BandStyles.Pop, "uplifting romantic",
            new("Paper Aeroplanes", "C major", 116, 80) { Lift = 1, Lyrics = Lyrics.PaperAeroplanes }, new("Half the Moon", "F# major", 60, 92) { Style = BandStyles.Ballad, Moods = "tender sad" },
            new("Run the Lights", "G# minor", 128, 78) { Moods = "energetic uplifting" }),
        new("Funkhaus Parade", "Elbow Room", 1972, GrooveStyles.Funk, "groovy playful",
            new("Elastic Avenue", "E minor", 104, 78), new("Brass Tacks", "Bb major", 110, 80)),
        new("Anton Reuss", "Kilowatt", 1995, ElectronicStyles.Techno, "dark hypnotic driving",
            new("Turbine Hall", "F minor", 132, 70), new("Coolant", "C# minor", 136, 116)),
        new("Various Artists", "Harbour Lights (A Coastal Sampler)", 2026, BandStyles.Pop, "varied",
            new("Breakwater", "B minor", 124, 86) { Artist = "Northbound Express", Style = ElectronicStyles.House, Moods = "uplifting driving", BridgeTempo = 1.08 },
            new("Driftwood Kings", "A major", 132, 68) { Artist = "The Tidal Hours", Style = BandStyles.Rock, Moods = "confident bright" },
            new("Kelp Forest", "Eb major", 82, 74) { Artist = "Mossy & Ware", Style = GrooveStyles.LoFi, Moods = "calm dreamy" },
            new("Slack Water", "E major", 92, 86) { Artist = "Hazel & the Millrace", Style = BandStyles.Folk, Moods = "tender wistful" },
            new("Foghorn Strut", "D minor", 100, 84) { Artist = "Pilot Whale Brass", Style = GrooveStyles.Funk, Moods = "groovy playful" },
            new("The Long Pier", "F# minor", 112, 108) { Artist = "June Calloway", Style = BandStyles.Pop, Moods = "hopeful wistful", BridgeTempo = 0.92 })
        {
            IsCompilation = true,
        },
    ];

    private static class Lyrics
    {
        public const string FerryRoad =
            """
            The ferry road is white with rain,
            the rope is wet, the bell is plain,
            and every wheel that rolls aboard
            has left some little thing ashore.

            Oh carry me over, carry me slow,
            there's a lamp in the window wherever I go.
            Oh carry me over, carry me through,
            the river is wide, but it leads to you.
            """;

        public const string PaperAeroplanes =
            """
            You folded up the letter that you never meant to send,
            gave it wings and let it go above the street's far end.
            I caught it on my balcony between the wash and wine,
            your handwriting was falling and the falling part was mine.

            Paper aeroplanes over the city tonight,
            nobody's steering and everything's light.
            If one of them lands with the words upside down,
            I'll read it as "stay" and I'll turn it around.
            """;
    }
}
