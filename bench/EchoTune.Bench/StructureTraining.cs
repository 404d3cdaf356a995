using System.Globalization;
using System.Text;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Bench;

/// <summary>
/// Trains the weights of the analyser of structure on practice music and states how it does on pieces held out and on the
/// demo library.
/// </summary>
internal static class StructureTraining
{
    public static void Train(List<StructureMaterial> training, Action<string> say, out float[] boundary, out float[] roles, out float[] follows)
    {
        var heard = training.Select(m => (Material: m, Bars: BarFeatures.Of(m.Frames, m.Chroma, m.Downbeats, m.Duration))).Where(p => p.Bars is not null)
            .Select(p => new Heard(p.Material, p.Bars!)).ToList();
        boundary = Boundaries(heard, say);
        Lean(heard, boundary, say);
        (roles, follows) = Roles(heard, boundary, say);
    }

    public static float[] Odds(Heard piece, float[] weights)
    {
        var odds = new float[piece.Bars.Count];
        for (var i = 1; i < odds.Length; i++)
        {
            odds[i] = BoundaryNet.Odds(weights, piece.Cues.AsSpan(i * BoundaryCues.Width, BoundaryCues.Width));
        }

        return odds;
    }

    // The odds that make the best of hits and false alarms are not those of even chances: the bias is moved until they do.
    private static void Lean(List<Heard> heard, float[] boundary, Action<string> say)
    {
        float bias = boundary[^1], best = bias;
        var most = -1.0;
        for (var shift = -0.5f; shift <= 3; shift += 0.25f)
        {
            boundary[^1] = bias + shift;
            var sum = 0.0;
            foreach (var piece in heard)
            {
                var found = FormDecoder.Decode(Odds(piece, boundary), piece.Bars.IsMusical).Select(b => new Section(piece.Bars.Starts[b], 0, "", 0)).ToArray();
                sum += StructureScore.F(piece.Material.Truth, found, 0.5) + StructureScore.F(piece.Material.Truth, found, 3);
            }

            say(FormattableString.Invariant($"bias {shift:+0.00;-0.00}: F {sum / heard.Count / 2:0.000}"));
            if (sum > most)
            {
                (most, best) = (sum, bias + shift);
            }
        }

        boundary[^1] = best;
    }

    private static float[] Boundaries(List<Heard> heard, Action<string> say)
    {
        const int width = BoundaryCues.Width, hidden = BoundaryNet.Hidden;
        var rows = new List<(float[] Cues, float Target, float Weight)>();
        foreach (var piece in heard)
        {
            var starts = piece.Bars.Starts;
            for (var i = 1; i < piece.Bars.Count; i++)
            {
                // A bar is a boundary where the truth has one nearer to its line than to the neighbours'.
                var reach = Math.Min(0.45 * (starts[i + 1] - starts[i]), 0.45 * (starts[i] - starts[i - 1]));
                var distance = piece.Material.Truth.Sections.Skip(1).Select(s => Math.Abs(s.Start - starts[i])).DefaultIfEmpty(99).Min();
                rows.Add((piece.Cues.AsSpan(i * width, width).ToArray(), distance <= reach ? 1 : 0, distance <= reach || distance > 0.75 * (starts[i + 1] - starts[i]) ? 1 : 0.3f));
            }
        }

        say(FormattableString.Invariant($"{rows.Count} bars, {rows.Count(r => r.Target > 0)} boundaries"));
        var weights = new float[BoundaryNet.Size];
        for (var i = 0; i < width; i++)
        {
            var mean = rows.Average(r => r.Cues[i]);
            weights[i] = mean;
            weights[width + i] = (float)Math.Sqrt(rows.Average(r => (r.Cues[i] - mean) * (double)(r.Cues[i] - mean)) + 1e-6);
        }

        var random = new Random(5);
        for (var i = 2 * width; i < weights.Length - 1; i++)
        {
            weights[i] = (float)((random.NextDouble() - 0.5) * 0.4);
        }

        weights[^1] = -2;
        double[] first = new double[weights.Length], second = new double[weights.Length], gradient = new double[weights.Length];
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var step = 0;
        const int epochs = 40, batch = 64;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            var loss = 0.0;
            for (var at = 0; at < order.Length; at += batch)
            {
                Array.Clear(gradient);
                var end = Math.Min(order.Length, at + batch);
                for (var r = at; r < end; r++)
                {
                    loss += Backward(weights, rows[order[r]], gradient);
                }

                step++;
                var rate = 0.004 * (1 - ((double)epoch / epochs));
                for (var w = 2 * width; w < weights.Length; w++)
                {
                    var g = (gradient[w] / (end - at)) + (w < weights.Length - hidden - 1 ? 1.5e-3 * weights[w] : 0);
                    first[w] = (0.9 * first[w]) + (0.1 * g);
                    second[w] = (0.999 * second[w]) + (0.001 * g * g);
                    weights[w] -= (float)(rate * (first[w] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[w] / (1 - Math.Pow(0.999, step))) + 1e-8));
                }
            }

