using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Training;

/// <summary>Judges what hears harmony on pieces that were held out.</summary>
internal static class HarmonyJudge
{
    /// <summary>Shares of the time in which the chord is right, with the beats of the truth.</summary>
    public static void Chords(IReadOnlyList<HarmonyExample> examples, Func<ChordStretches, float[][]> score, string name, Action<string> log)
    {
        var (triads, exact, roots) = (0.0, 0.0, 0.0);
        foreach (var example in examples)
        {
            var grid = ChordGrid.Of(example.Beats, example.Downbeats, example.DurationSeconds);
            var path = ChordDecoder.Decode(score(ChordStretches.Of(example.Notes, grid)), grid, ChordDecoder.AnyKey(grid.Count));
            double right = 0, same = 0, root = 0, total = 0, all = 0;
            foreach (var (start, end, chord) in example.Chords)
            {
                for (var s = 0; s < path.Length; s++)
                {
                    var share = Math.Min(end, grid.Bounds[s + 1]) - Math.Max(start, grid.Bounds[s]);
                    if (share <= 0 || chord < 0)
                    {
                        continue;
                    }

                    all += share;
                    same += path[s] == chord ? share : 0;
                    root += Root(path[s]) == Root(chord) ? share : 0;
                    if (Triad(chord) >= 0)
                    {
                        total += share;
                        right += Triad(path[s]) == Triad(chord) ? share : 0;
                    }
                }
            }

            triads += total > 0 ? right / total : 1;
            exact += all > 0 ? same / all : 1;
            roots += all > 0 ? root / all : 1;
        }

        log(FormattableString.Invariant(
            $"chords {name}, {examples.Count} held-out pieces: root {roots / examples.Count:0.000}, major/minor {triads / examples.Count:0.000}, all {exact / examples.Count:0.000}"));
    }

    /// <summary>MIREX score of the key of whole pieces, and how far the network's confidence is from the truth.</summary>
    public static void Keys(IReadOnlyList<HeardHarmony> pieces, Network network, Action<string> log)
    {
        var pass = new NetworkPass();
        var (score, exact, loss, count) = (0.0, 0, 0.0, 0);
        var mistakes = new Dictionary<string, int>();
        var (claimed, kept, sizes) = (new double[5], new int[5], new int[5]);
        foreach (var piece in pieces)
        {
            if (piece.Example.KeyBetween(0, piece.Example.DurationSeconds) is not { } key)
            {
                continue;
            }

            var scores = KeyNetwork.Score(network, piece.Stretches, piece.Path, piece.Grid, 0, piece.Grid.Count, pass);
            var (truth, heard) = (KeyTraining.IndexOf(key), Array.IndexOf(scores, scores.Max()));
            var mistake = Mistake(truth, heard);
            score += mistake switch { "none" => 1, "fifth above" => 0.5, "relative" => 0.3, "parallel" => 0.2, _ => 0 };
            exact += truth == heard ? 1 : 0;
            loss -= scores[truth];
            mistakes[mistake] = mistakes.GetValueOrDefault(mistake) + 1;
            var confidence = Math.Exp(scores[heard]);
            var bin = Math.Min(4, (int)(5 * confidence));
            claimed[bin] += confidence;
            kept[bin] += truth == heard ? 1 : 0;
            sizes[bin]++;
            count++;
        }

        log(FormattableString.Invariant(
            $"key, {count} held-out pieces: MIREX {score / count:0.000}, exact {(double)exact / count:0.000}, loss {loss / count:0.000}; {string.Join(", ", mistakes.Where(m => m.Key != "none").OrderByDescending(m => m.Value).Select(m => $"{m.Key} {m.Value}"))}"));
        for (var b = 0; b < sizes.Length; b++)
        {
            if (sizes[b] > 0)
            {
                log(FormattableString.Invariant($"  confidence {claimed[b] / sizes[b]:0.00}: right {(double)kept[b] / sizes[b]:0.00} of {sizes[b]}"));
            }
        }
    }

    private static string Mistake(int truth, int heard)
    {
        var (t, h, same) = (truth % 12, heard % 12, truth / 12 == heard / 12);
        return (same, (h - t + 12) % 12, truth < 12) switch
        {
            (true, 0, _) => "none",
            (true, 7, _) => "fifth above",
            (true, 5, _) => "fifth below",
            (false, 9, true) or (false, 3, false) => "relative",
            (false, 0, _) => "parallel",
            _ => "other",
        };
    }

    private static int Root(int chord) => chord == ChordVocabulary.None ? -1 : chord % 12;

    // 0–23 for major and minor triads and their sevenths, 24 for none, −1 for others.
    private static int Triad(int chord) => chord == ChordVocabulary.None
        ? 24
        : (chord / 12) switch
        {
            ChordVocabulary.Major or ChordVocabulary.Dominant7 or ChordVocabulary.Major7 => chord % 12,
            ChordVocabulary.Minor or ChordVocabulary.Minor7 => 12 + (chord % 12),
            _ => -1,
        };
}
