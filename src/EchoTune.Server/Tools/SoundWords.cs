using System.Globalization;
using EchoTune.Audio.Analysis;

namespace EchoTune.Server.Tools;

/// <summary>Says in words what was heard of the harmony and the form of a track.</summary>
internal static class SoundWords
{
    private const int MostChords = 4;
    private const double TellsTuning = 10;
    private const int MostSections = 12;

    private const double Unsure = 0.4;

    /// <summary>How sure the analysis is: "87 % sure", "only 31 % sure".</summary>
    public static string Sure(double confidence) => string.Create(CultureInfo.InvariantCulture, $"{(confidence < Unsure ? "only " : "")}{confidence * 100:0} % sure");

    /// <summary>The keys that mix with a track's own; null without a key.</summary>
    public static string? Mixing(TrackFeatures heard) => heard.Key is not { } key ? null
        : $"It mixes with {string.Join(", ", key.Compatible.Skip(1).Select(other => $"{other} ({other.Camelot})"))}.";

    /// <summary>Genres and moods that the sound suggests; null where none is clear.</summary>
    public static string? Labels(TrackFeatures heard)
    {
        static string Said(LabelConfidence label) => string.Create(CultureInfo.InvariantCulture, $"{label.Name} {label.Confidence * 100:0} %");
        var said = heard.Genres.Concat(heard.Moods).Select(Said).ToArray();
        return said.Length == 0 ? null : $"In the sound I hear {string.Join(", ", said)}.";
    }

    /// <summary>The most frequent run of chords, changes of key, and the tuning where it is off; null where nothing is known.</summary>
    public static string? Harmony(TrackFeatures heard)
    {
        var said = new List<string>();
        if (Progression(heard.Chords) is { Length: > 0 } chords)
        {
            said.Add($"The chords go mostly {string.Join("–", chords)}");
        }

        if (heard.KeyChanges.Count > 0)
        {
            said.Add($"the key changes to {string.Join(", then ", heard.KeyChanges.Take(3).Select(change => $"{change.Key} at {Clock(change.AtSeconds)}"))}");
        }

        if (heard.TempoChanges.Count > 0)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"the tempo changes to {heard.TempoChanges[0].TempoBpm:0} BPM at {Clock(heard.TempoChanges[0].AtSeconds)}"));
        }

        if (Math.Abs(heard.TuningCents) >= TellsTuning)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"it is tuned {Math.Abs(heard.TuningCents):0} cents {(heard.TuningCents > 0 ? "sharp" : "flat")}"));
        }

        return said.Count == 0 ? null : Sentence(said);
    }

    /// <summary>The sections in order; null where there is no form to speak of.</summary>
    public static string? Form(TrackFeatures heard) => heard.Segments.Count < 2
        ? null : $"Its form: {string.Join(", ", heard.Segments.Take(MostSections).Select(section => $"{section.Label} ({Clock(section.Start)})"))}{(heard.Segments.Count > MostSections ? ", …" : "")}.";

    /// <summary>The run of at most four chords that takes most of the track, from where it comes first.</summary>
    internal static string[] Progression(IReadOnlyList<ChordSegment> chords)
    {
        var labels = chords.Where(chord => chord.Label != "N").Select(chord => chord.Label).ToArray();
        for (var length = MostChords; length >= 2; length--)
        {
            var runs = Enumerable.Range(0, Math.Max(0, labels.Length - length + 1)).Select(at => labels[at..(at + length)]).Where(run => run.Distinct().Count() > length / 2)
                .GroupBy(run => string.Join(' ', run)).OrderByDescending(group => group.Count()).FirstOrDefault();
            if (runs is not null && runs.Count() >= 3)
            {
                return runs.First();
            }
        }

        return [.. chords.Where(chord => chord.Label != "N").GroupBy(chord => chord.Label).OrderByDescending(group => group.Sum(chord => chord.End - chord.Start)).Take(3).Select(group => group.Key)];
    }

    private static string Sentence(List<string> parts)
    {
        var text = parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))}, and {parts[^1]}";
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }

    private static string Clock(double seconds) => TimeSpan.FromSeconds(seconds).ToString(seconds >= 3600 ? "h\\:mm\\:ss" : "m\\:ss", CultureInfo.InvariantCulture);
}