            if (epoch % 10 == 9)
            {
                say(FormattableString.Invariant($"boundaries, round {epoch + 1}: loss {loss / rows.Count:0.0000}"));
            }
        }

        return weights;
    }

    private static double Backward(float[] w, (float[] Cues, float Target, float Weight) row, double[] g)
    {
        const int width = BoundaryCues.Width, hidden = BoundaryNet.Hidden;
        Span<double> z = stackalloc double[width];
        Span<double> h = stackalloc double[hidden];
        for (var i = 0; i < width; i++)
        {
            z[i] = Math.Clamp((row.Cues[i] - w[i]) / w[width + i], -5, 5);
        }

        double output = w[^1];
        const int outs = (2 * width) + (hidden * (width + 1));
        for (var u = 0; u < hidden; u++)
        {
            var at = (2 * width) + (u * (width + 1));
            double sum = w[at + width];
            for (var i = 0; i < width; i++)
            {
                sum += w[at + i] * z[i];
            }

            h[u] = Math.Tanh(sum);
            output += w[outs + u] * h[u];
        }

        var p = 1 / (1 + Math.Exp(-output));
        var error = (p - row.Target) * row.Weight;
        g[^1] += error;
        for (var u = 0; u < hidden; u++)
        {
            g[outs + u] += error * h[u];
            var back = error * w[outs + u] * (1 - (h[u] * h[u]));
            var at = (2 * width) + (u * (width + 1));
            for (var i = 0; i < width; i++)
            {
                g[at + i] += back * z[i];
            }

            g[at + width] += back;
        }

        return -row.Weight * Math.Log(Math.Max(1e-9, row.Target > 0 ? p : 1 - p));
    }

    /// <summary>The truth's role of a stretch: the one that covers most of it; solos are verses and builds are breaks.</summary>
    public static string RoleOf(PieceTruth truth, double start, double end) =>
        truth.Sections.Select(s => (Role: Plain(s.Label), Length: Math.Min(s.End, end) - Math.Max(s.Start, start))).GroupBy(s => s.Role)
            .MaxBy(g => g.Sum(s => Math.Max(0, s.Length)))!.Key;

    public static string Plain(string label) => label switch { "solo" => "verse", "build" => "break", _ => label };

    private static (float[] Roles, float[] Follows) Roles(List<Heard> heard, float[] boundary, Action<string> say)
    {
        const int width = SectionCues.Width;
        var roles = SectionLabels.Roles.Length;
        var rows = new List<(float[] Cues, int Role)>();
        var follows = new double[roles * roles];
        foreach (var piece in heard)
        {
            // Sections as they are found and as they are: both teach.
            var found = FormDecoder.Decode(Odds(piece, boundary), piece.Bars.IsMusical);
            var asComposed = piece.Material.Truth.Sections.Select(s => Enumerable.Range(0, piece.Bars.Count).MinBy(b => Math.Abs(piece.Bars.Starts[b] - s.Start))).Prepend(0).Distinct().Order().ToList();
            foreach (var starts in (List<int>[])[found, asComposed])
            {
                var cues = SectionCues.Of(piece.Bars, piece.Likeness, starts);
                var before = -1;
                for (var s = 0; s < starts.Count; s++)
                {
                    var end = s + 1 < starts.Count ? starts[s + 1] : piece.Bars.Count;
                    var role = Array.IndexOf(SectionLabels.Roles, RoleOf(piece.Material.Truth, piece.Bars.Starts[starts[s]], piece.Bars.Starts[end]));
                    rows.Add((cues.AsSpan(s * width, width).ToArray(), role));
                    if (before >= 0)
                    {
                        follows[(before * roles) + role]++;
                    }

                    before = role;
                }
            }
        }

        var weights = new float[roles * (width + 1)];
        double[] chance = new double[roles], gradient = new double[weights.Length];
        double[] first = new double[weights.Length], second = new double[weights.Length];
        for (var step = 1; step <= 1500; step++)
        {
            Array.Clear(gradient);
            var (loss, right) = (0.0, 0);
            foreach (var (cues, role) in rows)
            {
                for (var r = 0; r < roles; r++)
                {
                    double z = weights[(r * (width + 1)) + width];
                    for (var i = 0; i < width; i++)
                    {
                        z += weights[(r * (width + 1)) + i] * Math.Clamp(cues[i], -6, 6);
                    }

                    var possible = SectionLabels.Roles[r] switch { "intro" => cues[0] > 0, "outro" => cues[1] > 0, _ => true };
                    chance[r] = possible ? Math.Exp(Math.Clamp(z, -30, 30)) : 1e-12;
                }

                var sum = chance.Sum();
                loss -= Math.Log(Math.Max(1e-9, chance[role] / sum));
                right += chance[role] == chance.Max() ? 1 : 0;
                for (var r = 0; r < roles; r++)
                {
                    var error = (chance[r] / sum) - (r == role ? 1 : 0);
                    for (var i = 0; i < width; i++)
                    {
                        gradient[(r * (width + 1)) + i] += error * Math.Clamp(cues[i], -6, 6);
                    }

                    gradient[(r * (width + 1)) + width] += error;
                }
            }

            for (var w = 0; w < weights.Length; w++)
            {
                var g = (gradient[w] / rows.Count) + (2e-3 * weights[w]);
                first[w] = (0.9 * first[w]) + (0.1 * g);
                second[w] = (0.999 * second[w]) + (0.001 * g * g);
                weights[w] -= (float)(0.03 * (first[w] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[w] / (1 - Math.Pow(0.999, step))) + 1e-8));
            }

            if (step % 500 == 0)
            {
                say(FormattableString.Invariant($"roles, step {step}: loss {loss / rows.Count:0.000}, right {(double)right / rows.Count:0.000} of {rows.Count}"));
            }
        }

        var log = new float[follows.Length];
        for (var p = 0; p < roles; p++)
        {
            var sum = Enumerable.Range(0, roles).Sum(r => follows[(p * roles) + r] + 1);
            for (var r = 0; r < roles; r++)
            {
                log[(p * roles) + r] = (float)Math.Log((follows[(p * roles) + r] + 1) / sum);
            }
        }

        return (weights, log);
    }

    /// <summary>The weights as C#.</summary>
    public static string Source(float[] boundary, float[] roles, float[] follows)
    {
        var text = new StringBuilder();
        foreach (var (name, values, about) in new[]
        {
            ("Boundary", boundary, "Weights of <see cref=\"BoundaryNet\"/>, in its order."),
            ("Roles", roles, "Roles × (cues + bias)."),
            ("Follows", follows, "Roles × roles: logarithm of the chance that one follows the other."),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{about}</summary>\n    public static readonly float[] {name} =\n    [\n");
            foreach (var line in values.Chunk(20))
            {
                text.Append("        ").AppendJoin(' ', line.Select(v => v.ToString("0.####", CultureInfo.InvariantCulture) + "f,")).Append('\n');
            }

            text.Append("    ];\n\n");
        }

        return text.ToString();
    }

    internal sealed class Heard
    {
        public Heard(StructureMaterial material, BarFeatures bars)
        {
            (Material, Bars) = (material, bars);
            Likeness = new SelfSimilarity(bars);
            Cues = BoundaryCues.Of(bars, Likeness);
        }

        public StructureMaterial Material { get; }

        public BarFeatures Bars { get; }

        public SelfSimilarity Likeness { get; }

        public float[] Cues { get; }
    }
}
