using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// Joins what the chapters of a very long track (a mix, a concert, a talk) yielded. Neighbours overlap; one goes over into the
/// next at a bar line that both heard (<see cref="GridSeam"/>). Lists are put one behind the other, what runs over a page is one,
/// measures are averaged by length, tempo and key are those with most confident time, and the form is told anew from the bars of
/// all. Memory grows with what was found alone: some 150 kB a chapter.
/// </summary>
internal sealed class ChapterFindings
{
    // What a beat may lie before a page, part of a beat, and still be the one that the next chapter has on it.
    private const double Twin = 0.5;

    // Smallest change of tempo, natural logarithm of the ratio, and beats that tell the tempo on either side.
    private const double LeastChange = 0.045;
    private const int TempoBeats = 16;

    // Seconds about a page in which a chapter's own word of a change is about the same change.
    private const double NearPage = 10;

    private readonly List<ChapterFound> _chapters = [];

    /// <summary>Chapters so far.</summary>
    public int Count => _chapters.Count;

    /// <summary>Adds a chapter.</summary>
    public void Add(ChapterFound chapter) => _chapters.Add(chapter);

    /// <summary>Writes the whole, with a last chapter that is not kept.</summary>
    /// <param name="draft">Where to; loudness and waveform are left to those who heard all chapters.</param>
    /// <param name="last">The last chapter.</param>
    /// <param name="withForm">Whether the form is told too; interim answers do without.</param>
    public void Write(FeatureDraft draft, ChapterFound last, bool withForm = true)
    {
        var all = Parts([.. _chapters, last]);
        WriteRhythm(draft, all);
        WriteHarmony(draft, all);
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
        draft.LoudnessLufs = last.Found.LoudnessLufs;
        draft.LoudnessRange = last.Found.LoudnessRangeLu;
        draft.MaxMomentaryLufs = last.Found.MaxMomentaryLufs;
        draft.TruePeakDb = last.Found.TruePeakDb;
        draft.Waveform = last.Found.Waveform;
        draft.Emotion = Course(all, draft.DurationSeconds);
        if (withForm)
        {
            WriteForm(draft, all);
        }
    }

    // Chapters, each with the stretch of the track that its word counts in.
    private static Part[] Parts(List<ChapterFound> chapters)
    {
        var parts = new Part[chapters.Count];
        var from = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (chapter, next) = (chapters[i], i + 1 < chapters.Count ? chapters[i + 1] : null);
            var to = next is null ? Math.Max(chapter.End, from) : Math.Max(from, chapter.Start + GridSeam.Between(chapter.Found, next.Start - chapter.Start, next.Found));
            parts[i] = new Part(chapter, from, to, next is null);
            from = to;
        }

