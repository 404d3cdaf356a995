using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// Joins what the chapters of a very long track (a mix, a concert, a talk) yielded: times are shifted, lists put one behind
/// the other, measures averaged by length; tempo and key are those with most confident time. Memory grows with what was found
/// alone: some 30 kB a chapter.
/// </summary>
internal sealed class ChapterFindings
{
    private readonly List<(double Start, TrackFeatures Found)> _chapters = [];

    /// <summary>Chapters so far.</summary>
    public int Count => _chapters.Count;

    /// <summary>Adds a chapter.</summary>
    /// <param name="start">Seconds from the start of the track.</param>
    /// <param name="found">What was found in it, times from its own start.</param>
    public void Add(double start, TrackFeatures found) => _chapters.Add((start, found));

    /// <summary>Writes the whole, with a last chapter that is not kept.</summary>
    /// <param name="draft">Where to; loudness and waveform are left to those who heard all chapters.</param>
    /// <param name="start">Start of the last chapter.</param>
    /// <param name="last">What was found in it.</param>
    public void Write(FeatureDraft draft, double start, TrackFeatures last)
    {
        List<(double Start, TrackFeatures Found)> all = [.. _chapters, (start, last)];
        WriteRhythm(draft, all);
        WriteHarmony(draft, all);
        draft.Segments = Shifted(all, f => f.Segments, (s, at) => s with { Start = s.Start + at, End = s.End + at });
        draft.Emotion = Course(all, draft.DurationSeconds);
        draft.Energy = Mean(all, f => f.Energy);
        draft.Danceability = Mean(all, f => f.Danceability);
        draft.Valence = Mean(all, f => f.Valence);
        draft.Acousticness = Mean(all, f => f.Acousticness);
        draft.Instrumentalness = Mean(all, f => f.Instrumentalness);
        draft.Speechiness = Mean(all, f => f.Speechiness);
        draft.Liveness = Mean(all, f => f.Liveness);
        draft.Brightness = Mean(all, f => f.Brightness);
        draft.Genres = Labels(all, f => f.Genres);
        draft.Moods = Labels(all, f => f.Moods);
        draft.Embedding = MeanVector(all);
        draft.Fingerprint = all[0].Found.Fingerprint;
        // Loudness of now, for an interim answer; the last answer has it from the meters themselves.
        draft.LoudnessLufs = last.LoudnessLufs;
        draft.LoudnessRange = last.LoudnessRangeLu;
        draft.MaxMomentaryLufs = last.MaxMomentaryLufs;
        draft.TruePeakDb = last.TruePeakDb;
        draft.Waveform = last.Waveform;
    }

    private static void WriteRhythm(FeatureDraft draft, List<(double Start, TrackFeatures Found)> all)
    {
        List<double> beats = [], downbeats = [], phrases = [];
        var changes = new List<TempoChange>();
        var tempo = 0.0;
        foreach (var (start, found) in all)
        {
            // Both sides of a page may hear the beat on it: it is counted once.
            var apart = found.TempoBpm > 0 ? 30 / found.TempoBpm : 0;
            var from = beats.Count > 0 ? beats[^1] + apart : 0;
            beats.AddRange(found.Beats.Select(b => b + start).Where(b => b > from));
            downbeats.AddRange(found.Downbeats.Select(b => b + start).Where(b => b > from));
            phrases.AddRange(found.Phrases.Select(b => b + start).Where(b => b > from));
            if (found.TempoBpm > 0)
            {
                if (tempo > 0 && !AreClose(tempo, found.TempoBpm))
                {
                    changes.Add(new TempoChange(Math.Round(start, 2), found.TempoBpm));
                }

                changes.AddRange(found.TempoChanges.Select(c => c with { AtSeconds = c.AtSeconds + start }));
                tempo = found.TempoChanges.Count > 0 ? found.TempoChanges[^1].TempoBpm : found.TempoBpm;
            }
        }

        draft.Beats = beats;
        draft.Downbeats = downbeats;
        draft.Phrases = phrases;
        draft.TempoChanges = changes;
        var pulsing = all.Where(c => c.Found.TempoBpm > 0).ToArray();
        if (pulsing.Length == 0)
        {
            return;
        }

        double Weight(double bpm) => pulsing.Where(c => AreClose(c.Found.TempoBpm, bpm)).Sum(c => c.Found.DurationSeconds * c.Found.TempoConfidence);
        var main = pulsing.MaxBy(c => Weight(c.Found.TempoBpm)).Found;
        draft.TempoBpm = main.TempoBpm;
        draft.TempoConfidence = Weight(main.TempoBpm) / all.Sum(c => c.Found.DurationSeconds);
        draft.TimeSignature = pulsing.GroupBy(c => c.Found.TimeSignature, StringComparer.Ordinal)
            .MaxBy(g => g.Sum(c => c.Found.DurationSeconds * c.Found.TempoConfidence))!.Key;
    }

