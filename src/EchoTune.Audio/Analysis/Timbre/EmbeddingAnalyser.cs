namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>
/// The vector for "sounds like this": timbre, rhythm and harmony, each standardised by what music at large has and
/// weighed as a group, all turned so that what changes within a piece counts little (<see cref="EmbeddingScale"/>), of unit length, so that the dot product of two
/// tracks is their likeness, −1…1. Harmony is taken relative to the tonic: the same song in another key is alike.
/// </summary>
internal sealed class EmbeddingAnalyser : IAnalyser
{
    /// <summary>Length of the vector.</summary>
    public const int Dimensions = 112;

    public string Name => "embedding";

    public int Version => 2;

    public AnalyserInput Input => AnalyserInput.None;

    public IReadOnlyList<string> Needs => ["tonal", "rhythm", "harmony", "timbre"];

    public void Complete(FeatureDraft draft)
    {
        var raw = Raw(draft);
        draft.Embedding = EmbeddingScale.Shipped.Apply(Array.ConvertAll(raw, r => r.Value), Array.ConvertAll(raw, r => r.Weight));
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Embedding = earlier.Embedding;
        return true;
    }

    /// <summary>The measures in order, before standardising, with the weight of each.</summary>
    internal static (double Value, double Weight)[] Raw(FeatureDraft draft)
    {
        var (timbre, rhythm) = (draft.Timbre, draft.Rhythm);
        var all = new List<(double, double)>(Dimensions);
        void Group(double weight, params ReadOnlySpan<double> values)
        {
            // A group of many correlated numbers must not outweigh one of few.
            var each = weight / Math.Sqrt(values.Length);
            foreach (var v in values)
            {
                all.Add((v, each));
            }
        }

        Group(1.6, timbre.CepstrumMean);
        Group(1.0, timbre.CepstrumDeviation);
        Group(0.8, timbre.CepstrumChange.AsSpan(0, 12));
        Group(1.2, timbre.Centroid, timbre.CentroidDeviation, timbre.Flatness, timbre.Fullness, timbre.Shares[0], timbre.Shares[1],
            timbre.Shares[2], timbre.LevelDeviation, timbre.QuietShare, timbre.SyllableModulation);
        // How wide the mix is hardly changes within a piece, but is lost where a file is made mono: for genres alone.
        Group(0, timbre.Width);
        Group(1.0, rhythm.Pattern);
        Group(0.8, rhythm.Periodicity);
        Group(1.2, rhythm.OnsetRate, rhythm.Clarity, rhythm.BeatContrast, rhythm.LowShare, Math.Log(1 + rhythm.Flux),
            draft.TempoBpm > 0 ? Math.Log2(draft.TempoBpm) : 6.7);
        Group(0.8, RelativeChroma(draft));
        Group(0.6, draft.MajorLean, draft.Tonalness, draft.HarmonicChange);
        return [.. all];
    }

    private static double[] RelativeChroma(FeatureDraft draft)
    {
        var tonic = draft.Key is { } key ? key.Tonic : 0;
        return [.. Enumerable.Range(0, 12).Select(i => draft.Key is null ? 1 / 12.0 : draft.MeanChroma[(i + tonic) % 12])];
    }
}
