using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Ranking;
using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Learned;

public sealed class LearningRunTests
{
    private static readonly LearningOptions Quick = new() { MaximumTrials = 2, BudgetSeconds = 1_000, AttentionSessions = int.MaxValue };

    private static readonly TrainingSet World = TasteWorld.Make();

    private static readonly Lazy<LearningOutcome> Learnt = new(() => LearningRun.Learn(World, "m1", null, Quick));

    [Fact]
    public void What_is_learnt_of_two_tastes_beats_popularity_by_far()
    {
        var outcome = Learnt.Value;

        outcome.Rejection.ShouldBeNull();
        outcome.Metrics["ndcg10"].ShouldBeGreaterThan(2 * outcome.Metrics["popularityNdcg10"]);
        outcome.Parts.Select(part => part.Name).ShouldBe(["collaborative", "projection", "sequence", "graph", "weights"]);
        outcome.Parts.Where(part => !part.IsPresent).Select(part => $"{part.Name}: {part.Note}").ShouldBeEmpty();
        outcome.Models.Items.ShouldBe(World.Items);
        outcome.Metrics["listeners"].ShouldBe(300);
        outcome.Metrics["coverage"].ShouldBeInRange(0.3, 1);
    }

    [Fact]
    public void Tracks_that_nobody_heard_are_guessed_from_how_they_sound()
    {
        var (models, content) = (Learnt.Value.Models, World.Content!);
        var projection = models.Projection.ShouldNotBeNull();
        projection.ContentVersion.ShouldBe(ContentVersion.Of(content));
        var factors = models.Collaborative!.ItemFactors;
        var guess = new float[projection.FactorDimension];
        var listener = new float[factors.Dimension];
        var right = 0;
        for (var u = 0; u < 100; u++)
        {
            models.Collaborative.Represent(new ListenerHistory(-1, World.Interactions.Items(u), World.Interactions.Weights(u), []), listener);
            var own = Mean(u % 2);
            right += own > Mean(1 - (u % 2)) ? 1 : 0;

            // What the factors make of sounds of either taste alone.
            double Mean(int taste) => Enumerable.Range(0, World.Items.Count).Where(i => i / TasteWorld.TracksOfArtist % 2 == taste).Average(i =>
            {
                projection.Apply(content.Vector(i), guess);
                return (double)System.Numerics.Tensors.TensorPrimitives.Dot<float>(guess, listener);
            });
        }

        right.ShouldBeGreaterThan(85);
    }

    [Fact]
    public void Weights_of_strategies_are_multipliers_around_one()
    {
        var weights = Learnt.Value.Models.StrategyWeights.ShouldNotBeNull();

        weights.Keys.ShouldBeSubsetOf(StrategyNames.All);
        weights.Values.ShouldAllBe(weight => weight >= 0.25 && weight <= 4);
        weights.Values.Average().ShouldBe(1, 0.05);

        // Two tastes of equal size: what everybody likes is the poorest guess.
        weights["popularity"].ShouldBeLessThan(1);

        // They multiply what the ranker gives to begin with, so both must mean the same by it.
        WeightsPart.Usual.ShouldBe(HybridRanker.Base);
    }

    [Fact]
    public void The_graph_holds_fifty_neighbours_at_most_the_strongest_first()
    {
        var graph = Learnt.Value.Models.Graph.ShouldNotBeNull();

        for (var item = 0; item < graph.ItemCount; item++)
        {
            graph.Of(item).Length.ShouldBeLessThanOrEqualTo(50);
            graph.Of(item).Contains(item).ShouldBeFalse();
            var weights = graph.Weights(item).ToArray();
            weights.ShouldBe(weights.OrderDescending());
        }
    }