    private static void WriteHarmony(FeatureDraft draft, List<(double Start, TrackFeatures Found)> all)
    {
        var changes = new List<KeyChange>();
        MusicalKey? key = null;
        foreach (var (start, found) in all)
        {
            if (found.Key is not { } own)
            {
                continue;
            }

            if (key is not null && key != own)
            {
                changes.Add(new KeyChange(Math.Round(start, 2), own));
            }

            changes.AddRange(found.KeyChanges.Select(c => c with { AtSeconds = c.AtSeconds + start }));
            key = found.KeyChanges.Count > 0 ? found.KeyChanges[^1].Key : own;
        }

        draft.KeyChanges = changes;
        draft.Chords = Shifted(all, f => f.Chords, (c, at) => c with { Start = c.Start + at, End = c.End + at });
        var keyed = all.Where(c => c.Found.Key is not null).Select(c => c.Found).ToArray();
        if (keyed.Length == 0)
        {
            return;
        }

        var best = keyed.GroupBy(f => f.Key).MaxBy(g => g.Sum(f => f.DurationSeconds * f.KeyConfidence))!;
        draft.Key = best.Key;
        draft.KeyConfidence = best.Sum(f => f.DurationSeconds * f.KeyConfidence) / all.Sum(c => c.Found.DurationSeconds);
        draft.TuningCents = keyed.Sum(f => f.DurationSeconds * f.TuningCents) / keyed.Sum(f => f.DurationSeconds);
    }

    private static bool AreClose(double a, double b) => Math.Abs(a - b) < 0.04 * a;

    private static List<T> Shifted<T>(List<(double Start, TrackFeatures Found)> all, Func<TrackFeatures, IReadOnlyList<T>> of, Func<T, double, T> shift) =>
        [.. all.SelectMany(c => of(c.Found).Select(x => shift(x, c.Start)))];

    private static double Mean(List<(double Start, TrackFeatures Found)> all, Func<TrackFeatures, double> of)
    {
        var total = all.Sum(c => c.Found.DurationSeconds);
        return total > 0 ? all.Sum(c => c.Found.DurationSeconds * of(c.Found)) / total : 0;
    }

    private static LabelConfidence[] Labels(List<(double Start, TrackFeatures Found)> all, Func<TrackFeatures, IReadOnlyList<LabelConfidence>> of)
    {
        var total = all.Sum(c => c.Found.DurationSeconds);
        return [.. all.SelectMany(c => of(c.Found).Select(l => (l.Name, Weight: l.Confidence * c.Found.DurationSeconds / total)))
            .GroupBy(l => l.Name, StringComparer.Ordinal)
            .Select(g => new LabelConfidence(g.Key, Math.Round(g.Sum(l => l.Weight), 4)))
            .OrderByDescending(l => l.Confidence).ThenBy(l => l.Name, StringComparer.Ordinal)
            .Take(all.Max(c => of(c.Found).Count))];
    }

    private static float[] MeanVector(List<(double Start, TrackFeatures Found)> all)
    {
        var sum = new double[all.Max(c => c.Found.Embedding.Count)];
        foreach (var (_, found) in all)
        {
            for (var i = 0; i < found.Embedding.Count; i++)
            {
                sum[i] += found.DurationSeconds * found.Embedding[i];
            }
        }

        var length = Math.Sqrt(sum.Sum(v => v * v));
        return length > 1e-9 ? Array.ConvertAll(sum, v => (float)(v / length)) : [.. all[0].Found.Embedding];
    }

    // Points at equal distances over the whole, each read from the chapter that it lies in.
    private static EmotionCurve Course(List<(double Start, TrackFeatures Found)> all, double seconds)
    {
        if (all.All(c => c.Found.Emotion.Energy.Count == 0) || seconds <= 0)
        {
            return EmotionCurve.None;
        }

        var (energy, valence) = (new byte[EmotionCurve.MostPoints], new byte[EmotionCurve.MostPoints]);
        var step = seconds / EmotionCurve.MostPoints;
        for (var i = 0; i < energy.Length; i++)
        {
            var t = (i + 0.5) * step;
            var (start, found) = all.Last(c => c.Start <= t);
            var curve = found.Emotion;
            if (curve.Energy.Count > 0)
            {
                var at = Math.Clamp((int)((t - start) / curve.StepSeconds), 0, curve.Energy.Count - 1);
                (energy[i], valence[i]) = (curve.Energy[at], curve.Valence[at]);
            }
        }

        return new EmotionCurve(step, energy, valence);
    }
}
