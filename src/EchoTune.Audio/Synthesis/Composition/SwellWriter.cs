namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>
/// Dynamics of a whole ensemble, as a conductor shapes them: each section at the level of its energy, each phrase of four
/// bars rising to its middle and falling again.
/// </summary>
internal static class SwellWriter
{
    private const int PhraseBars = 4;

    // Of the energies that sections have (see Planner): from here on all is loud, and an intro is quietest.
    private const double Loud = 0.86;
    private const double Quiet = 0.4;

    // A phrase rises by this share of the style's range.
    private const double Arc = 0.12;

    /// <summary>The curve of a piece; empty when its style stays loud.</summary>
    public static IReadOnlyList<(double Seconds, double Db)> Write(PiecePlan plan)
    {
        var range = plan.Style.Dynamics;
        if (range <= 0)
        {
            return [];
        }

        var beats = plan.Metre.Beats;
        var points = new List<(double Seconds, double Db)>();
        foreach (var section in plan.Sections)
        {
            var level = -range * Math.Clamp((Loud - section.Energy) / (Loud - Quiet), 0, 1);
            for (var bar = 0; bar < section.Bars; bar += PhraseBars)
            {
                var bars = Math.Min(PhraseBars, section.Bars - bar);
                double start = (section.StartBar + bar) * beats;
                points.Add((plan.Time.Seconds(start), level - (Arc * range)));
                points.Add((plan.Time.Seconds(start + (0.6 * ((bars * beats) - 1))), level + (Arc * range)));
                // The last beat leads over to what follows.
                points.Add((plan.Time.Seconds(start + (bars * beats) - 1), level - (Arc * range)));
            }
        }

        return points;
    }
}
