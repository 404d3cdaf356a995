namespace EchoTune.Catalog.Requests;

/// <summary>The closed vocabularies of <see cref="Criteria"/>.</summary>
public static class Vocabulary
{
    /// <summary>Moods.</summary>
    public static IReadOnlyList<string> Moods { get; } =
    [
        "happy", "sad", "calm", "energetic", "angry", "romantic", "melancholic", "dreamy", "dark", "uplifting", "aggressive", "nostalgic",
        "hopeful", "mysterious", "playful", "intense", "peaceful", "groovy", "epic",
    ];

    /// <summary>Activities.</summary>
    public static IReadOnlyList<string> Activities { get; } =
    [
        "running", "workout", "walking", "cycling", "driving", "commuting", "working", "studying", "focus", "coding", "reading", "writing",
        "cooking", "cleaning", "relaxing", "sleeping", "meditating", "yoga", "party", "dancing", "dinner", "gaming", "waking_up", "showering",
        "travel", "romance",
    ];

    /// <summary>Times of day.</summary>
    public static IReadOnlyList<string> TimesOfDay { get; } = ["morning", "afternoon", "evening", "night"];

    /// <summary>Modes of a key.</summary>
    public static IReadOnlyList<string> KeyModes { get; } = ["major", "minor"];

    /// <summary>Days of the week.</summary>
    public static IReadOnlyList<string> DaysOfWeek { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>How well known to the listener.</summary>
    public static IReadOnlyList<string> Familiarities { get; } = ["familiar", "new", "forgotten"];
}
