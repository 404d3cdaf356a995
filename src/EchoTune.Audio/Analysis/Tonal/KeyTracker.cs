using EchoTune.Audio.Neural;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>The keys of a track.</summary>
/// <param name="Main">The key of most of it.</param>
/// <param name="Confidence">Probability of the main key, 0–1.</param>
/// <param name="MajorLean">From clearly minor (−1) to clearly major (1).</param>
/// <param name="Changes">Changes after the start.</param>
/// <param name="Local">The key of each stretch.</param>
internal sealed record TrackKeys(MusicalKey Main, double Confidence, double MajorLean, IReadOnlyList<KeyChange> Changes, MusicalKey?[] Local);

/// <summary>
/// Key and changes of key: the network judges the whole track and a passage around each step; a path over the passages, in
/// which a change costs more than a borrowed chord earns, tells which keys there are; where each begins is then the bar that
/// parts the notes of the two best.
/// </summary>
internal static class KeyTracker
{
    // Seconds of a passage each side, and from one passage to the next.
    private const double Reach = 9;
    private const double Hop = 2;

    // Passages overlap: each is evidence for its own part alone.
    private const float Weight = 0.45f;

    private const float ChangeCost = 9;

    // How much a point of the profiles' correlation counts.
    private const float FitWeight = 10;

    // Seconds that a key must last to be one, and that a change may lie from where the passages put it.
    private const double Shortest = 9;
    private const double Slack = 10;

    private static readonly float[][] Profiles = [.. Enumerable.Range(0, KeyNetwork.Keys).Select(Profile)];

    /// <summary>Finds the keys.</summary>
    /// <param name="stretches">What sounds.</param>
    /// <param name="path">The chord of each stretch.</param>
    /// <param name="grid">Where stretches lie.</param>
    /// <param name="fit">How well the chroma of the track fits the profile of each key; empty where that is unknown.</param>
    public static TrackKeys Find(ChordStretches stretches, int[] path, ChordGrid grid, double[] fit)
    {
        var pass = new NetworkPass();
        var whole = KeyNetwork.Score(stretches, path, grid, 0, grid.Count, pass);
        Weigh(whole, fit);
        var main = Array.IndexOf(whole, whole.Max());
        var spans = Spans(stretches, path, grid, whole, pass);
        if (spans.Count > 1)
        {
            // Over all keys together the network may name one between them: the longest is the main one.
            main = spans.GroupBy(s => s.Key).MaxBy(g => g.Sum(s => s.End - s.Start))!.Key;
            whole = KeyNetwork.Score(stretches, path, grid, spans.First(s => s.Key == main).From, spans.Last(s => s.Key == main).To, pass);
        }

        var local = new MusicalKey?[grid.Count];
        foreach (var span in spans)
        {
            Array.Fill(local, KeyOf(spans.Count > 1 ? span.Key : main), span.From, span.To - span.From);
        }

        var major = whole.Take(12).Sum(s => Math.Exp(s));
        return new TrackKeys(
            KeyOf(main), Math.Exp(whole[main]), Math.Clamp((2 * major) - 1, -1, 1),
            [.. spans.Skip(1).Select(s => new KeyChange(Math.Round(s.Start, 2), KeyOf(s.Key)))], local);
    }

