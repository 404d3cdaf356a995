using System.Globalization;
using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;

namespace EchoTune.Bench;

/// <summary>
/// What the answers of the whole recommender are like over many listeners of a synthetic world: <c>recommendation-quality [TRACKS [LISTENERS [EVENTS]]]</c>.
/// Diversity is the mean of 1 − cosine of the content vectors over all pairs of an answer of 20; coverage the share of the library that anyone is shown; novelty the mean
/// self-information of what is shown, −log2 of the share of listeners who heard it, over that of a track one listener heard; Gini how unequally tracks are shown.
/// In one world the tracks of a genre are heard alike, in the other a few of them are heard by many, as in life. Answers are spread over a day, so that what is shown
/// often can step back. For comparison, twenty tracks by chance that the listener has not heard: what can be had of novelty and equality without asking for taste.
/// </summary>
internal static class RecommendationQuality
{
    private const int Length = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at && int.TryParse(args[at], CultureInfo.InvariantCulture, out var given) ? given : otherwise;
        var (count, listeners, events) = (Math.Clamp(Number(0, 5_000), 100, 200_000), Math.Max(2, Number(1, 2_000)), Math.Max(1, Number(2, 100)));
        foreach (var (world, skew) in ((string, double)[])[("even", 1), ("skewed", 4)])
        {
            await RunAsync(world, skew, count, listeners, events);
        }

        return 0;
    }

    private static async Task RunAsync(string world, double skew, int count, int listeners, int events)
    {
        var now = TimeProvider.System.GetUtcNow();
        var tracks = Enumerable.Range(0, count).Select(RecommendationLatency.Track).ToArray();
        var people = Enumerable.Range(0, listeners).Select(RecommendationLatency.Listener).ToArray();
        List<Play> Log(int listener) => RecommendationLatency.Events(listener, events, tracks, now, skew);
        var places = tracks.Select((t, i) => (t.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var (vectors, heard) = (tracks.Select((_, i) => RecommendationLatency.Features(i).Embedding).ToArray(), new int[count]);
        for (var listener = 0; listener < listeners; listener++)
        {
            foreach (var track in Log(listener).Select(play => places[play.TrackId]).Distinct())
            {
                heard[track]++;
            }
        }

        Tell("by chance", Enumerable.Range(0, listeners).Select(Chance));
        foreach (var (name, tuning) in ((string, RecommendationTuning?)[])[("as it comes", null), ("varied", new RecommendationTuning(Variety: 1)), ("novel", new RecommendationTuning(Novelty: 1))])
        {
            var clock = new Clock(now);
            var recommender = RecommendationLatency.Recommender(tracks, people, Log, null, clock, tuning);
            var answers = new List<int[]>(listeners);
            for (var listener = 0; listener < listeners; listener++)
            {
                clock.Now = now.AddDays((double)listener / listeners);
                var answer = await recommender.RecommendAsync(people[listener], new RecommendationRequest { Limit = Length, Surface = "home" }, CancellationToken.None);
                answers.Add([.. answer.Items.Select(item => places[item.Track.Id])]);
            }

            Tell(name, answers);
        }

        int[] Chance(int listener)
        {
            var known = Log(listener).Select(play => places[play.TrackId]).ToHashSet();
            var random = new Random(7_000_000 + listener);
            return [.. Enumerable.Range(0, int.MaxValue).Select(_ => random.Next(count)).Where(track => !known.Contains(track)).Distinct().Take(Length)];
        }

        void Tell(string name, IEnumerable<int[]> answers)
        {
            var shown = new int[count];
            double diversity = 0, novelty = 0, taste = 0;
            foreach (var (listener, items) in answers.Index())
            {
                var plays = Log(listener).CountBy(play => RecommendationLatency.GenreOf(places[play.TrackId])).ToArray();
                var own = plays.Where(genre => genre.Value > 0.15 * events).Select(genre => genre.Key).ToHashSet();
                taste += items.Average(item => own.Contains(RecommendationLatency.GenreOf(item)) ? 1.0 : 0) / listeners;
                diversity += Diversity(items, vectors) / listeners;
                foreach (var item in items)
                {
                    shown[item]++;
                    novelty += Math.Log2((double)listeners / Math.Max(1, heard[item])) / Math.Log2(listeners) / items.Length / listeners;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"quality, {world} world, {name}: {count} tracks, {listeners} listeners: of their genres {taste:0.00}, intra-list diversity {diversity:0.00}, coverage {shown.Count(n => n > 0) / (double)count:0.00}, novelty {novelty:0.00}, Gini {Gini(shown):0.00}"));
        }
    }

    private static double Diversity(int[] items, IReadOnlyList<float>[] vectors)
    {
        var (sum, pairs) = (0.0, 0);
        for (var a = 0; a < items.Length; a++)
        {
            for (var b = a + 1; b < items.Length; b++)
            {
                var (x, y) = (vectors[items[a]].ToArray(), vectors[items[b]].ToArray());
                sum += 1 - Math.Max(0, System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(x, y));
                pairs++;
            }
        }

        return pairs == 0 ? 0 : sum / pairs;
    }

    private static double Gini(int[] shown)
    {
        var sorted = shown.Order().ToArray();
        double sum = 0, weighted = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            weighted += (i + 1.0) * sorted[i];
        }

        return sum == 0 ? 0 : (2 * weighted / (sorted.Length * sum)) - ((sorted.Length + 1.0) / sorted.Length);
    }

    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
