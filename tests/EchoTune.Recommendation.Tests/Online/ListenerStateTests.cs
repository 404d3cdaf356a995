using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Online;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Online;

public sealed class ListenerStateTests
{
    private const long Now = 1_000_000_000;
    private static readonly IFactorModel Model = Fitted();

    [Fact]
    public void Events_move_the_ranking_towards_their_kind_and_rejections_away_from_it()
    {
        var state = new ListenerState();
        state.Observe(0, 1, Now);
        var (rock, jazz) = Kinds(state, 0);
        rock.ShouldBeGreaterThan(jazz);

        for (var item = 10; item < 14; item++)
        {
            state.Observe(item, 2.5f, Now);
        }

        var (_, more) = Kinds(state, 0);
        more.ShouldBeGreaterThan(jazz);

        state.Observe(1, -4, Now);
        state.Observe(2, -4, Now);
        Kinds(state, 1).Rock.ShouldBeLessThan(Kinds(state, 0).Rock);
    }

    [Fact]
    public void Replaying_the_events_gives_the_same_state_in_any_order_and_however_often_it_was_looked_at() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Item, sbyte Weight, ushort At)[]>(), events =>
    {
        var (once, watched, reversed) = (new ListenerState(3_600), new ListenerState(3_600), new ListenerState(3_600));
        Span<float> factors = stackalloc float[8];
        foreach (var (item, weight, at) in events)
        {
            once.Observe(item % 20, weight / 32f, Now + at);
            watched.Observe(item % 20, weight / 32f, Now + at);
            watched.Represent(Model, Now + at, 1, factors);
        }

        foreach (var (item, weight, at) in events.Reverse())
        {
            reversed.Observe(item % 20, weight / 32f, Now + at);
        }

        return Enumerable.Range(0, 20).All(item => once.Weight(item, Now + 70_000) == watched.Weight(item, Now + 70_000)
            && Math.Abs(once.Weight(item, Now + 70_000) - reversed.Weight(item, Now + 70_000)) < 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Events_fade_and_the_weakest_are_forgotten()
    {
        var state = new ListenerState(halfLife: 100, mostItems: 16);
        state.Observe(3, 2, Now);
        state.Weight(3, Now + 100).ShouldBe(1, 1e-12);
        for (var item = 100; item < 200; item++)
        {
            state.Observe(item, 1, Now + 1_000);
        }

        state.Count.ShouldBeInRange(16, 20);
        state.Weight(3, Now + 1_000).ShouldBe(0);
        Should.Throw<ArgumentException>(() => state.Observe(-1, 1, Now));
        Should.Throw<ArgumentException>(() => state.Observe(1, float.NaN, Now));
    }

    [Fact]
    public void Who_has_heard_nothing_or_only_what_the_model_does_not_know_has_no_factors()
    {
        var state = new ListenerState();
        var factors = new float[8];
        state.Represent(Model, Now, 1, factors);
        factors.ShouldAllBe(factor => factor == 0);
        state.Observe(1_000, 1, Now);
        state.Represent(Model, Now, 1, factors);
        factors.ShouldAllBe(factor => factor == 0);
    }

    private static (float Rock, float Jazz) Kinds(ListenerState state, float negative)
    {
        var factors = new float[8];
        state.Represent(Model, Now, negative, factors);
        return (Mean(3, 10), Mean(14, 20));

        float Mean(int from, int to) => Enumerable.Range(from, to - from).Average(item => Model.ItemFactors.Row(item).ToArray().Zip(factors, (a, b) => a * b).Sum());
    }

    // Two kinds of listeners, two kinds of items: 0–9 rock, 10–19 jazz.
    private static IFactorModel Fitted()
    {
        var random = new Random(2);
        var cells = Enumerable.Range(0, 80).SelectMany(listener => Enumerable.Range(0, 20).Where(item => random.NextDouble() < (item / 10 == listener % 2 ? 0.6 : 0.05)).Select(item => (listener, item))).ToArray();
        var interactions = Interactions.FromCells(80, 20, [.. cells.Select(cell => cell.listener)], [.. cells.Select(cell => cell.item)]);
        return (IFactorModel)ModelTrainers.Find("ials")!.Fit(new TrainingData(interactions), Hyperparameters.Defaults.With("factors", 8), new FitOptions());
    }
}
