namespace EchoTune.Audio.Analysis;

/// <summary>A part of an answer: what a chapter of the track may keep of an earlier analysis of all of it.</summary>
internal static class TrackExcerpt
{
    /// <summary>What was found from one moment to another, times from the first of them; measures of the whole stay as they are.</summary>
    /// <param name="whole">The answer.</param>
    /// <param name="from">Seconds.</param>
    /// <param name="to">Seconds.</param>
    public static TrackFeatures Of(TrackFeatures whole, double from, double to)
    {
        double[] Inside(IReadOnlyList<double> times) => [.. times.Where(t => t >= from && t < to).Select(t => t - from)];
        return whole with
        {
            DurationSeconds = to - from,
            Beats = Inside(whole.Beats),
            Downbeats = Inside(whole.Downbeats),
            Phrases = Inside(whole.Phrases),
            TempoChanges = [.. whole.TempoChanges.Where(c => c.AtSeconds >= from && c.AtSeconds < to).Select(c => c with { AtSeconds = c.AtSeconds - from })],
            KeyChanges = [.. whole.KeyChanges.Where(c => c.AtSeconds >= from && c.AtSeconds < to).Select(c => c with { AtSeconds = c.AtSeconds - from })],
            Chords = [.. whole.Chords.Where(c => c.End > from && c.Start < to).Select(c => c with { Start = Math.Max(0, c.Start - from), End = Math.Min(to, c.End) - from })],
            Segments = [.. whole.Segments.Where(s => s.End > from && s.Start < to).Select(s => s with { Start = Math.Max(0, s.Start - from), End = Math.Min(to, s.End) - from })],
        };
    }
}
