using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Tests.Collaborative;

/// <summary>Listening with a structure that is known: listeners and items belong to groups.</summary>
internal static class Planted
{
    /// <summary>Listener u and item i belong to group u, i modulo this.</summary>
    public const int Groups = 4;

    /// <summary>Every listener hears items of their group nine times in ten, else any; between half and all of <paramref name="most"/> draws.</summary>
    public static Interactions Listening(int seed, int listeners, int items, int most)
    {
        var random = new Random(seed);
        var (rows, columns, weights) = (new List<int>(), new List<int>(), new List<float>());
        for (var u = 0; u < listeners; u++)
        {
            for (var draw = random.Next(most / 2, most); draw >= 0; draw--)
            {
                var item = random.Next(items);
                rows.Add(u);
                columns.Add(random.Next(10) == 0 ? item : Math.Min((item / Groups * Groups) + (u % Groups), items - 1));
                weights.Add(1 + random.Next(20));
            }
        }

        return Interactions.FromCells(listeners, items, [.. rows], [.. columns], [.. weights]);
    }
}
