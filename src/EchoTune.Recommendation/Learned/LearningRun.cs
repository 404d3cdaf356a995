using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// One training run: every part is chosen and judged on what was listened to before the latest listens of each listener, the whole is
/// compared with what is in service, and then everything is fitted once more on all there is. A part that has too little to learn from,
/// or is no better than popularity, is left out with a note.
/// </summary>
public static class LearningRun
{
    internal const string Choosing = "choosing";
    internal const string Projecting = "projecting";
    internal const string Sequences = "sequences";
    internal const string Walking = "walking";
    internal const string Weighing = "weighing";
    internal const string Judging = "judging";
    internal const string Fitting = "fitting";
    private const int LeastJudged = 20;
    private const int LeastFresh = 100;
    private const int MostShapesFrom = 1_000_000;

    /// <summary>The stages in their order, as progress names them.</summary>
    public static IReadOnlyList<string> Stages { get; } = [Choosing, Walking, Sequences, Judging, Fitting, Projecting, Weighing];

    /// <summary>Learns.</summary>
    /// <param name="set">What from; may be empty.</param>
    /// <param name="version">Names the run.</param>
    /// <param name="baseline">What is in service; null for nothing.</param>
    /// <param name="options">How.</param>
    /// <exception cref="OperationCanceledException">The token of <paramref name="options"/> was cancelled.</exception>
    public static LearningOutcome Learn(TrainingSet set, string version, LearningBaseline? baseline, LearningOptions options)
    {
        options.Tell(Choosing, 0);
        var held = HeldOut.Of(set);
        var popularity = Judge.OfPopularity(held, options);
        var parts = new Dictionary<string, LearnedPart>();
        var tooFew = popularity.Listens < LeastJudged ? $"Only {popularity.Listens} listens could be held out to judge by; {LeastJudged} are needed." : null;
        var rest = new LearnedModels { Version = version, Items = set.Items };
        var (hyperparameters, factors) = Factors(held, popularity, tooFew, options, parts);
        rest = rest with { Collaborative = factors };
        var (shape, graph) = Graph(held, popularity, tooFew, options, parts);
        rest = rest with { Graph = graph };
        var trainer = Sequence(held.Rest, options, parts);
        rest = rest with { Sequence = trainer is null ? null : LearnedSequence.Fit(trainer, Hyperparameters.Defaults, held.Rest.Sessions, options.Fitting) };

        options.Tell(Judging, 0);
        var alone = Judge.Of(held, rest, options);

        options.Tell(Fitting, 0);
        var final = new LearnedModels { Version = version, Items = set.Items };
        if (hyperparameters is not null)
        {
            final = final with { Collaborative = CollaborativePart.Fit(set, hyperparameters, options) };
        }

        options.Tell(Fitting, 0.5);
        final = final with
        {
            Graph = shape is { } chosen ? GraphPart.Fit(set, chosen, options) : null,
            Sequence = trainer is null ? null : LearnedSequence.Fit(trainer, Hyperparameters.Defaults, set.Sessions, options.Fitting),
        };
        options.Tell(Projecting, 0);
        final = final with { Projection = Projection(set, final, options, parts) };
        options.Tell(Weighing, 0);
        final = final with { StrategyWeights = Weights(held, rest, options, parts) };
        var (metrics, before, rejection) = Compare(held, alone, popularity, (rest, final), baseline, options);
        return new LearningOutcome(final, rejection, metrics, before, [.. PartNames.Select(name => parts[name])]);
    }

    private static readonly string[] PartNames = ["collaborative", "projection", "sequence", "graph", "weights"];

    private static (Hyperparameters? Chosen, ImplicitAlsModel? Model) Factors(
        HeldOut held, Judgement popularity, string? tooFew, LearningOptions options, Dictionary<string, LearnedPart> parts)
    {
        var cells = held.Rest.Interactions;
        var listeners = Enumerable.Range(0, cells.ListenerCount).Count(listener => !cells.Items(listener).IsEmpty);
        var reason = listeners < options.MinimumListeners ? $"{listeners} of at least {options.MinimumListeners} listeners: too few to learn from each other."
            : cells.Count < options.MinimumInteractions ? $"{cells.Count} of at least {options.MinimumInteractions} tracks heard: too few."
            : tooFew;
        if (reason is not null)
        {
            parts["collaborative"] = Missing("collaborative", reason);
            return (null, null);
        }

        var (chosen, _, trials) = CollaborativePart.Choose(held.Rest, options);
        var model = CollaborativePart.Fit(held.Rest, chosen, options);
        var judged = Judge.Of(held, new LearnedModels { Version = "", Items = held.Rest.Items, Collaborative = model }, options);
        var isBetter = judged.Ndcg > popularity.Ndcg;
        parts["collaborative"] = new LearnedPart(
            "collaborative", isBetter, isBetter ? CollaborativePart.Describe(chosen, trials) : "No better than popularity on the latest listens.", Figures(judged, popularity));
        return isBetter ? (chosen, model) : (null, null);
    }

