using EchoTune.Audio.Analysis.Timbre;

namespace EchoTune.Audio.Analysis.Genre;

/// <summary>
/// Genres and moods heard in the sound: at most three of each, none that is not likely. Both models were trained on music
/// that EchoTune composed itself (docs/concepts/genre-model.md), so of music unlike any of it little or nothing is said: the
/// confidence falls with the distance from all that the model knows.
/// </summary>
internal sealed class GenreAnalyser : IAnalyser
{
    /// <summary>Labels given at most.</summary>
    public const int Most = 3;

    /// <summary>The least confidence of a genre.</summary>
    public const double LeastConfidence = 0.25;

    /// <summary>The least confidence of a mood: more than any has before a note is heard.</summary>
    public const double LeastMoodConfidence = 0.4;

    // Pieces of the training have 1.58 moods on average, and the model's probabilities share one.
    private const double MoodsAPiece = 1.58;

    // Rows left out of training lie this close to their nearest neighbour: half of them above the first, few below the second.
    private const double Familiar = 0.45;
    private const double Strange = 0.25;

    public string Name => "genre";

    public int Version => 2;

    public AnalyserInput Input => AnalyserInput.None;

    public IReadOnlyList<string> Needs => ["tonal", "rhythm", "timbre", "perceptual"];

    /// <summary>The numbers that genres are told by: those of the embedding.</summary>
    internal static double[] GenreRow(FeatureDraft draft) => [.. EmbeddingAnalyser.Raw(draft).Select(r => r.Value)];

    /// <summary>The numbers that moods are told by.</summary>
    internal static double[] MoodRow(FeatureDraft draft) =>
        [draft.Energy, draft.Danceability, draft.Valence, draft.Acousticness, draft.Brightness, draft.TempoBpm > 0 ? draft.TempoBpm : double.NaN, draft.MajorLean];

    public void Complete(FeatureDraft draft)
    {
        // Noise and speech are no music of any kind, and in no mood.
        var isMusic = (draft.TempoBpm > 0 || draft.KeyEvidence > 0) && draft.Speechiness < 0.6;
        if (draft.Timbre.Fullness <= 0 || draft.DurationSeconds < 5 || !isMusic)
        {
            return;
        }

        var probabilities = Models.Genres.Probabilities(GenreRow(draft), out var familiarity);
        var trust = Math.Clamp((familiarity - Strange) / (Familiar - Strange), 0, 1);
        draft.Genres = Likely(Models.Genres.Labels, probabilities, trust, LeastConfidence);
        draft.Moods = Likely(Models.Moods.Labels, Models.Moods.Probabilities(MoodRow(draft)), MoodsAPiece, LeastMoodConfidence);
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Genres = earlier.Genres;
        draft.Moods = earlier.Moods;
        return true;
    }

    private static LabelConfidence[] Likely(IReadOnlyList<string> labels, double[] probabilities, double factor, double least) =>
        [.. labels.Zip(probabilities, (l, p) => new LabelConfidence(l, Math.Round(Math.Min(1, p * factor), 3)))
            .Where(l => l.Confidence >= least).OrderByDescending(l => l.Confidence).ThenBy(l => l.Name, StringComparer.Ordinal).Take(Most)];

    /// <summary>The models that ship, read when first needed.</summary>
    internal static class Models
    {
        public static readonly LabelModel Genres = Load("genres.etlm");
        public static readonly LabelModel Moods = Load("moods.etlm");

        private static LabelModel Load(string name)
        {
            using var stream = typeof(GenreAnalyser).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The model {name} is not in the program.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return LabelModel.Read(bytes);
        }
    }
}
