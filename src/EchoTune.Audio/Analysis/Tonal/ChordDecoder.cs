using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// The likeliest succession of chords: a hidden Markov model whose chords change gladly with the bar, less gladly within it, and
/// move as harmony does in the key (Viterbi's path).
/// </summary>
internal static class ChordDecoder
{
    // How unlikely a chord is to begin at each place of the bar.
    private static readonly float[] ChangeCost = [1.0f, 2.0f, 3.5f, 4.5f];

    // What neighbouring stretches say is partly the same.
    private const float Trust = 0.8f;

    // How common each quality is, against a major chord.
    private static readonly float[] Commonness = [0, 0, 0, 0, 0, 0, 0, 0, 0];

    // Fourths and fifths lead harmony; semitones and the tritone are rare.
    private static readonly float[] RootMotion = [-0.5f, -0.6f, 0.2f, 0, 0.1f, 0.6f, -0.9f, 0.5f, 0.1f, 0.2f, 0.2f, -0.6f];

    /// <summary>Finds it.</summary>
    /// <param name="scores">For each stretch how likely each chord is, logarithms.</param>
    /// <param name="grid">Where stretches begin.</param>
    /// <param name="keys">The key of each stretch, where it is known.</param>
    /// <returns>The chord of each stretch.</returns>
    public static int[] Decode(float[][] scores, ChordGrid grid, MusicalKey?[] keys)
    {
        const int count = ChordVocabulary.Count;
        var enter = Entering(keys[0]);
        var back = new byte[scores.Length][];
        var path = new float[count];
        var next = new float[count];
        for (var c = 0; c < count; c++)
        {
            path[c] = enter[c] + (Trust * scores[0][c]);
        }

        var byRoot = new float[13];
        var rootFrom = new int[13];
        for (var s = 1; s < scores.Length; s++)
        {
            // Of all chords on a root only the best so far can be where a change comes from.
            Array.Fill(byRoot, float.NegativeInfinity);
            for (var c = 0; c < count; c++)
            {
                var root = c == ChordVocabulary.None ? 12 : c % 12;
                if (path[c] > byRoot[root])
                {
                    (byRoot[root], rootFrom[root]) = (path[c], c);
                }
            }

            enter = keys[s] == keys[s - 1] ? enter : Entering(keys[s]);
            var cost = ChangeCost[(int)grid.Places[s]];
            back[s] = new byte[count];
            for (var root = 0; root < 13; root++)
            {
                var (from, best) = (0, float.NegativeInfinity);
                for (var r = 0; r < 13; r++)
                {
                    var motion = r == 12 || root == 12 ? 0 : RootMotion[(root - r + 12) % 12];
                    if (byRoot[r] + motion > best)
                    {
                        (from, best) = (rootFrom[r], byRoot[r] + motion);
                    }
                }

                for (var c = root == 12 ? ChordVocabulary.None : root; c < count; c += 12)
                {
                    var changed = best - cost + enter[c];
                    var isChange = changed > path[c];
                    back[s][c] = (byte)(isChange ? from : c);
                    next[c] = (isChange ? changed : path[c]) + (Trust * scores[s][c]);
                    if (c == ChordVocabulary.None || root == 12)
                    {
                        break;
                    }
                }
            }

            (path, next) = (next, path);
        }

        var states = new int[scores.Length];
        states[^1] = Array.IndexOf(path, path.Max());
        for (var s = states.Length - 1; s > 0; s--)
        {
            states[s - 1] = back[s][states[s]];
        }

        return states;
    }

    /// <summary>Keys of stretches of which nothing is known yet.</summary>
    public static MusicalKey?[] AnyKey(int count) => new MusicalKey?[count];

    // How likely a chord is to begin, by its quality and its place in the key.
    private static float[] Entering(MusicalKey? key)
    {
        var enter = new float[ChordVocabulary.Count];
        var scale = key is { } k ? Scale(k) : 0xFFF;
        for (var c = 0; c < ChordVocabulary.None; c++)
        {
            var strange = 0;
            foreach (var tone in ChordVocabulary.Tones(c / 12))
            {
                strange += (scale >> ((c + tone) % 12)) & 1;
            }

            strange = ChordVocabulary.Tones(c / 12).Length - strange;
            enter[c] = Commonness[c / 12] - (0.7f * strange);
        }

        enter[ChordVocabulary.None] = -3;
        return enter;
    }

    private static int Scale(MusicalKey key)
    {
        int[] steps = key.Mode == KeyMode.Major ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10, 11];
        return steps.Aggregate(0, (mask, step) => mask | (1 << ((key.Tonic + step) % 12)));
    }
}