    [Fact]
    public void The_same_listening_gives_the_same_models_whatever_the_threads()
    {
        var set = TasteWorld.Make(60, 100, 4);
        var (one, three) = (Written(1), Written(3));

        three.ShouldBe(one);

        byte[] Written(int threads)
        {
            var stream = new MemoryStream();
            LearnedSnapshot.Write(LearningRun.Learn(set, "m1", null, Quick with { Threads = threads, MinimumChoices = 100 }).Models, stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Models_that_lead_astray_do_not_take_the_place_of_good_ones()
    {
        var good = new LearningBaseline(Learnt.Value.Models, 0);
        var random = new Random(3);
        var astray = TasteWorld.Make(300, 500, 8, 1);

        // An import went wrong: half of the sessions of everybody are those of others.
        var shuffled = Enumerable.Range(0, astray.Interactions.Count).Select(_ => random.Next(500)).ToArray();
        var rows = Enumerable.Range(0, 300).SelectMany(u => Enumerable.Repeat(u, astray.Interactions.Items(u).Length)).ToArray();
        var late = Enumerable.Range(0, 300).SelectMany(u => astray.Interactions.Times(u).ToArray()).ToArray();
        var items = astray.Interactions.AllItems.ToArray().Select((item, k) => late[k] < 1_500_000 ? shuffled[k] : item).ToArray();
        var spoilt = astray with { Interactions = Interactions.FromCells(300, 500, rows, items, [], late), Sessions = Sessions.From(500, []), SessionListeners = [], SessionTimes = [] };

        var outcome = LearningRun.Learn(spoilt, "m2", good, Quick);

        outcome.Rejection.ShouldNotBeNull().ShouldContain("fell");
        outcome.Baseline["ndcg10"].ShouldBeGreaterThan(outcome.Metrics["ndcg10"]);
    }

    [Fact]
    public void Models_as_good_as_those_in_service_take_their_place_also_when_nothing_new_was_heard()
    {
        var until = World.SessionTimes.Max() + 10_000;

        var outcome = LearningRun.Learn(World, "m2", new LearningBaseline(Learnt.Value.Models, until), Quick);

        outcome.Rejection.ShouldBeNull();
        outcome.Metrics["unseenByBoth"].ShouldBe(0);
        outcome.Metrics["ndcg10"].ShouldBe(outcome.Baseline["ndcg10"], 0.05);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 20)]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(2, 1)]
    public void Of_too_little_nothing_is_learnt_and_the_notes_say_why(int listeners, int tracks)
    {
        var set = TasteWorld.Make(listeners, tracks, 2);

        var outcome = LearningRun.Learn(set, "m1", null, Quick);

        outcome.IsEmpty.ShouldBeTrue();
        outcome.Parts.Count.ShouldBe(5);
        outcome.Parts.ShouldAllBe(part => !part.IsPresent && part.Note.Length > 20);
    }

    [Fact]
    public void One_listener_alone_still_teaches_what_follows_what()
    {
        var set = TasteWorld.Make(1, 60, 60);

        var outcome = LearningRun.Learn(set, "m1", null, Quick);

        outcome.Models.Sequence.ShouldNotBeNull();
        outcome.Models.Collaborative.ShouldBeNull();
        outcome.Parts.Single(part => part.Name == "collaborative").Note.ShouldContain("listeners");
    }

    [Fact]
    public void A_listener_with_every_track_and_tracks_without_listeners_do_no_harm()
    {
        var set = TasteWorld.Make(40, 80, 6);
        var cells = set.Interactions;
        var rows = Enumerable.Range(0, 40).SelectMany(u => Enumerable.Repeat(u, cells.Items(u).Length)).Concat(Enumerable.Repeat(40, 80)).ToArray();
        var all = set with
        {
            Items = [.. set.Items, Guid.Empty], Content = null, Sessions = Sessions.From(81, Enumerable.Range(0, set.Sessions.Count).Select(s => set.Sessions[s].ToArray())),
            Interactions = Interactions.FromCells(
                41, 81, rows, [.. cells.AllItems, .. Enumerable.Range(0, 80)], [], [.. Enumerable.Range(0, 40).SelectMany(u => cells.Times(u).ToArray()), .. Enumerable.Repeat(2_000_000L, 80)]),
        };

        var models = LearningRun.Learn(all, "m1", null, Quick).Models;

        var scores = new float[81];
        models.Collaborative.ShouldNotBeNull().Score(new ListenerHistory(-1, [.. Enumerable.Range(0, 81)], [.. Enumerable.Repeat(1f, 81)], []), scores);
        scores.ShouldAllBe(score => float.IsFinite(score));
        models.Projection.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void It_stops_at_every_stage(string at)
    {
        using var stop = new CancellationTokenSource();
        var set = TasteWorld.Make(60, 100, 6);

        Should.Throw<OperationCanceledException>(() => LearningRun.Learn(set, "m1", null, Quick with
        {
            MinimumChoices = 50, CancellationToken = stop.Token,
            Progress = (stage, _) =>
            {
                if (stage == at)
                {
                    stop.Cancel();
                }
            },
        }));
    }

    [Fact]
    public void It_tells_how_far_it_is_and_never_goes_back()
    {
        var told = new List<(int Stage, double Share)>();

        LearningRun.Learn(TasteWorld.Make(60, 100, 6), "m1", null, Quick with { MinimumChoices = 50, Progress = (stage, share) => told.Add((LearningRun.Stages.ToList().IndexOf(stage), share)) });

        told.ShouldAllBe(now => now.Stage >= 0 && now.Share >= 0 && now.Share <= 1);
        told.Select(now => now.Stage + now.Share).ShouldBe(told.Select(now => now.Stage + now.Share).Order());
        told.Select(now => now.Stage).Distinct().Count().ShouldBe(LearningRun.Stages.Count);
    }

    public static TheoryData<string> Stages() => new(LearningRun.Stages);
}
