using System.Globalization;
using EchoTune.Catalog.Requests;

namespace EchoTune.Server.Tools;

/// <summary>Says criteria in words, for titles and replies.</summary>
internal static class CriteriaWords
{
    /// <summary>A few words such as "energetic, running, morning"; empty when nothing was asked for.</summary>
    public static string Describe(Criteria criteria)
    {
        var words = new List<string>();
        words.AddRange(criteria.Moods ?? []);
        if (criteria.Instrumental == true)
        {
            words.Add("instrumental");
        }

        if (criteria.Acoustic == true)
        {
            words.Add("acoustic");
        }

        if (criteria.Live == true)
        {
            words.Add("live");
        }

        words.AddRange(criteria.Genres ?? []);
        if (Era(criteria.Era) is { } era)
        {
            words.Add(era);
        }

        if (criteria.Text is { Length: > 0 } text)
        {
            words.Add(text);
        }

        if (criteria.Artist is { Length: > 0 } artist)
        {
            words.Add(artist);
        }

        if (criteria.SimilarTo is { } similar && (similar.Track ?? similar.Artist) is { } model)
        {
            words.Add($"like {model}");
        }

        if (criteria.Activity is { } activity)
        {
            words.Add(activity.Replace('_', ' '));
        }

        if (criteria.DayOfWeek is { } day)
        {
            words.Add(Capital(day));
        }

        if (criteria.TimeOfDay is { } time)
        {
            words.Add(time);
        }

        if (criteria.TempoBpm is { } tempo)
        {
            words.Add(Range(tempo, " BPM"));
        }

        if (Key(criteria.Key) is { } key)
        {
            words.Add(key);
        }

        if (criteria.Familiarity is { } familiarity)
        {
            words.Add(familiarity == "new" ? "new to you" : familiarity);
        }

        return string.Join(", ", words);
    }

    /// <summary>A title such as "Calm Friday" or "90s Rock Workout"; "For You" when nothing was asked for. At most 80 characters.</summary>
    public static string Title(Criteria criteria)
    {
        var words = new List<string>();
        words.AddRange((criteria.Moods ?? []).Take(2));
        if (criteria.DayOfWeek is { } day)
        {
            words.Add(day);
        }

        if (criteria.TimeOfDay is { } time)
        {
            words.Add(time);
        }

        if (Era(criteria.Era) is { } era)
        {
            words.Add(era);
        }

        if (criteria.Instrumental == true)
        {
            words.Add("instrumental");
        }

        words.AddRange((criteria.Genres ?? []).Take(2));
        if ((criteria.Artist ?? criteria.Text ?? criteria.SimilarTo?.Artist ?? criteria.SimilarTo?.Track) is { Length: > 0 } name)
        {
            words.Add(name);
        }

        if (criteria.Activity is { } activity)
        {
            words.Add(activity.Replace('_', ' '));
        }

        if (criteria.Key is { } key && (key.Name ?? key.Mode) is { } tones)
        {
            words.Add($"{(key.Compatible == true ? "around" : "in")} {tones}");
        }

        if (criteria.Familiarity == "new")
        {
            words.Add("discoveries");
        }

        if (words.Count == 0)
        {
            return "For You";
        }

        var title = string.Join(' ', words.Select(Capital));
        return title.Length <= 80 ? title : title[..80].TrimEnd();
    }

    private static string? Era(YearRange? era) => era switch
    {
        null => null,
        { From: { } from, To: { } to } when from % 10 == 0 && to == from + 9 => from >= 2000 ? $"{from}s" : string.Create(CultureInfo.InvariantCulture, $"{from % 100:00}s"),
        { From: { } from, To: { } to } => from == to ? from.ToString(CultureInfo.InvariantCulture) : $"{from}–{to}",
        { From: { } from } => $"since {from}",
        { To: { } to } => $"until {to}",
        _ => null,
    };

    private static string? Key(KeyWish? wish) => wish switch
    {
        { Name: { } name } => wish.Compatible == true ? $"keys that mix with {name}" : $"the key {name}",
        { Current: true } => wish.Compatible == true ? "keys that mix with what plays" : "the key of what plays",
        { Mode: { } mode } => $"a {mode} key",
        _ => null,
    };

    private static string Range(NumberRange range, string unit) => range switch
    {
        { Min: { } min, Max: { } max } => string.Create(CultureInfo.InvariantCulture, $"{min:0.#}–{max:0.#}{unit}"),
        { Min: { } min } => string.Create(CultureInfo.InvariantCulture, $"from {min:0.#}{unit}"),
        { Max: { } max } => string.Create(CultureInfo.InvariantCulture, $"up to {max:0.#}{unit}"),
        _ => "",
    };

    private static string Capital(string word) =>
        string.Join(' ', word.Split(' ').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
