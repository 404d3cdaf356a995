using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>How likely each chord is in each stretch, by a small network that was trained on synthesised music.</summary>
internal static class ChordNetwork
{
    /// <summary>What the weights are for.</summary>
    public const string Purpose = "chords";

    /// <summary>Numbers that the network gives for each root: one a quality, and one for no chord.</summary>
    public const int Outputs = ChordVocabulary.Qualities + 1;

    private static readonly Lazy<Network> Shipped = new(() => EmbeddedNetwork.Load(Purpose));

    /// <summary>Scores of all chords in all stretches, natural logarithms up to a constant.</summary>
    public static float[][] Score(ChordStretches stretches) => Score(Shipped.Value, stretches);

    /// <summary>Scores by a given network.</summary>
    public static float[][] Score(Network network, ChordStretches stretches)
    {
        const int batch = 16;
        var pass = new NetworkPass();
        var rows = new float[batch * ChordFeatures.Roots * ChordFeatures.Inputs];
        var scores = new float[stretches.Notes.Length][];
        for (var start = 0; start < scores.Length; start += batch)
        {
            var count = Math.Min(batch, scores.Length - start);
            for (var i = 0; i < count; i++)
            {
                ChordFeatures.Fill(stretches, start + i, rows.AsSpan(i * ChordFeatures.Roots * ChordFeatures.Inputs));
            }

            var outputs = network.Forward(rows, count * ChordFeatures.Roots, pass);
            for (var i = 0; i < count; i++)
            {
                scores[start + i] = new float[ChordVocabulary.Count];
                Gather(outputs[(i * ChordFeatures.Roots * Outputs)..], scores[start + i]);
            }
        }

        return scores;
    }

    /// <summary>Brings the answers of the twelve rows of a stretch into the order of the vocabulary.</summary>
    public static void Gather(ReadOnlySpan<float> outputs, Span<float> scores)
    {
        scores[ChordVocabulary.None] = 0;
        for (var root = 0; root < ChordFeatures.Roots; root++)
        {
            for (var q = 0; q < ChordVocabulary.Qualities; q++)
            {
                scores[(12 * q) + root] = outputs[(root * Outputs) + q];
            }

            scores[ChordVocabulary.None] += outputs[(root * Outputs) + ChordVocabulary.Qualities] / ChordFeatures.Roots;
        }
    }
}
