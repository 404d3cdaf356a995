using EchoTune.Recommendation.Auto;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Evaluation;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Auto;

public sealed class AutoTunerTests
{
    // A clock that stands still, so that trials end the search and a loaded machine changes nothing.
    private sealed class Stopped : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private static readonly AutoOptions Options = new() { BudgetSeconds = 1000, MaximumTrials = 14, Clock = new Stopped(), Threads = 2 };

    private static readonly IModelTrainer[] Quick = [new PopularityTrainer(), new ItemKnnTrainer(), new Rp3BetaTrainer(), new EaseTrainer()];

    [Fact]
    public void The_choice_is_no_worse_than_its_best_model_and_can_be_repeated()
    {
        var data = Planted(90, 60);

        var first = AutoTuner.Choose(new TrainingData(data), null, Quick, Options);
        var second = AutoTuner.Choose(new TrainingData(data), null, Quick, Options with { Threads = 1 });

        first.ValidationNdcg.ShouldBeGreaterThanOrEqualTo(first.BestSingleNdcg - 1e-9);
        first.Members.Sum(member => member.Weight).ShouldBe(1, 1e-3);
        first.Trials.ShouldBe(14);
        second.Members.ShouldBe(first.Members, new SameMember());
        Scores(second.Model, data).ShouldBe(Scores(first.Model, data));
    }

    [Fact]
    public void It_foresees_better_than_the_floor()
    {
        var (train, test) = InnerSplit.Of(Planted(120, 60), 9);
        var choice = AutoTuner.Choose(new TrainingData(train), null, Quick, Options);
        double Ndcg(IScoringModel model) => RankingEvaluator.Evaluate(model, train, test, null, new EvaluationOptions { Resamplings = 0 }).Metrics["ndcg@10"];

        var floor = Ndcg(new PopularityTrainer().Fit(new TrainingData(train), Hyperparameters.Defaults, new FitOptions()));

        Ndcg(choice.Model).ShouldBeGreaterThan(2 * floor);
    }

    [Fact]
    public void Validation_rows_are_learnt_from_in_the_end_unless_that_is_not_wanted()
    {
        var (train, valid) = InnerSplit.Of(Planted(60, 60), 3);

        var choice = AutoTuner.Choose(new TrainingData(train), valid, Quick, Options);
        choice.WasRefitted.ShouldBeTrue();
        choice.Histories.Count.ShouldBe(train.Count + valid.Count);

        var kept = AutoTuner.Choose(new TrainingData(train), valid, Quick, Options with { Refits = false });
        kept.WasRefitted.ShouldBeFalse();
        kept.Histories.ShouldBeSameAs(train);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 9)]
    [InlineData(9, 1, 9)]
    [InlineData(3, 4, 12)]
    public void Small_and_full_data_give_a_model(int listeners, int items, int count)
    {
        var cells = Enumerable.Range(0, count).Select(k => (k / items, k % items)).ToArray();
        var data = Interactions.FromCells(listeners, items, [.. cells.Select(c => c.Item1)], [.. cells.Select(c => c.Item2)]);

        var choice = AutoTuner.Choose(new TrainingData(data), null, Trainers.Candidates, Options);

        Scores(choice.Model, data).ShouldAllBe(score => float.IsFinite(score));
    }

    [Fact]
    public void A_trainer_that_never_ends_is_given_up()
    {
        IModelTrainer[] trainers = [new PopularityTrainer(), new Endless(), new ItemKnnTrainer()];
        var choice = AutoTuner.Choose(new TrainingData(Planted(60, 60)), null, trainers, new AutoOptions { BudgetSeconds = 1, MaximumTrials = 6 });

        choice.Members.ShouldAllBe(member => member.Trainer != "endless");
    }

    [Fact]
    public void Who_stops_it_stops_it() => Should.Throw<OperationCanceledException>(
        () => AutoTuner.Choose(new TrainingData(Planted(60, 60)), null, Quick, Options with { CancellationToken = new CancellationToken(true) }));

    [Fact]
    public void The_inner_split_leaves_every_listener_something_and_holds_the_latest_of_every_other()
    {
        int[] listeners = [.. Enumerable.Range(0, 400).Select(k => k / 20), 20];
        int[] items = [.. Enumerable.Range(0, 400).Select(k => k % 20), 0];
        long[] times = [.. Enumerable.Range(0, 400).Select(k => (long)(k % 20)), 5];
        var all = Interactions.FromCells(21, 20, listeners, items, default, times);

        var (train, valid) = InnerSplit.Of(all, 1);

        (train.Count + valid.Count).ShouldBe(401);
        valid.Items(20).IsEmpty.ShouldBeTrue();
        for (var listener = 0; listener < 20; listener++)
        {
            valid.Items(listener).Length.ShouldBeInRange(1, 4);
            if (listener % 2 == 1)
            {
                valid.Times(listener).ToArray().Min().ShouldBeGreaterThan(train.Times(listener).ToArray().Max());
            }
        }

        var merged = InnerSplit.Merge(train, valid);
        merged.AllItems.SequenceEqual(all.AllItems).ShouldBeTrue();
        merged.Times(3).SequenceEqual(all.Times(3)).ShouldBeTrue();
    }

    private static float[] Scores(IScoringModel model, Interactions data)
    {
        var scores = new float[data.ItemCount];
        var all = new List<float>();
        for (var listener = 0; listener < data.ListenerCount; listener++)
        {
            model.Score(data.History(listener), scores);
            all.AddRange(scores);
        }

        return [.. all];
    }

    // Three tastes of equally many items.
    private static Interactions Planted(int listeners, int items)
    {
        var random = new Random(2);
        var cells = Enumerable.Range(0, listeners).SelectMany(listener => Enumerable.Range(0, items)
            .Where(item => random.NextDouble() < (item % 3 == listener % 3 ? 0.4 : 0.02)).Select(item => (listener, item))).ToArray();
        return Interactions.FromCells(listeners, items, [.. cells.Select(c => c.listener)], [.. cells.Select(c => c.item)]);
    }

    private sealed class SameMember : IEqualityComparer<AutoMember>
    {
        public bool Equals(AutoMember? x, AutoMember? y) =>
            x!.Trainer == y!.Trainer && x.Weight == y.Weight && x.Hyperparameters.Values.SequenceEqual(y.Hyperparameters.Values);

        public int GetHashCode(AutoMember obj) => 0;
    }

    private sealed class Endless : IModelTrainer
    {
        public string Name => "endless";

        public string Description => "";

        public IReadOnlyList<Hyperparameter> Space => [];

        public bool Suits(TrainingData data) => true;

        public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
        {
            options.CancellationToken.WaitHandle.WaitOne();
            options.CancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        }
    }
}