    // Profiles of real music know what composed music does not teach, which of two relative keys is meant above all.
    private static void Weigh(float[] scores, double[] fit)
    {
        for (var k = 0; k < fit.Length; k++)
        {
            scores[k] += FitWeight * (float)fit[k];
        }

        var most = scores.Max();
        var sum = most + MathF.Log(scores.Sum(s => MathF.Exp(s - most)));
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] -= sum;
        }
    }

    private static MusicalKey KeyOf(int index) => new(index % 12, index < 12 ? KeyMode.Major : KeyMode.Minor);

    private static List<Span> Spans(ChordStretches stretches, int[] path, ChordGrid grid, float[] whole, NetworkPass pass)
    {
        var duration = grid.Bounds[^1];
        var main = Array.IndexOf(whole, whole.Max());
        List<Span> one = [new Span(0, grid.Count, 0, duration, main)];
        var count = (int)(duration / Hop);
        if (duration < 2 * Reach || count < 2)
        {
            return one;
        }

        var states = Path(stretches, path, grid, whole, pass, count);
        var spans = new List<Span>();
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && states[end] == states[start])
            {
                end++;
            }

            spans.Add(new Span(0, 0, start * Hop, end == count ? duration : end * Hop, states[start]));
            start = end;
        }

        Join(spans);
        if (spans.Count == 1)
        {
            return one;
        }

        for (var i = 1; i < spans.Count; i++)
        {
            var at = Boundary(stretches, path, grid, spans[i - 1], spans[i]);
            spans[i - 1] = spans[i - 1] with { To = at, End = grid.Bounds[at] };
            spans[i] = spans[i] with { From = at, Start = grid.Bounds[at] };
        }

        spans[^1] = spans[^1] with { To = grid.Count };
        return spans;
    }

    private static int[] Path(ChordStretches stretches, int[] path, ChordGrid grid, float[] whole, NetworkPass pass, int count)
    {
        var back = new int[count, KeyNetwork.Keys];
        var sums = new float[KeyNetwork.Keys];
        int from = 0, to = 0;
        for (var t = 0; t < count; t++)
        {
            var centre = (t + 0.5) * Hop;
            while (grid.Bounds[from + 1] < centre - Reach)
            {
                from++;
            }

            while (to < grid.Count && grid.Bounds[to] < centre + Reach)
            {
                to++;
            }

            var scores = KeyNetwork.Score(stretches, path, grid, from, to, pass);
            var best = Array.IndexOf(sums, sums.Max());
            var jump = sums[best] - ChangeCost;
            for (var k = 0; k < KeyNetwork.Keys; k++)
            {
                back[t, k] = t == 0 || sums[k] >= jump ? k : best;
                sums[k] = (t == 0 ? 0 : Math.Max(sums[k], jump)) + (Weight * Math.Max(-8, scores[k])) + (0.03f * Math.Max(-8, whole[k]));
            }
        }

        var states = new int[count];
        states[^1] = Array.IndexOf(sums, sums.Max());
        for (var t = count - 1; t > 0; t--)
        {
            states[t - 1] = back[t, states[t]];
        }

        return states;
    }

    // Short spans go to the one before, and so do relative and parallel keys: ambiguity rather than modulation.
    private static void Join(List<Span> spans)
    {
        for (var i = 0; i < spans.Count && spans.Count > 1;)
        {
            var isShort = spans[i].End - spans[i].Start < Shortest;
            var isRelated = i > 0 && (spans[i].Key == spans[i - 1].Key || Related(spans[i].Key, spans[i - 1].Key));
            if (i > 0 && (isShort || isRelated))
            {
                var longer = spans[i].End - spans[i].Start > spans[i - 1].End - spans[i - 1].Start ? spans[i].Key : spans[i - 1].Key;
                spans[i - 1] = spans[i - 1] with { End = spans[i].End, Key = longer };
                spans.RemoveAt(i);
                i = 0;
            }
            else if (isShort)
            {
                spans[1] = spans[1] with { Start = spans[0].Start };
                spans.RemoveAt(0);
            }
            else
            {
                i++;
            }
        }
    }

    // The stretch from which on the second key explains more than the first; bars are preferred.
    private static int Boundary(ChordStretches stretches, int[] path, ChordGrid grid, Span before, Span after)
    {
        var low = Math.Max(before.Start, after.Start - (2 * Slack));
        var high = Math.Min(after.End, after.Start + (2 * Slack));
        var (best, bestAt) = (double.NegativeInfinity, -1);
        var sum = 0.0;
        for (var s = 0; s < grid.Count && grid.Bounds[s] < high; s++)
        {
            if (grid.Bounds[s] < low)
            {
                continue;
            }

            if (Math.Abs(grid.Bounds[s] - after.Start) <= Slack && s > before.From)
            {
                var score = sum - (grid.Places[s] == MetricPlace.Bar ? 0 : 0.6);
                if (score > best)
                {
                    (best, bestAt) = (score, s);
                }
            }

            sum += Fit(stretches, path, s, before.Key) - Fit(stretches, path, s, after.Key);
        }

        return bestAt >= 0 ? bestAt : Math.Clamp(Array.FindIndex(grid.Bounds, b => b >= after.Start), before.From + 1, grid.Count - 1);
    }

    private static double Fit(ChordStretches stretches, int[] path, int s, int key)
    {
        var classes = stretches.Classes[s];
        double fit = 0, total = 1e-6;
        for (var c = 0; c < 12; c++)
        {
            fit += classes[c] * Profiles[key][c];
            total += classes[c];
        }

        fit /= total;
        if (path[s] != ChordVocabulary.None)
        {
            foreach (var tone in ChordVocabulary.Tones(path[s] / 12))
            {
                fit += 0.3 * Profiles[key][(path[s] + tone) % 12];
            }
        }

        return stretches.Presence[s] * fit;
    }

    private static float[] Profile(int key)
    {
        var profile = key < 12 ? KeyProfiles.AlbrechtShanahan.Major : KeyProfiles.AlbrechtShanahan.Minor;
        return [.. Enumerable.Range(0, 12).Select(c => (float)Math.Log(profile[(c - (key % 12) + 12) % 12] + 0.01))];
    }

    // The same tonic in the other mode, or the relative key.
    private static bool Related(int a, int b)
    {
        if (a / 12 == b / 12)
        {
            return false;
        }

        var (major, minor) = a < 12 ? (a, b - 12) : (b, a - 12);
        return major == minor || (major + 9) % 12 == minor;
    }

    private sealed record Span(int From, int To, double Start, double End, int Key);
}
