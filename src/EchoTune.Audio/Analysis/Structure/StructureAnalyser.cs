using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>Sections with their roles and energy, phrases, and the course of energy and mood.</summary>
internal sealed class StructureAnalyser : IAnalyser
{
    // Odds, as a logarithm, from which on a line stands whatever it divides.
    private const float Clear = 1;

    // What a doubling of a track's bars takes from the odds of each line.
    private const float Sparse = 0.8f;

    // Bars of the pieces that the weights were trained on, at most; and those of twelve minutes: a longer track is several pieces.
    private const double UsualBars = 60;
    private const double MostBars = 400;

    private readonly StructureFrames _frames = new();

    public string Name => "structure";

    public int Version => 2;

    public AnalyserInput Input => AnalyserInput.Frames;

    public IReadOnlyList<string> Needs => ["tonal", "rhythm", "harmony", "perceptual"];

    public void OnFrame(in SpectralFrame frame) => _frames.Add(frame);

    public void Complete(FeatureDraft draft)
    {
        draft.Bars = BarMeasures.Of(_frames, draft.Chroma, draft.Downbeats, draft.DurationSeconds);
        Write(draft);
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Segments = earlier.Segments;
        draft.Phrases = earlier.Phrases;
        draft.Emotion = earlier.Emotion;
        return true;
    }

    /// <summary>Writes form, phrases and course from what was heard.</summary>
    internal static void Write(StructureFrames frames, FeatureDraft draft)
    {
        draft.Bars = BarMeasures.Of(frames, draft.Chroma, draft.Downbeats, draft.DurationSeconds);
        Write(draft);
    }

    /// <summary>Writes them from the bars, of a track or of all chapters of a very long one.</summary>
    internal static void Write(FeatureDraft draft)
    {
        if (draft.Bars is not { IsSilent: false } measures)
        {
            return;
        }

        var bars = new BarFeatures(measures);
        var likeness = new SelfSimilarity(bars);
        var boundary = Boundaries(bars, likeness);
        var decoded = FormDecoder.Decode(boundary, bars.IsMusical);
        // Speech and noise have parts, and no verse.
        var isMusic = bars.IsMusical ? draft.Speechiness < 0.5 || draft.TempoConfidence > 0.3 : draft.Speechiness < 0.5 && draft.KeyConfidence > 0;
        var roles = isMusic ? SectionLabels.Of(SectionCues.Of(bars, likeness, decoded), decoded.Count) : [.. decoded.Select(_ => SectionLabels.Unsure)];
        var (starts, labels) = Joined(decoded, roles, boundary);
        var energies = Intensity.OfBars(bars, draft.Energy);
        var sections = new Section[starts.Count];
        for (var s = 0; s < sections.Length; s++)
        {
            var end = s + 1 < sections.Length ? starts[s + 1] : bars.Count;
            sections[s] = new Section(
                s == 0 ? 0 : Time(bars.Starts[starts[s]]), end == bars.Count ? Time(draft.DurationSeconds) : Time(bars.Starts[end]), labels[s],
                Math.Round(energies.AsSpan(starts[s], end - starts[s]).ToArray().Average(), 4));
        }

        draft.Segments = sections;
        // A very long track has the chapters' own valence; their chroma is gone.
        draft.Emotion = draft.Emotion.Valence.Count > 0
            ? draft.Emotion with { Energy = Intensity.Course(bars, energies, draft.Emotion.Valence.Count, draft.Emotion.StepSeconds) }
            : Intensity.Curve(bars, energies, draft.Chroma, draft);
        if (bars.IsMusical)
        {
            // Only bars that were heard: those added before the first and after the last are none of them.
            var heard = draft.Downbeats.ToHashSet();
            draft.Phrases = [.. PhraseFinder.Find(starts, boundary).Select(b => bars.Starts[b]).Where(heard.Contains)];
        }
    }

    /// <summary>Logarithm of the odds that a section begins at each bar.</summary>
    internal static float[] Boundaries(BarFeatures bars, SelfSimilarity likeness)
    {
        var cues = BoundaryCues.Of(bars, likeness);
        var odds = new float[bars.Count];
        for (var i = 1; i < odds.Length; i++)
        {
            odds[i] = BoundaryNet.Odds(cues.AsSpan(i * BoundaryCues.Width, BoundaryCues.Width));
        }

        // Of long tracks there is more to choose from, and their sections are longer.
        var fewer = Sparse * (float)Math.Max(0, Math.Log2(Math.Min(bars.Count, MostBars) / UsualBars));
        for (var i = 1; i < odds.Length; i++)
        {
            odds[i] -= fewer;
        }

        return odds;
    }

    // Neighbours of one role are one section where little speaks for a line between them.
    private static (List<int> Starts, string[] Labels) Joined(List<int> starts, string[] labels, float[] boundary)
    {
        List<int> joined = [starts[0]];
        List<string> names = [labels[0]];
        for (var s = 1; s < starts.Count; s++)
        {
            if (labels[s] != names[^1] || boundary[starts[s]] > Clear)
            {
                joined.Add(starts[s]);
                names.Add(labels[s]);
            }
        }

        return (joined, [.. names]);
    }

    private static double Time(double seconds) => Math.Round(seconds, 3);
}
