using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Server.Tools;

/// <summary>Changes criteria by "more" and "less", measured from what plays now.</summary>
internal static class Refinement
{
    private const double EnergyStep = 0.12;
    private const double TempoFactor = 0.92;

    // Words that contradict a change: "calmer" after "energetic" must not still ask for energy.
    private static readonly HashSet<string> Lively = ["energetic", "intense", "aggressive", "angry", "epic", "groovy", "playful"];
    private static readonly HashSet<string> Quiet = ["calm", "peaceful", "dreamy", "melancholic", "romantic"];
    private static readonly HashSet<string> Bright = ["happy", "uplifting", "playful", "hopeful"];
    private static readonly HashSet<string> Gloomy = ["sad", "melancholic", "dark", "angry", "mysterious"];

    // Doing that asks for drive, or for quiet: it cannot stay when less, or more, is wanted.
    private static readonly HashSet<string> DrivingActivities = ["running", "workout", "cycling", "party", "dancing", "gaming", "cleaning"];
    private static readonly HashSet<string> QuietActivities = ["sleeping", "meditating", "relaxing", "reading", "yoga", "studying", "focus", "romance"];

    /// <summary>Applies a change.</summary>
    /// <param name="request">The request as it was.</param>
    /// <param name="change">The change.</param>
    /// <param name="heard">The analysis of what plays now; null when nothing does or it is not analysed.</param>
    public static Criteria Apply(Criteria request, RefineArguments change, TrackFeatures? heard)
    {
        var next = Merge(request, change.Criteria) with { Track = null, Album = null };
        if (change.Energy is { } energy)
        {
            var from = heard?.Energy ?? Middle(request.Energy) ?? 0.5;
            next = energy == "less"
                ? next with { Activity = Unless(next.Activity, DrivingActivities), Energy = new NumberRange(null, Math.Max(0.1, Math.Round(from - EnergyStep, 2))), Moods = Without(next.Moods, Lively) ?? ["calm"] }
                : next with { Activity = Unless(next.Activity, QuietActivities), Energy = new NumberRange(Math.Min(0.9, Math.Round(from + EnergyStep, 2)), null), Moods = Without(next.Moods, Quiet) ?? ["energetic"] };
        }

        if (change.Tempo is { } tempo)
        {
            var from = heard is { TempoBpm: > 0 } ? heard.TempoBpm : Middle(request.TempoBpm) ?? 110;
            next = tempo == "less"
                ? next with { TempoBpm = new NumberRange(null, Math.Round(from * TempoFactor)) }
                : next with { TempoBpm = new NumberRange(Math.Round(from / TempoFactor), null) };
        }

        if (change.Valence is { } valence)
        {
            var (add, drop) = valence == "more" ? ("happy", Gloomy) : ("sad", Bright);
            next = next with { Moods = [.. (Without(next.Moods, drop) ?? []).Append(add).Distinct()] };
        }

        if (change.Acousticness is { } acousticness)
        {
            next = next with { Acoustic = acousticness == "more" };
        }

        // In one's own library popular is what one plays: "more obscure" and "newer to me" ask for the same.
        if ((change.Familiarity ?? change.Popularity) is { } familiarity)
        {
            next = next with { Familiarity = familiarity == "more" ? "familiar" : "new" };
        }

        return next;
    }

    private static Criteria Merge(Criteria request, Criteria? change) => change is null ? request : request with
    {
        Text = change.Text ?? request.Text,
        Artist = change.Artist ?? request.Artist,
        SimilarTo = change.SimilarTo ?? request.SimilarTo,
        Moods = change.Moods ?? request.Moods,
        Activity = change.Activity ?? request.Activity,
        Genres = change.Genres ?? request.Genres,
        Era = change.Era ?? request.Era,
        TempoBpm = change.TempoBpm ?? request.TempoBpm,
        Key = change.Key ?? request.Key,
        Energy = change.Energy ?? request.Energy,
        Instrumental = change.Instrumental ?? request.Instrumental,
        Acoustic = change.Acoustic ?? request.Acoustic,
        Live = change.Live ?? request.Live,
        Explicit = change.Explicit ?? request.Explicit,
        Language = change.Language ?? request.Language,
        TimeOfDay = change.TimeOfDay ?? request.TimeOfDay,
        DayOfWeek = change.DayOfWeek ?? request.DayOfWeek,
        Familiarity = change.Familiarity ?? request.Familiarity,
        Exclude = change.Exclude ?? request.Exclude,
        Count = change.Count ?? request.Count,
        Minutes = change.Minutes ?? request.Minutes,
    };

    private static double? Middle(NumberRange? range) => range switch
    {
        { Min: { } min, Max: { } max } => (min + max) / 2,
        { Min: { } min } => min,
        { Max: { } max } => max,
        _ => null,
    };

    private static string? Unless(string? activity, HashSet<string> contradicting) => activity is not null && contradicting.Contains(activity) ? null : activity;

    private static IReadOnlyList<string>? Without(IReadOnlyList<string>? moods, HashSet<string> drop)
    {
        var rest = moods?.Where(mood => !drop.Contains(mood)).ToArray();
        return rest is { Length: > 0 } ? rest : null;
    }
}
