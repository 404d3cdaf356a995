using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Collaborative;

public sealed class ImplicitAlsTests
{
    private static readonly ImplicitAlsTrainer Trainer = new();
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();
    private static readonly Hyperparameters Small = Hyperparameters.Defaults.With("factors", 8).With("iterations", 6);

    [Fact]
    public void A_row_equals_the_dense_normal_equations() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Seeds, seed =>
    {
        // Rows on both sides of the length where the solver changes.
        var random = new Random(seed);
        var (d, n) = (random.Next(1, 24), random.Next(0, 40));
        var h = FactorMatrix.From([.. Enumerable.Range(0, 50 * d).Select(_ => random.NextSingle() - 0.5f)], d);
        var diagonal = new float[h.Stride];
        diagonal.AsSpan(0, d).Fill(0.1f + random.NextSingle());
        var indexes = Enumerable.Range(0, 50).OrderBy(_ => random.Next()).Take(n).Order().ToArray();
        var weights = indexes.Select(_ => 0.1f + (2 * random.NextSingle())).ToArray();
        var x = new float[h.Stride];
        new ImplicitAlsRowSolver(h.Stride).Solve(h.Padded, diagonal, 0.2f, indexes, weights, 60, x);
        var (matrix, right) = (new double[d, d], new double[d]);
        for (var i = 0; i < d; i++)
        {
            matrix[i, i] = diagonal[i] + 0.2f;
            for (var at = 0; at < n; at++)
            {
                right[i] += weights[at] * h.Row(indexes[at])[i];
                for (var j = 0; j < d; j++)
                {
                    matrix[i, j] += weights[at] * h.Row(indexes[at])[i] * h.Row(indexes[at])[j];
                }
            }
        }

        var wanted = Solve(matrix, right);
        for (var i = 0; i < d; i++)
        {
            x[i].ShouldBe((float)wanted[i], 1e-3f);
        }

        x[d..].ShouldAllBe(value => value == 0);
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void The_listeners_solve_the_whole_problem_for_the_items(double power)
    {
        var data = Planted.Listening(1, 60, 90, 40);
        var chosen = Small.With("power", power).With("steps", 100);
        var model = (ImplicitAlsModel)Trainer.Fit(new TrainingData(data), chosen, new FitOptions());
        var unobserved = ImplicitAlsTrainer.Settings(chosen, data).Unobserved;
        unobserved.ShouldBe((float)(45.0 * data.Count / (60 * 90)), 1e-5f);
        var weights = Enumerable.Range(0, data.ListenerCount).Select(u => data.Weights(u).ToArray())
            .Select(heard => heard.Select(w => Math.Pow(w / Math.Exp(heard.Average(other => Math.Log(other))), power)).ToArray()).ToArray();
        var mean = weights.SelectMany(row => row).Average();

        for (var u = 0; u < data.ListenerCount; u++)
        {
            // The gradient of the loss of Rendle et al., written out over every item, without the basis that the fit works in.
            var x = model.ListenerFactors.Row(u).ToArray();
            var gradient = new double[x.Length];
            var regularisation = 0.006 * (data.Items(u).Length + (unobserved * data.ItemCount));
            for (var i = 0; i < data.ItemCount; i++)
            {
                var y = model.ItemFactors.Row(i).ToArray();
                var score = x.Zip(y, (a, b) => (double)a * b).Sum();
                var at = data.Items(u).BinarySearch(i);
                var pull = (unobserved * score) + (at < 0 ? 0 : weights[u][at] / mean * (score - 1));
                for (var k = 0; k < x.Length; k++)
                {
                    gradient[k] += pull * y[k];
                }
            }

            for (var k = 0; k < x.Length; k++)
            {
                (gradient[k] + (regularisation * x[k])).ShouldBe(0, 5e-3);
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_and_another_seed_does_not()
    {
        var data = new TrainingData(Planted.Listening(2, 900, 1100, 60));
        var one = Fit(data, 1, 1);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            var many = Fit(data, threads, 1);
            many.ItemFactors.Padded.SequenceEqual(one.ItemFactors.Padded).ShouldBeTrue();
            many.ListenerFactors.Padded.SequenceEqual(one.ListenerFactors.Padded).ShouldBeTrue();
        }

        Fit(data, 1, 2).ItemFactors.Padded.SequenceEqual(one.ItemFactors.Padded).ShouldBeFalse();

        static ImplicitAlsModel Fit(TrainingData data, int threads, ulong seed) => (ImplicitAlsModel)Trainer.Fit(data, Small, new FitOptions { Threads = threads, Seed = seed });
    }

    [Fact]
    public void What_the_own_group_hears_stands_above_the_rest()
    {
        // A tenth of the listening is chance; a listener has heard 12 of the 30 items of their group.
        var data = Planted.Listening(3, 120, 120, 12);
        var model = Trainer.Fit(new TrainingData(data), Small.With("iterations", 12), new FitOptions { Threads = 2 });
        var (scores, hits) = (new float[data.ItemCount], 0);
        for (var u = 0; u < data.ListenerCount; u++)
        {
            model.Score(data.History(u), scores);
            var heard = data.Items(u).ToArray();
            hits += Enumerable.Range(0, data.ItemCount).Except(heard).OrderByDescending(i => scores[i]).Take(10).Count(i => i % Planted.Groups == u % Planted.Groups);
        }

        (hits / (10.0 * data.ListenerCount)).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_known_listener_folded_in_is_who_they_were_learnt_to_be()
    {
        var data = Planted.Listening(4, 200, 150, 30);
        var model = (ImplicitAlsModel)Trainer.Fit(new TrainingData(data), Small.With("steps", 3).With("iterations", 15).With("power", 0.3), new FitOptions());
        var (learnt, folded) = (new float[data.ItemCount], new float[data.ItemCount]);
        var same = 0;
        for (var u = 0; u < data.ListenerCount; u++)
        {
            model.Score(data.History(u), learnt);
            model.Score(new ListenerHistory(-1, data.Items(u), data.Weights(u), []), folded);
            same += Top(learnt).Intersect(Top(folded)).Count();
        }

        (same / (10.0 * data.ListenerCount)).ShouldBeGreaterThan(0.99);

        static IEnumerable<int> Top(float[] scores) => Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(10);
    }

    [Fact]
    public void One_who_plays_everything_more_often_is_the_same_listener()
    {
        var data = Planted.Listening(7, 60, 80, 40);
        var model = (ImplicitAlsModel)Trainer.Fit(new TrainingData(data), Small, new FitOptions());
        var (once, often, other) = (new float[8], new float[8], new float[8]);
        model.FoldIn(new ListenerHistory(-1, [3, 8, 20], [1, 2, 3], []), once);
        model.FoldIn(new ListenerHistory(-1, [3, 8, 20], [50, 100, 150], []), often);
        model.FoldIn(new ListenerHistory(-1, [3, 8, 20], [3, 2, 1], []), other);
        for (var i = 0; i < 8; i++)
        {
            often[i].ShouldBe(once[i], 1e-4f);
        }

        once.Zip(other, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(1e-3f);
    }

    [Fact]
    public void Scoring_a_new_listener_allocates_nothing_and_refuses_items_that_are_not_there()
    {
        var data = Planted.Listening(5, 50, 80, 30);
        var model = (ImplicitAlsModel)Trainer.Fit(new TrainingData(data), Small, new FitOptions());
        var scores = new float[data.ItemCount];
        model.Score(new ListenerHistory(-1, data.Items(0), data.Weights(0), []), scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var u = 0; u < data.ListenerCount; u++)
        {
            model.Score(new ListenerHistory(-1, data.Items(0), data.Weights(0), []), scores);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => model.FoldIn(new ListenerHistory(-1, [80], [1], []), new float[8]));
        Should.Throw<ArgumentOutOfRangeException>(() => model.FoldIn(new ListenerHistory(-1, [-1, 3], [1, 1], []), new float[8]));
        model.Score(new ListenerHistory(-1, [], [], []), scores);
        scores.ShouldAllBe(score => score == 0);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 4, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 30, 30)]
    [InlineData(30, 1, 1)]
    [InlineData(5, 40, 40)]
    public void Data_of_any_shape_is_fitted_and_every_score_is_finite(int listeners, int items, int each)
    {
        var rows = Enumerable.Range(0, listeners).SelectMany(u => Enumerable.Range(0, each).Select(i => (u, i))).ToArray();
        foreach (var weight in new[] { 1f, 1e-30f, 1e30f, float.NaN, -1f })
        {
            var data = Interactions.FromCells(listeners, items, [.. rows.Select(r => r.u)], [.. rows.Select(r => r.i)], [.. rows.Select((_, at) => at == 0 ? weight : 1)]);
            var model = Trainer.Fit(new TrainingData(data), Hyperparameters.Defaults.With("power", 1), new FitOptions { Threads = 2 });
            model.ItemCount.ShouldBe(items);
            var scores = new float[items];
            for (var u = 0; u < listeners; u++)
            {
                model.Score(data.History(u), scores);
                scores.ShouldAllBe(score => float.IsFinite(score));
            }
        }
    }

    [Fact]
    public void Extreme_hyperparameters_stay_finite_and_cancelling_stops()
    {
        var data = Planted.Listening(6, 40, 50, 20);
        foreach (var knob in Trainer.Space)
        {
            foreach (var value in new[] { knob.Low, knob.High, 0, 1e9 })
            {
                var model = Trainer.Fit(new TrainingData(data), Small.With(knob.Name, knob.Name is "factors" or "iterations" ? Math.Min(value, 20) : value), new FitOptions());
                var scores = new float[data.ItemCount];
                model.Score(data.History(0), scores);
                scores.ShouldAllBe(score => float.IsFinite(score));
            }
        }

        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => Trainer.Fit(new TrainingData(data), Small, new FitOptions { CancellationToken = source.Token }));
    }

    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var x = (double[])b.Clone();
        for (var k = 0; k < n; k++)
        {
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i, k] / a[k, k];
                x[i] -= factor * x[k];
                for (var j = k; j < n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
            {
                x[i] -= a[i, j] * x[j];
            }

            x[i] /= a[i, i];
        }

        return x;
    }
}
