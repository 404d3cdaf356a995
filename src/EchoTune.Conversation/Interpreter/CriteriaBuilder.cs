using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Collects what a request says, field by field.</summary>
internal sealed class CriteriaBuilder
{
    public List<string> Text { get; } = [];

    public string? Artist { get; set; }

    public string? Album { get; set; }

    public string? Track { get; set; }

    public SimilarTo? SimilarTo { get; set; }

    public List<string> Moods { get; } = [];

    public string? Activity { get; set; }

    public List<string> Genres { get; } = [];

    public YearRange? Era { get; set; }

    public NumberRange? Tempo { get; set; }

    public KeyWish? Key { get; set; }

    public NumberRange? Energy { get; set; }

    public bool? Instrumental { get; set; }

    public bool? Acoustic { get; set; }

    public bool? Live { get; set; }

    public bool? Explicit { get; set; }

    public string? Language { get; set; }

    public string? TimeOfDay { get; set; }

    public string? DayOfWeek { get; set; }

    public string? Familiarity { get; set; }

    public List<string> NotArtists { get; } = [];

    public List<string> NotGenres { get; } = [];

    public List<string> NotTracks { get; } = [];

    public List<string> NotMoods { get; } = [];

    public int? Count { get; set; }

    public int? Minutes { get; set; }

    /// <summary>Whether nothing was said.</summary>
    public bool IsEmpty => ToCriteria() == new Criteria();

    /// <summary>Whether it says how the music is, beyond how much of it.</summary>
    public bool HasSubstance
    {
        get
        {
            var c = ToCriteria() with { Count = null, Minutes = null, TimeOfDay = null, DayOfWeek = null };
            return c != new Criteria();
        }
    }

    public void AddMood(string mood) => AddTo(Moods, mood);

    public void AddGenre(string genre) => AddTo(Genres, genre);

    public static void AddTo(List<string> list, string value)
    {
        if (list.Count < 20 && !list.Contains(value))
        {
            list.Add(value);
        }
    }

    public Criteria ToCriteria() => new()
    {
        Text = Text.Count == 0 ? null : Limit(string.Join(' ', Text)),
        Artist = Limit(Artist),
        Album = Limit(Album),
        Track = Limit(Track),
        SimilarTo = SimilarTo,
        Moods = Moods.Count == 0 ? null : [.. Moods],
        Activity = Activity,
        Genres = Genres.Count == 0 ? null : [.. Genres],
        Era = Era,
        TempoBpm = Tempo,
        Key = Key,
        Energy = Energy,
        Instrumental = Instrumental,
        Acoustic = Acoustic,
        Live = Live,
        Explicit = Explicit,
        Language = Language,
        TimeOfDay = TimeOfDay,
        DayOfWeek = DayOfWeek,
        Familiarity = Familiarity,
        Exclude = NotArtists.Count + NotGenres.Count + NotTracks.Count + NotMoods.Count == 0 ? null : new Exclusions
        {
            Artists = NotArtists.Count == 0 ? null : [.. NotArtists],
            Genres = NotGenres.Count == 0 ? null : [.. NotGenres],
            Tracks = NotTracks.Count == 0 ? null : [.. NotTracks],
            Moods = NotMoods.Count == 0 ? null : [.. NotMoods],
        },
        Count = Count,
        Minutes = Minutes,
    };

    public static string? Limit(string? text) => text is { Length: > 400 } ? text[..400] : string.IsNullOrWhiteSpace(text) ? null : text;
}
