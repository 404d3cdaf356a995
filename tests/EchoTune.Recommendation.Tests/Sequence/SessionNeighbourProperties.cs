using EchoTune.Recommendation.Sequence;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

public sealed class SessionNeighbourProperties
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void Scores_equal_those_of_comparing_every_session() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var sessions = PlantedSessions.Any(random);
        var knobs = new SessionNeighbourKnobs
        {
            Neighbours = random.Next(1, 12), Sample = random.Next(3) == 0 ? random.Next(1, 20) : 0, PrefixDecay = random.Next(2) * 1.7, Length = random.Next(2) * 0.5,
            Age = random.Next(2) * 1.3, Step = random.Next(2), Near = random.Next(2) * 2.2, Before = random.Next(2) == 0 ? 1 : 0.4f, Rarity = random.Next(2) * 0.8,
        };
        var model = new SessionNeighbourModel("knn", sessions, new SessionIndex(sessions), knobs);
        for (var round = 0; round < 3; round++)
        {
            var prefix = PlantedSessions.Prefix(random, sessions.ItemCount);
            var scores = new float[sessions.ItemCount];
            model.Score(prefix, scores);

            var expected = Naive(sessions, knobs, prefix);
            for (var i = 0; i < scores.Length; i++)
            {
                ((double)scores[i]).ShouldBe(expected[i], 1e-4 + (1e-4 * expected[i]));
            }
        }
    }));

    private static double[] Naive(Sessions sessions, SessionNeighbourKnobs knobs, int[] prefix)
    {
        var known = prefix.Select((item, at) => (Item: item, At: at)).Where(p => p.Item >= 0 && p.Item < sessions.ItemCount).GroupBy(p => p.Item).Select(g => (Item: g.Key, At: g.Max(p => p.At))).OrderByDescending(p => p.At).ToArray();
        var counts = Enumerable.Range(0, sessions.ItemCount).Select(i => (double)sessions.AllItems.ToArray().Count(x => x == i)).ToArray();
        var all = Enumerable.Range(0, sessions.Count).Select(s => (Number: s, Heard: sessions[s].ToArray()))
            .Where(s => known.Any(p => s.Heard.Contains(p.Item))).ToArray();
        if (knobs.Sample > 0)
        {
            all = [.. all.OrderByDescending(s => s.Number).Take(knobs.Sample)];
        }

        // Rounded as the model holds it, so that sessions that are alike to it are alike here as well.
        var alike = all.Select(s => (s.Number, s.Heard, Likeness: known.Where(p => s.Heard.Contains(p.Item)).Aggregate(0f, (sum, p) => sum + (Weight(p) * Session(s.Number, s.Heard.Length)))))
            .OrderByDescending(s => s.Likeness).ThenByDescending(s => s.Number).Take(knobs.Neighbours);
        var scores = new double[sessions.ItemCount];
        foreach (var (_, heard, likeness) in alike)
        {
            var (item, at) = known.First(p => heard.Contains(p.Item));
            var (place, step) = (Array.LastIndexOf(heard, item), knobs.Step == 0 ? 1 : Math.Pow(prefix.Length - at, -knobs.Step));
            for (var i = 0; i < heard.Length; i++)
            {
                scores[heard[i]] += likeness * step * (knobs.Near == 0 ? 1 : Math.Exp(-Math.Abs(i - place) / knobs.Near)) * (i < place ? knobs.Before : 1);
            }
        }

        return scores;

        float Weight((int Item, int At) p)
        {
            var fromEnd = prefix.Length - 1 - p.At;
            var rare = knobs.Rarity == 0 ? 1 : (float)Math.Pow(Math.Log(1 + (sessions.Count / counts[p.Item])), knobs.Rarity);
            return rare * (float)(knobs.PrefixDecay > 0 ? Math.Exp(-fromEnd / knobs.PrefixDecay) : (p.At + 1.0) / prefix.Length);
        }

        float Session(int number, int length) => (float)(Math.Exp(-knobs.Age * (sessions.Count - 1 - number) / sessions.Count) * Math.Pow(Math.Max(1, length), -knobs.Length));
    }

    [Fact]
    public void Rules_equal_a_count_of_all_pairs() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var sessions = PlantedSessions.Any(random);
        var prefix = PlantedSessions.Prefix(random, sessions.ItemCount);
        var scores = new float[sessions.ItemCount];
        SessionTrainers.Find("sequential-rules")!.Fit(sessions, Recommendation.Collaborative.Hyperparameters.Defaults.With("window", 3), new()).Score(prefix, scores);

        var last = prefix.LastOrDefault(i => i >= 0 && i < sessions.ItemCount, -1);
        var expected = new double[sessions.ItemCount];
        for (var s = 0; s < sessions.Count; s++)
        {
            var heard = sessions[s];
            for (var i = 0; i < heard.Length; i++)
            {
                for (var j = i + 1; j < heard.Length && j <= i + 3; j++)
                {
                    // An item follows itself only at once: later repeats are the session's, not the pair's.
                    expected[heard[j]] += heard[i] == last && (heard[j] != last || j == i + 1) ? 1.0 / (j - i) : 0;
                }
            }
        }

        for (var i = 0; i < scores.Length; i++)
        {
            ((double)scores[i]).ShouldBe(expected[i], 1e-4);
        }
    }));

    [Fact]
    public void Only_the_strongest_rules_are_kept()
    {
        // 0 is followed by 1 four times, by 2 three times, by 3 twice, by 4 once.
        var sessions = Sessions.From(5, Enumerable.Range(1, 4).SelectMany(i => Enumerable.Repeat(new[] { 0, i }, 5 - i)));
        var scores = new float[5];
        SessionTrainers.Find("sequential-rules")!.Fit(sessions, Recommendation.Collaborative.Hyperparameters.Defaults.With("keep", 2), new()).Score([0], scores);

        scores.ShouldBe([0, 4, 3, 0, 0]);
    }

    [Fact]
    public void A_session_without_end_is_answered_by_what_came_last()
    {
        var sessions = Sessions.From(400, [.. Enumerable.Range(0, 50).Select(i => Enumerable.Range(i * 3, 100).ToArray()), [.. Enumerable.Range(0, 20_000).Select(i => i % 400)]]);
        foreach (var trainer in SessionTrainers.All.Where(t => t.Name is "vs-knn" or "stan" or "sequential-rules"))
        {
            var model = trainer.Fit(sessions, Recommendation.Collaborative.Hyperparameters.Defaults, new());
            var (all, late) = (new float[400], new float[400]);
            var prefix = Enumerable.Range(0, 30_000).Select(i => i * 7 % 400).ToArray();

            model.Score(prefix, all);
            model.Score(prefix[^SessionNeighbourModel.LongestPrefix..], late);

            all.ShouldBe(late);
        }
    }
}
