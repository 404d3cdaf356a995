using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Models;

/// <summary>
/// What a listener hears when and where: sums over the moments they listened in. A moment of which little is known is drawn to the whole of
/// the listener, and that to the library; what most people's days look like is asked only of one who has heard nothing.
/// </summary>
internal sealed class Habits
{
    // Listenings that the whole, and the library, weigh as much as.
    private const float Whole = 6;
    private const float Library = 4;
    private const int MostDevices = 6;

    // What was heard for a wish tells most of that wish, at any time of the day, and less of the days without one.
    private const float OtherWish = 0.1f;
    private const float WithoutWish = 0.4f;
    private static readonly float[][] Usual = [.. new[] { 0.55f, 0.62f, 0.52f, 0.32f }.Select((energy, part) =>
        part == 3 ? new[] { energy, 0.4f, 0.42f, 0.55f, 0.45f } : [energy, 0.55f, 0.55f, 0.4f, 0.45f])];

    private readonly List<(Moment Moment, float Count, float[] Sums)> cells = [];
    private readonly float[] mean;

    public Habits(ModelSnapshot model, IReadOnlyList<RecentSignal> recent)
    {
        mean = model.Orders.Mean;
        foreach (var signal in recent)
        {
            if (signal is not { IsListening: true, Weight: > 0 } || model.Certainty(signal.Track) <= 0)
            {
                continue;
            }

            var moment = new Moment(signal.Daypart, signal.IsWeekend, Math.Min(signal.Device, MostDevices), signal.Wishes);
            var at = cells.FindIndex(cell => cell.Moment == moment);
            if (at < 0)
            {
                at = cells.Count;
                cells.Add((moment, 0, new float[mean.Length]));
            }

            var (_, count, sums) = cells[at];
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += model.Value(signal.Track, HybridFeatures.Context[k]);
            }

            cells[at] = (moment, count + 1, sums);
        }
    }

    /// <summary>Whether any listening is known.</summary>
    public bool IsKnown => cells.Count > 0;

    /// <summary>The measures that suit a moment.</summary>
    /// <param name="moment">When and where.</param>
    /// <param name="habit">Overwritten: energy, danceability, valence, acousticness, brightness.</param>
    public void For(Moment moment, Span<float> habit)
    {
        if (cells.Count == 0)
        {
            Usual[moment.Daypart].CopyTo(habit);
            return;
        }

        Span<float> whole = stackalloc float[mean.Length];
        habit.Clear();
        var (all, like) = (0f, 0f);
        foreach (var (known, count, sums) in cells)
        {
            var isWished = (known.Wishes & moment.Wishes) != 0;
            var weight = (known.Daypart == moment.Daypart ? 1 : isWished ? 0.6f : 0.15f) * (known.IsWeekend == moment.IsWeekend ? 1 : 0.5f)
                * (moment.Device == 0 || known.Device == Math.Min(moment.Device, MostDevices) ? 1 : 0.5f)
                * (isWished || known.Wishes == moment.Wishes ? 1 : known.Wishes == 0 || moment.Wishes == 0 ? WithoutWish : OtherWish);
            (all, like) = (all + count, like + (weight * count));
            for (var k = 0; k < sums.Length; k++)
            {
                whole[k] += sums[k];
                habit[k] += weight * sums[k];
            }
        }

        for (var k = 0; k < mean.Length; k++)
        {
            var typical = (whole[k] + (Library * mean[k])) / (all + Library);
            habit[k] = (habit[k] + (Whole * typical)) / (like + Whole);
        }
    }
}

/// <summary>The measures that make a habit of the day.</summary>
internal static class HybridFeatures
{
    public static readonly Feature[] Context = [Feature.Energy, Feature.Danceability, Feature.Valence, Feature.Acousticness, Feature.Brightness];
}