        return parts;
    }

    private static void WriteRhythm(FeatureDraft draft, Part[] all)
    {
        List<double> beats = [], downbeats = [];
        List<TempoChange> changes = [];
        foreach (var part in all)
        {
            var found = part.Found;
            // Both sides of a page may hear the beat on it: it is counted once, as the later one heard it.
            var twin = found.TempoBpm > 0 && part.From > 0 ? Twin * 60 / found.TempoBpm : 0;
            beats.RemoveAll(b => b > part.From - twin);
            downbeats.RemoveAll(b => b > part.From - twin);
            beats.AddRange(part.Inside(found.Beats));
            downbeats.AddRange(part.Inside(found.Downbeats));
            var own = found.TempoChanges.Select(c => c with { AtSeconds = Math.Round(c.AtSeconds + part.Start, 2) }).Where(c => part.Has(c.AtSeconds)).ToArray();
            // Tempi that differ across a page are a change, where neither side tells of one nearby.
            if (part.From > 0 && found.TempoBpm > 0 && !own.Concat(changes).Any(c => Math.Abs(c.AtSeconds - part.From) < NearPage)
                && TempoAt(beats, beats.FindIndex(b => b >= part.From)) is > 0 and var bpm)
            {
                changes.Add(new TempoChange(Math.Round(part.From, 2), Math.Round(bpm, 1)));
            }

            changes.AddRange(own);
        }

        draft.Beats = beats;
        draft.Downbeats = downbeats;
        draft.TempoChanges = Real(changes, beats);
        var pulsing = all.Where(c => c.Found.TempoBpm > 0).ToArray();
        if (pulsing.Length == 0)
        {
            return;
        }

        double Weight(double bpm) => pulsing.Where(c => AreClose(c.Found.TempoBpm, bpm)).Sum(c => c.Seconds * c.Found.TempoConfidence);
        var main = pulsing.MaxBy(c => (Weight(c.Found.TempoBpm), c.Seconds))!.Found;
        draft.TempoBpm = main.TempoBpm;
        draft.TempoConfidence = Weight(main.TempoBpm) / all.Sum(c => c.Seconds);
        draft.TimeSignature = pulsing.GroupBy(c => c.Found.TimeSignature, StringComparer.Ordinal).MaxBy(g => g.Sum(c => c.Seconds * c.Found.TempoConfidence))!.Key;
    }

    // Of what each side of a page told, the changes that the beats of the whole bear out.
    private static List<TempoChange> Real(List<TempoChange> told, List<double> beats)
    {
        var real = new List<TempoChange>();
        var since = 0;
        foreach (var change in told.OrderBy(c => c.AtSeconds))
        {
            var at = beats.FindIndex(since, b => b >= change.AtSeconds - 0.02);
            if (at < 0)
            {
                break;
            }

            var before = TempoAt(beats, Math.Max(since, at - TempoBeats), at);
            if (before > 0 && Math.Abs(Math.Log(change.TempoBpm / before)) > LeastChange)
            {
                real.Add(change);
                since = at;
            }
        }

        return real;
    }

    // Beats per minute of the beats from one on.
    private static double TempoAt(List<double> beats, int from) => from < 0 ? 0 : TempoAt(beats, from, Math.Min(beats.Count - 1, from + TempoBeats));

    private static double TempoAt(List<double> beats, int from, int to)
    {
        var steps = Enumerable.Range(from, Math.Max(0, to - from)).Select(i => beats[i + 1] - beats[i]).Order().ToArray();
        return steps.Length < 4 ? 0 : 60 / steps[steps.Length / 2];
    }

    private static void WriteHarmony(FeatureDraft draft, Part[] all)
    {
        var course = new List<KeyChange>();
        var chords = new List<ChordSegment>();
        foreach (var part in all)
        {
            // The key that the part begins in, then its changes.
            var keys = part.Chapter.Keys.Select(k => k with { AtSeconds = k.AtSeconds + part.Start }).ToArray();
            var first = Array.FindLastIndex(keys, k => k.AtSeconds <= part.From + 1e-6);
            foreach (var key in keys.Where((k, i) => i == first || part.Has(k.AtSeconds)))
            {
                var at = Math.Max(part.From, key.AtSeconds);
                // Over a page a relative or parallel key is another name for the same music.
                if (course.Count == 0 || !(course[^1].Key == key.Key || (at <= part.From + 1e-6 && AreRelated(course[^1].Key, key.Key))))
                {
                    course.Add(new KeyChange(Math.Round(at, 2), key.Key));
                }
            }

            foreach (var chord in part.Found.Chords.Select(c => c with { Start = c.Start + part.Start, End = c.End + part.Start }).Where(c => c.End > part.From && c.Start < part.To))
            {
                var (start, end) = (Math.Max(chord.Start, part.From), part.IsLast ? chord.End : Math.Min(chord.End, part.To));
                if (chords.Count > 0 && chords[^1].Label == chord.Label && start - chords[^1].End < 0.01)
                {
                    chords[^1] = chords[^1] with { End = Math.Round(end, 4) };
                }
                else if (end - start > 0.02)
                {
                    chords.Add(new ChordSegment(chords.Count > 0 && start - chords[^1].End < 0.5 ? chords[^1].End : Math.Round(start, 4), Math.Round(end, 4), chord.Label));
                }
            }
        }

        draft.Chords = chords;
        draft.KeyCourse = course;
        draft.KeyChanges = [.. course.Skip(1)];
        var keyed = all.Where(c => c.Found.Key is not null).ToArray();
        if (keyed.Length == 0)
        {
            return;
        }

        var best = keyed.GroupBy(c => c.Found.Key).MaxBy(g => g.Sum(c => c.Seconds * c.Found.KeyConfidence))!;
        draft.Key = best.Key;
        draft.KeyConfidence = best.Sum(c => c.Seconds * c.Found.KeyConfidence) / all.Sum(c => c.Seconds);
        draft.TuningCents = keyed.Sum(c => c.Seconds * c.Found.TuningCents) / keyed.Sum(c => c.Seconds);
    }

    private static void WriteForm(FeatureDraft draft, Part[] all)
    {
        if (all.Any(p => p.Chapter.Bars is not null))
        {
            draft.Bars = BarMeasures.Join([.. all.Where(p => p.Chapter.Bars is not null).Select(p => (p.Start, p.Chapter.Bars!, p.From, p.To))], draft.DurationSeconds);
            StructureAnalyser.Write(draft);
        }
    }

    private static bool AreClose(double a, double b) => Math.Abs(a - b) < 0.04 * a;

    private static bool AreRelated(MusicalKey a, MusicalKey b)
    {
        if (a.Mode == b.Mode)
        {
            return false;
        }

        var (major, minor) = a.Mode == KeyMode.Major ? (a, b) : (b, a);
        return major.Tonic == minor.Tonic || (major.Tonic + 9) % 12 == minor.Tonic;
    }

    private static double Mean(Part[] all, Func<TrackFeatures, double> of)
    {
        var total = all.Sum(c => c.Seconds);
        return total > 0 ? all.Sum(c => c.Seconds * of(c.Found)) / total : 0;
    }

    private static LabelConfidence[] Labels(Part[] all, Func<TrackFeatures, IReadOnlyList<LabelConfidence>> of)
    {
        var total = all.Sum(c => c.Seconds);
        return [.. all.SelectMany(c => of(c.Found).Select(l => (l.Name, Weight: l.Confidence * c.Seconds / total)))
            .GroupBy(l => l.Name, StringComparer.Ordinal)
            .Select(g => new LabelConfidence(g.Key, Math.Round(g.Sum(l => l.Weight), 4)))
            .OrderByDescending(l => l.Confidence).ThenBy(l => l.Name, StringComparer.Ordinal)
            .Take(all.Max(c => of(c.Found).Count))];
    }

    private static float[] MeanVector(Part[] all)
    {
        var sum = new double[all.Max(c => c.Found.Embedding.Count)];
        foreach (var part in all)
        {
            for (var i = 0; i < part.Found.Embedding.Count; i++)
            {
                sum[i] += part.Seconds * part.Found.Embedding[i];
            }
        }

        var length = Math.Sqrt(sum.Sum(v => v * v));
        return length > 1e-9 ? Array.ConvertAll(sum, v => (float)(v / length)) : [.. all[0].Found.Embedding];
    }

    // Points at equal distances over the whole, each read from the chapters that it lies in: where two overlap, from one to the other.
    private static EmotionCurve Course(Part[] all, double seconds)
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
            double e = 0, v = 0, total = 0;
            foreach (var part in all.Where(p => p.Start <= t && t < p.Chapter.End + step && p.Found.Emotion.Energy.Count > 0))
            {
                // The nearer to its own middle, the more a chapter has to say.
                var weight = 1e-3 + Math.Max(0, Math.Min(part.Start == 0 ? double.MaxValue : t - part.Start, part.IsLast ? double.MaxValue : part.Chapter.End - t));
                weight = Math.Min(weight, 1e6);
                var curve = part.Found.Emotion;
                var at = Math.Clamp((int)((t - part.Start) / curve.StepSeconds), 0, curve.Energy.Count - 1);
                (e, v, total) = (e + (weight * curve.Energy[at]), v + (weight * curve.Valence[at]), total + weight);
            }

            (energy[i], valence[i]) = total > 0 ? ((byte)Math.Round(e / total), (byte)Math.Round(v / total)) : ((byte)0, (byte)0);
        }

        return new EmotionCurve(step, energy, valence);
    }

    private sealed record Part(ChapterFound Chapter, double From, double To, bool IsLast)
    {
        private const double Rounding = 1e-3;

        public TrackFeatures Found => Chapter.Found;

        public double Start => Chapter.Start;

        public double Seconds => Math.Max(1e-6, To - From);

        // Times are rounded to a tenth of a millisecond, pages are not.
        public bool Has(double time) => time >= From - Rounding && (time < To - Rounding || IsLast);

        public IEnumerable<double> Inside(IReadOnlyList<double> times) => times.Select(t => Math.Round(t + Start, 4)).Where(Has);
    }
}
