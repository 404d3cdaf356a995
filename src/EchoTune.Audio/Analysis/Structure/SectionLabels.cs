namespace EchoTune.Audio.Analysis.Structure;

/// <summary>Names the sections of a track: the most likely sequence of roles, or no role where none is likely.</summary>
internal static class SectionLabels
{
    /// <summary>The role of a section of which nothing is sure.</summary>
    public const string Unsure = "section";

    // Below this chance a role is not said.
    private const double Least = 0.4;

    /// <summary>The roles, in the order of the weights.</summary>
    public static readonly string[] Roles = ["intro", "verse", "chorus", "bridge", "break", "drop", "outro"];

    /// <summary>A role for each section.</summary>
    public static string[] Of(ReadOnlySpan<float> cues, int count)
    {
        if (count < 2)
        {
            return [.. Enumerable.Repeat(Unsure, count)];
        }

        var roles = Roles.Length;
        var scores = new double[count, roles];
        var best = new double[count, roles];
        var from = new int[count, roles];
        for (var s = 0; s < count; s++)
        {
            Chances(cues.Slice(s * SectionCues.Width, SectionCues.Width), s == 0, s == count - 1, scores, s);
            for (var r = 0; r < roles; r++)
            {
                best[s, r] = s == 0 ? 0 : double.MinValue;
                for (var p = 0; s > 0 && p < roles; p++)
                {
                    var score = best[s - 1, p] + (0.5 * StructureWeights.Follows[(p * roles) + r]);
                    if (score > best[s, r])
                    {
                        (best[s, r], from[s, r]) = (score, p);
                    }
                }

                best[s, r] += Math.Log(scores[s, r]);
            }
        }

        var labels = new string[count];
        var last = Enumerable.Range(0, roles).MaxBy(r => best[count - 1, r]);
        for (var s = count - 1; s >= 0; s--)
        {
            labels[s] = scores[s, last] < Least ? Unsure : Roles[last];
            last = from[s, last];
        }

        return labels;
    }

    private static void Chances(ReadOnlySpan<float> cues, bool isFirst, bool isLast, double[,] scores, int section)
    {
        var sum = 0.0;
        for (var r = 0; r < Roles.Length; r++)
        {
            double z = StructureWeights.Roles[(r * (SectionCues.Width + 1)) + SectionCues.Width];
            for (var i = 0; i < SectionCues.Width; i++)
            {
                z += StructureWeights.Roles[(r * (SectionCues.Width + 1)) + i] * Math.Clamp(cues[i], -6, 6);
            }

            // Only a beginning introduces, only an end closes.
            var isPossible = Roles[r] switch { "intro" => isFirst, "outro" => isLast, _ => true };
            scores[section, r] = isPossible ? Math.Exp(Math.Clamp(z, -30, 30)) : 1e-12;
            sum += scores[section, r];
        }

        for (var r = 0; r < Roles.Length; r++)
        {
            scores[section, r] /= sum;
        }
    }
}