    private static (GraphShape? Shape, ItemNeighbours? Graph) Graph(
        HeldOut held, Judgement popularity, string? tooFew, LearningOptions options, Dictionary<string, LearnedPart> parts)
    {
        var cells = held.Rest.Interactions.Count;
        if ((cells < options.MinimumInteractions ? $"{cells} of at least {options.MinimumInteractions} tracks heard: too few." : tooFew) is { } reason)
        {
            parts["graph"] = Missing("graph", reason);
            return (null, null);
        }

        (GraphShape Shape, ItemNeighbours Graph, Judgement Judged)? best = null;
        var shapes = cells > MostShapesFrom ? 1 : GraphPart.Shapes.Count;
        for (var tried = 0; tried < shapes; tried++)
        {
            options.Tell(Walking, (double)tried / shapes);
            var shape = GraphPart.Shapes[tried];
            var graph = GraphPart.Fit(held.Rest, shape, options);
            var judged = Judge.Of(held, new LearnedModels { Version = "", Items = held.Rest.Items, Graph = graph }, options);
            best = best is null || judged.Ndcg > best.Value.Judged.Ndcg ? (shape, graph, judged) : best;
        }

        var (found, made, result) = best!.Value;
        var isBetter = result.Ndcg > popularity.Ndcg;
        parts["graph"] = new LearnedPart(
            "graph", isBetter,
            isBetter ? FormattableString.Invariant($"walk with {found.Artist:P0} through artists and {found.Genre:P0} through genres, popular ends held down by {found.Beta}") : "No better than popularity on the latest listens.",
            Figures(result, popularity));
        return isBetter ? (found, made) : (null, null);
    }

    private static Sequence.ISessionTrainer? Sequence(TrainingSet rest, LearningOptions options, Dictionary<string, LearnedPart> parts)
    {
        options.Tell(Sequences, 0);
        if (SequencePart.Usable(rest.Sessions) is var usable && usable < options.MinimumSessions)
        {
            parts["sequence"] = Missing("sequence", $"{usable} of at least {options.MinimumSessions} sessions with more than one track: too few.");
            return null;
        }

        var choice = SequencePart.Choose(rest.Sessions, options);
        parts["sequence"] = new LearnedPart(
            "sequence", choice.Trainer is not null, choice.Trainer is { } chosen ? $"{chosen.Name}: {chosen.Description}" : "No better than popularity on the latest sessions.",
            new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["mrr20"] = choice.ReciprocalRank, ["hitRate20"] = choice.HitRate, ["popularityMrr20"] = choice.Popularity, ["cases"] = choice.Cases,
            });
        return choice.Trainer;
    }

    private static ContentProjection? Projection(TrainingSet set, LearnedModels final, LearningOptions options, Dictionary<string, LearnedPart> parts)
    {
        if (final.Collaborative is not { } factors)
        {
            parts["projection"] = Missing("projection", "There are no factors to guess.");
            return null;
        }

        var (projection, explained, note) = ProjectionPart.Fit(set, factors.ItemFactors, options);
        parts["projection"] = new LearnedPart("projection", projection is not null, note, new Dictionary<string, double> { ["explained"] = explained });
        return projection;
    }

    private static SortedDictionary<string, double>? Weights(HeldOut held, LearnedModels apart, LearningOptions options, Dictionary<string, LearnedPart> parts)
    {
        if (held.Wanted.Count < options.MinimumChoices)
        {
            parts["weights"] = Missing("weights", $"{held.Wanted.Count} of at least {options.MinimumChoices} held-out listens: too few to weigh strategies by.");
            return null;
        }

        var (weights, with, without, note) = WeightsPart.Fit(StrategyChoices.Of(held, apart, options), options);
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["rightFirst"] = with, ["rightFirstBefore"] = without };
        foreach (var (name, weight) in weights ?? [])
        {
            metrics["weight." + name] = weight;
        }

        parts["weights"] = new LearnedPart("weights", weights is not null, note, metrics);
        return weights;
    }

    // On the same footing: listens that neither has learnt from where there are enough, else listens that both have.
    private static (IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, double> Before, string? Rejection) Compare(
        HeldOut held, Judgement alone, Judgement popularity, (LearnedModels Apart, LearnedModels Final) made, LearningBaseline? baseline, LearningOptions options)
    {
        var metrics = Figures(alone, popularity);
        if (baseline is null)
        {
            return (metrics, new Dictionary<string, double>(), null);
        }

        var fresh = held.After(baseline.KnowsUntil);
        var isFresh = fresh.Wanted.Count >= LeastFresh;
        var before = Judge.Of(isFresh ? fresh : held, baseline.Models, options);
        var now = isFresh ? Judge.Of(fresh, made.Apart, options) : Judge.Of(held, made.Final, options);
        metrics["ndcg10"] = now.Ndcg;
        metrics["recall20"] = now.Recall;
        metrics["coverage"] = now.Coverage;
        metrics["unseenNdcg10"] = alone.Ndcg;
        metrics["unseenByBoth"] = isFresh ? 1 : 0;
        var rejection = now.Ndcg < before.Ndcg * (1 - options.Tolerance)
            ? FormattableString.Invariant($"NDCG@10 on the latest listens fell from {before.Ndcg:0.0000} to {now.Ndcg:0.0000}, more than the {options.Tolerance:P0} that are borne.")
            : null;
        return (metrics, Figures(before, null), rejection);
    }

    private static SortedDictionary<string, double> Figures(Judgement judged, Judgement? popularity)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["ndcg10"] = judged.Ndcg, ["recall20"] = judged.Recall, ["coverage"] = judged.Coverage, ["listeners"] = judged.Listeners, ["listens"] = judged.Listens,
        };
        if (popularity is { } floor)
        {
            figures["popularityNdcg10"] = floor.Ndcg;
        }

        return figures;
    }

    private static LearnedPart Missing(string name, string note) => new(name, false, note, new Dictionary<string, double>());
}
