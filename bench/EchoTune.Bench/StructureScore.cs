using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Bench;

/// <summary>How sections found agree with the truth: boundaries within half a second and three seconds, roles by time.</summary>
internal static class StructureScore
{
    public static void State(string name, IReadOnlyList<StructureMaterial> set, bool verbose)
    {
        double fine = 0, coarse = 0, roles = 0, energy = 0, said = 0;
        int n = 0, found = 0, composed = 0;
        foreach (var m in set)
        {
            var draft = new FeatureDraft { DurationSeconds = m.Duration, Chroma = m.Chroma, Downbeats = m.Downbeats, Energy = m.Energy, Valence = m.Valence };
            StructureAnalyser.Write(m.Frames, draft);
            var (f, c) = (F(m.Truth, draft.Segments, 0.5), F(m.Truth, draft.Segments, 3));
            var role = Roles(m.Truth, draft.Segments);
            var e = Correlation(m.Truth, draft.Segments);
            fine += f; coarse += c; said += draft.Segments.Where(s => s.Label != SectionLabels.Unsure).Sum(s => s.End - s.Start) / m.Duration; roles += role; energy += e; n++;
            found += draft.Segments.Count; composed += m.Truth.Sections.Count;
            if (verbose)
            {
                Console.WriteLine(FormattableString.Invariant($"{f:0.00} {c:0.00} {role:0.00} {e,5:0.00} {m.Truth.Title}"));
                Console.WriteLine("   T " + string.Join(' ', m.Truth.Sections.Select(s => FormattableString.Invariant($"{s.Start:0.0}{s.Label}"))));
                Console.WriteLine("   F " + string.Join(' ', draft.Segments.Select(s => FormattableString.Invariant($"{s.Start:0.0}{s.Label}({s.Energy:0.00})"))));
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{name}: {n} pieces, boundaries F(0.5 s) {fine / n:0.000}, F(3 s) {coarse / n:0.000}, roles by time {roles / n:0.000} (said for {said / n:0.000}), energy of sections r {energy / n:0.00}, sections {found} of {composed}"));
    }

    // Boundaries between sections; the start and the end of the track are none.
    public static double F(PieceTruth truth, IReadOnlyList<Section> found, double tolerance)
    {
        double[] t = [.. truth.Sections.Skip(1).Select(s => s.Start)], f = [.. found.Skip(1).Select(s => s.Start)];
        var hits = 0;
        for (int i = 0, j = 0; i < t.Length && j < f.Length;)
        {
            var distance = f[j] - t[i];
            if (Math.Abs(distance) <= tolerance)
            {
                hits++;
                i++;
                j++;
            }
            else if (distance < 0)
            {
                j++;
            }
            else
            {
                i++;
            }
        }

        return t.Length + f.Length == 0 ? 1 : 2.0 * hits / (t.Length + f.Length);
    }

    // Share of the time of the form whose role is right.
    public static double Roles(PieceTruth truth, IReadOnlyList<Section> found)
    {
        double right = 0, all = 0;
        foreach (var t in truth.Sections)
        {
            all += t.End - t.Start;
            right += found.Where(f => f.Label == StructureTraining.Plain(t.Label)).Sum(f => Math.Max(0, Math.Min(f.End, t.End) - Math.Max(f.Start, t.Start)));
        }

        return all <= 0 ? 0 : right / all;
    }

    // Between the energy that sections were composed with and what is found at their time.
    private static double Correlation(PieceTruth truth, IReadOnlyList<Section> found)
    {
        var pairs = truth.Sections.Select(t => (T: t.Energy, F: found.Sum(f => f.Energy * Math.Max(0, Math.Min(f.End, t.End) - Math.Max(f.Start, t.Start))) / (t.End - t.Start))).ToArray();
        if (pairs.Length < 2)
        {
            return 0;
        }

        double mt = pairs.Average(p => p.T), mf = pairs.Average(p => p.F);
        var cross = pairs.Sum(p => (p.T - mt) * (p.F - mf));
        return cross / Math.Sqrt((pairs.Sum(p => (p.T - mt) * (p.T - mt)) * pairs.Sum(p => (p.F - mf) * (p.F - mf))) + 1e-12);
    }
}
