using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Tests.Sequence;

/// <summary>Sessions with a structure that is known.</summary>
internal static class PlantedSessions
{
    /// <summary>Walks around rings of items: item i of a ring is followed by the next of it, but for one time in ten, when anything follows.</summary>
    public static Sessions Rings(int seed, int sessions, int items, int ring)
    {
        var random = new Random(seed);
        return Sessions.From(items, Enumerable.Range(0, sessions).Select(_ =>
        {
            var at = random.Next(items);
            return Enumerable.Range(0, random.Next(2, 8)).Select(_ => at = random.Next(10) == 0 ? random.Next(items) : Following(at, ring)).ToArray();
        }));
    }

    /// <summary>What follows an item.</summary>
    public static int Following(int item, int ring) => (item / ring * ring) + ((item + 1) % ring);

    /// <summary>Any sessions at all, repeats and empty ones among them.</summary>
    public static Sessions Any(Random random)
    {
        var items = random.Next(1, 20);
        return Sessions.From(items, Enumerable.Range(0, random.Next(0, 30)).Select(_ => Enumerable.Range(0, random.Next(0, 9)).Select(_ => random.Next(items)).ToArray()));
    }

    /// <summary>Any prefix, unknown items among it.</summary>
    public static int[] Prefix(Random random, int items) => [.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => random.Next(-1, items + 1))];
}
