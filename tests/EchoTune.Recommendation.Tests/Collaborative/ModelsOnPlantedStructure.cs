using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Collaborative;

/// <summary>Listeners of three tastes, each with 20 items of its own; every listener heard some of them and one item of another taste.</summary>
public sealed class ModelsOnPlantedStructure
{
    private const int Tastes = 3;
    private const int PerTaste = 20;
    private const int ItemCount = Tastes * PerTaste;

    public static TheoryData<string> Learning() => ["itemknn", "userknn", "rp3beta", "ease", "slim"];

    public static TheoryData<string> All() => [.. ModelTrainers.All.Select(trainer => trainer.Name)];

    [Theory]
    [MemberData(nameof(Learning))]
    public void Unheard_items_of_the_own_taste_come_first_for_old_and_new_listeners(string name)
    {
        var data = Planted(60);
        var model = ModelTrainers.Find(name)!.Fit(new TrainingData(data), Hyperparameters.Defaults, new FitOptions { Threads = 2 });
        var scores = new float[ItemCount];
        for (var listener = 0; listener < data.ListenerCount; listener++)
        {
            model.Score(data.History(listener), scores);
            OwnTasteWins(scores, data.Items(listener), listener % Tastes);

            model.Score(new ListenerHistory(-1, data.Items(listener), data.Weights(listener), []), scores);
            OwnTasteWins(scores, data.Items(listener), listener % Tastes);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_for_any_number_of_threads(string name)
    {
        var data = new TrainingData(Planted(40));
        var trainer = ModelTrainers.Find(name)!;
        if (!trainer.Suits(data))
        {
            return;
        }

        var one = trainer.Fit(data, Hyperparameters.Defaults, new FitOptions { Threads = 1 });
        var three = trainer.Fit(data, Hyperparameters.Defaults, new FitOptions { Threads = 3 });
        var (a, b) = (new float[ItemCount], new float[ItemCount]);
        for (var listener = 0; listener < 40; listener++)
        {
            one.Score(data.Interactions.History(listener), a);
            three.Score(data.Interactions.History(listener), b);
            a.ShouldBe(b);
        }
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Scoring_allocates_nothing_of_the_size_of_the_items(string name)
    {
        const int many = 20_000;
        var cells = Enumerable.Range(0, 400).Select(k => (Listener: k % 40, Item: k * 7919 % many)).Distinct().ToArray();
        var data = Interactions.FromCells(40, many, [.. cells.Select(c => c.Listener)], [.. cells.Select(c => c.Item)]);
        var model = ModelTrainers.Find(name)!.Fit(new TrainingData(data), Hyperparameters.Defaults, new FitOptions());
        var scores = new float[many];
        long Allocated(int listener)
        {
            // The first time fills pools.
            model.Score(new ListenerHistory(listener, data.Items(3), data.Weights(3), []), scores);
            var before = GC.GetAllocatedBytesForCurrentThread();
            model.Score(new ListenerHistory(listener, data.Items(3), data.Weights(3), []), scores);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(3).ShouldBeLessThan(8192);
        Allocated(-1).ShouldBeLessThan(8192);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Odd_data_gives_finite_scores(string name)
    {
        var trainer = ModelTrainers.Find(name)!;
        Interactions[] cases =
        [
            Interactions.FromCells(0, 0, [], []), Interactions.FromCells(3, 4, [], []), Interactions.FromCells(1, 1, [0], [0]), Interactions.FromCells(1, 3, [0, 0], [0, 2], [1e-30f, 3e38f]),
            Interactions.FromCells(4, 1, [0, 1, 3], [0, 0, 0]), Interactions.FromCells(2, 3, [0, 0, 0, 1], [0, 1, 2, 1], default, [5, 5, 5, 5]),
        ];
        foreach (var data in cases.Where(data => trainer.Suits(new TrainingData(data))))
        {
            var model = trainer.Fit(new TrainingData(data), Hyperparameters.Defaults, new FitOptions());
            var scores = new float[data.ItemCount];
            model.ItemCount.ShouldBe(data.ItemCount);
            for (var listener = 0; listener < data.ListenerCount; listener++)
            {
                model.Score(data.History(listener), scores);
                scores.ShouldAllBe(score => float.IsFinite(score));
                model.Score(new ListenerHistory(-1, data.Items(listener), data.Weights(listener), data.Times(listener)), scores);
                scores.ShouldAllBe(score => float.IsFinite(score));
            }

            model.Score(new ListenerHistory(-1, [], [], []), scores);
            scores.ShouldAllBe(score => float.IsFinite(score));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_cancelled_fit_stops(string name)
    {
        var trainer = ModelTrainers.Find(name)!;
        var data = new TrainingData(Planted(60));
        if (name is "random" or "popularity" || !trainer.Suits(data))
        {
            return; // Nothing to stop: one pass over the data.
        }

        Should.Throw<OperationCanceledException>(() => trainer.Fit(data, Hyperparameters.Defaults, new FitOptions { CancellationToken = new CancellationToken(true) }));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.7, 0.3, 0.2)]
    public void Both_spaces_of_ease_agree_with_the_closed_form(double power, double listenerPower, double itemPower)
    {
        var random = new Random(5);
        var cells = Enumerable.Range(0, 150).Select(_ => (Listener: random.Next(20), Item: random.Next(20), Weight: 1f + random.Next(30))).DistinctBy(c => (c.Listener, c.Item)).ToArray();
        var hyperparameters = Hyperparameters.Defaults.With("regularisation", 8).With("weightpower", power).With("listenerpower", listenerPower).With("itempower", itemPower);
        IScoringModel Fit(int listeners, int items) => new EaseTrainer().Fit(
            new TrainingData(Interactions.FromCells(listeners, items, [.. cells.Select(c => c.Listener)], [.. cells.Select(c => c.Item)], [.. cells.Select(c => c.Weight)])), hyperparameters, new FitOptions());

        // The same cells with empty items more are solved in the space of listeners, with empty listeners more in that of items.
        var (byListener, byItem) = (Fit(20, 23), Fit(24, 20));
        byListener.ShouldBeOfType<EaseDual>();
        byItem.ShouldBeOfType<EasePrimal>();
        var (a, b, folded) = (new float[23], new float[20], new float[23]);
        var data = Interactions.FromCells(20, 23, [.. cells.Select(c => c.Listener)], [.. cells.Select(c => c.Item)], [.. cells.Select(c => c.Weight)]);
        for (var listener = 0; listener < 20; listener++)
        {
            byListener.Score(data.History(listener), a);
            byListener.Score(new ListenerHistory(-1, data.Items(listener), data.Weights(listener), []), folded);
            byItem.Score(data.History(listener), b);
            for (var item = 0; item < 20; item++)
            {
                a[item].ShouldBe(b[item], 2e-3f);
                folded[item].ShouldBe(b[item], 2e-3f);
            }
        }
    }

    [Fact]
    public void Ease_reproduces_a_solution_computed_by_hand()
    {
        // Two items heard together by two of three listeners: Gram [[3,2],[2,2]] + 1 → P = [[3,−2],[−2,4]] / 8; B12 = 2/4, B21 = 2/3.
        var data = Interactions.FromCells(3, 2, [0, 0, 1, 1, 2], [0, 1, 0, 1, 0]);
        var model = new EaseTrainer().Fit(new TrainingData(data), Hyperparameters.Defaults.With("regularisation", 1), new FitOptions());
        var scores = new float[2];

        model.Score(data.History(2), scores);
        scores[1].ShouldBe(0.5f, 1e-5f);
        model.Score(new ListenerHistory(-1, [1], [1f], []), scores);
        scores[0].ShouldBe(2f / 3, 1e-5f);
    }

    [Fact]
    public void The_sparse_ease_is_the_exact_one_where_neighbours_are_all()
    {
        var data = new TrainingData(Planted(60));
        var exact = new EaseTrainer().Fit(data, Hyperparameters.Defaults.With("regularisation", 5), new FitOptions());
        var sparse = new EaseTrainer().Fit(data, Hyperparameters.Defaults.With("regularisation", 5).With("exact", 10).With("neighbours", ItemCount), new FitOptions());
        var (a, b) = (new float[ItemCount], new float[ItemCount]);
        exact.Score(data.Interactions.History(7), a);
        sparse.Score(data.Interactions.History(7), b);

        // Exact but for pairs never heard together, which the sparse one holds at nothing.
        var order = Enumerable.Range(0, ItemCount).OrderByDescending(i => a[i]).Take(10);
        order.Intersect(Enumerable.Range(0, ItemCount).OrderByDescending(i => b[i]).Take(10)).Count().ShouldBeGreaterThanOrEqualTo(8);
    }

    private static void OwnTasteWins(float[] scores, ReadOnlySpan<int> known, int taste)
    {
        var heard = known.ToArray();
        var best = Enumerable.Range(0, ItemCount).Except(heard).OrderByDescending(item => scores[item]).Take(5);
        best.ShouldAllBe(item => item / PerTaste == taste);
    }

    private static Interactions Planted(int listeners)
    {
        var random = new Random(1);
        var cells = new List<(int Listener, int Item)>();
        for (var listener = 0; listener < listeners; listener++)
        {
            var own = listener % Tastes;
            cells.AddRange(Enumerable.Range(own * PerTaste, PerTaste).Where(_ => random.Next(2) == 0).Select(item => (listener, item)));
            cells.Add((listener, (own + 1) % Tastes * PerTaste + random.Next(PerTaste)));
        }

        return Interactions.FromCells(listeners, ItemCount, [.. cells.Select(c => c.Listener)], [.. cells.Select(c => c.Item)]);
    }
}
