using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

/// <summary>What holds for every trainer.</summary>
public sealed class SessionModelTests
{
    public static TheoryData<string> Names() => new(SessionTrainers.All.Select(t => t.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_scores_on_any_number_of_threads(string name)
    {
        var sessions = PlantedSessions.Rings(3, 150, 40, 5);

        var (one, three, other) = (Scores(1, 7), Scores(3, 7), Scores(2, 8));

        three.ShouldBe(one);
        other.ShouldAllBe(s => float.IsFinite(s));

        float[] Scores(int threads, ulong seed)
        {
            var scores = new float[40];
            Fit(name, sessions, threads, seed).Score([3, 12, 13], scores);
            return scores;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Little_or_nothing_to_learn_from_is_no_fault(string name)
    {
        foreach (var sessions in new[] { Sessions.Empty, Sessions.From(1, [[0]]), Sessions.From(1, [[0, 0, 0]]), Sessions.From(4, [[0, 1, 2]]), Sessions.From(3, [[], []]) })
        {
            var model = Fit(name, sessions);
            foreach (var prefix in new int[][] { [], [0], [-1, 99], [0, 0, 5] })
            {
                var scores = Enumerable.Repeat(float.NaN, sessions.ItemCount).ToArray();
                model.Score(prefix, scores);
                scores.ShouldAllBe(s => float.IsFinite(s));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_at_once_score_as_one_by_one(string name)
    {
        var model = Fit(name, PlantedSessions.Rings(5, 120, 36, 6));
        var random = new Random(1);
        var prefixes = Enumerable.Range(0, 70).Select(_ => (ReadOnlyMemory<int>)PlantedSessions.Prefix(random, 36)).ToArray();
        var all = new float[70 * 36];

        model.ScoreMany(prefixes, all);

        var one = new float[36];
        for (var i = 0; i < prefixes.Length; i++)
        {
            model.Score(prefixes[i].Span, one);
            for (var item = 0; item < 36; item++)
            {
                all[(i * 36) + item].ShouldBe(one[item], 1e-3f, $"prefix {i}, item {item}");
            }
        }
    }

    [Theory]
    [InlineData("sequential-rules")]
    [InlineData("attention")]
    public void Planted_sequences_are_learnt(string name)
    {
        const int Ring = 5;
        var model = Fit(name, PlantedSessions.Rings(11, 600, 60, Ring), 2);
        var (right, scores) = (0, new float[60]);
        for (var item = 0; item < 60; item++)
        {
            model.Score([item], scores);
            scores[item] = float.NegativeInfinity;
            right += Array.IndexOf(scores, scores.Max()) == PlantedSessions.Following(item, Ring) ? 1 : 0;
        }

        right.ShouldBeGreaterThanOrEqualTo(54, $"{name} foresees what follows an item");
    }

    [Theory]
    [InlineData("item-knn")]
    [InlineData("vs-knn")]
    [InlineData("stan")]
    public void Planted_groups_are_learnt(string name)
    {
        // Neighbours know what belongs together, not which way round a ring is walked.
        const int Ring = 5;
        var model = Fit(name, PlantedSessions.Rings(11, 600, 60, Ring), 2);
        var (right, scores) = (0, new float[60]);
        for (var item = 0; item < 60; item++)
        {
            model.Score([item], scores);
            scores[item] = float.NegativeInfinity;
            right += Array.IndexOf(scores, scores.Max()) / Ring == item / Ring ? 1 : 0;
        }

        right.ShouldBeGreaterThanOrEqualTo(57);
    }

    [Fact]
    public void The_network_reads_more_than_the_last_item()
    {
        // What follows 10 depends on what came before it: 0 → 1, 2 → 3.
        var sessions = Sessions.From(11, Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? new[] { 0, 10, 1 } : [2, 10, 3]));
        var model = Fit("attention", sessions);
        var scores = new float[11];

        model.Score([0, 10], scores);
        scores[1].ShouldBeGreaterThan(scores[3]);
        model.Score([2, 10], scores);
        scores[3].ShouldBeGreaterThan(scores[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_allocates_nothing_in_proportion_to_the_items(string name)
    {
        const int Items = 20_000;
        var random = new Random(2);
        var sessions = Sessions.From(Items, Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(Items)).ToArray()));
        var model = Fit(name, sessions);
        var scores = new float[Items];
        model.Score([5, 9], scores);

        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Score([6, 19], scores);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4096);
    }

    [Fact]
    public void Training_stops_when_told()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            SessionTrainers.Find("attention")!.Fit(PlantedSessions.Rings(1, 50, 20, 5), Hyperparameters.Defaults, new FitOptions { CancellationToken = stop.Token }));
    }

    // The network small and quick where the trainer takes such knobs.
    private static ISessionModel Fit(string name, Sessions sessions, int threads = 1, ulong seed = 1)
    {
        var trainer = SessionTrainers.Find(name)!;
        var knobs = Hyperparameters.Defaults;
        foreach (var (knob, value) in new[] { ("dimension", 16.0), ("hidden", 16), ("negatives", 48), ("epochs", 25), ("rate", 0.01) })
        {
            knobs = trainer.Space.Any(k => k.Name == knob) ? knobs.With(knob, value) : knobs;
        }

        return trainer.Fit(sessions, knobs, new FitOptions { Seed = seed, Threads = threads });
    }
}
