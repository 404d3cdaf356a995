using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>
/// Fits what <c>auto</c> means: the attention network, two kinds of session neighbours and rules propose candidates, and a small ranker that was trained on
/// the latest sessions, which the others had not seen, orders them. Then all learn from these sessions as well.
/// </summary>
/// <param name="budget">How long fitting may take; the network trains less where time is short. Null for as long as it takes: then the result depends on the data and the seed alone.</param>
/// <param name="time">The clock that the budget is measured by; the system's if left out.</param>
public sealed class SessionBlendTrainer(TimeSpan? budget = null, TimeProvider? time = null) : ISessionTrainer
{
    // Shares of the budget: the network on the earlier sessions, and on all; the rest is for lists and ranker.
    private const double FirstShare = 0.55;
    private const double SecondShare = 0.8;
    private const int MostLists = 14_000;
    private const int LeastLists = 60;
    private const int PerModel = 60;

    private static readonly SequenceTrainer Network = new();

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public string Description => "Candidates of the attention network, session neighbours and rules, ordered by a ranker trained on the latest sessions; knows repeats, popularity and trend.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => Network.Space;

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options)
    {
        var clock = time ?? TimeProvider.System;
        var start = clock.GetTimestamp();
        var held = Held(sessions);
        var earlier = sessions.Slice(0, sessions.Count - held);
        var knobs = Network.Knobs(hyperparameters);
        var network = SequenceNetwork.Create(sessions.ItemCount, knobs.Dimension, knobs.Hidden, knobs.Scale, options.Seed);
        var first = new SequenceTraining(network, knobs, sessions);
        first.Train(earlier, options, Plan(FirstShare));
        var (ranker, learnt) = Rank(earlier, sessions.Slice(sessions.Count - held, held), network, options);
        if (held > 0)
        {
            // Once more through everything: the latest sessions are the likest to what comes, and the rate is low enough to keep the rest.
            var again = knobs with { Epochs = 2, Rate = knobs.Rate / 4 };
            new SequenceTraining(network, again, sessions).Train(sessions, options with { Seed = options.Seed + 1000 }, Plan(SecondShare));
        }

        return new SessionBlendModel(Name, new SequenceModel(Network.Name, network), Candidates(sessions, options), ranker)
        {
            Chosen = new SortedDictionary<string, double>(learnt, StringComparer.Ordinal) { ["heldOutSessions"] = held, ["epochs"] = Math.Round(first.Epochs, 2) },
        };

        Func<double, double>? Plan(double share)
        {
            var begun = clock.GetTimestamp();
            return budget is not { } all ? null : done =>
            {
                var left = (all * share) - clock.GetElapsedTime(start);
                return left <= TimeSpan.Zero ? done : done + (left / (clock.GetElapsedTime(begun) / Math.Max(done, 1e-6)));
            };
        }
    }

    // The latest twentieth, more of little data, never more than the ranker can use.
    private static int Held(Sessions sessions)
    {
        if (sessions.Count < 10)
        {
            return 0;
        }

        var (held, places) = (0, 0);
        var most = sessions.Count < 4000 ? Math.Min(sessions.Count / 5, 200) : sessions.Count / 20;
        while (held < most && places < 2 * MostLists)
        {
            held++;
            places += Math.Max(0, sessions[sessions.Count - held].Length - 1);
        }

        return held;
    }

    private static (SessionRanker Ranker, Dictionary<string, double> Learnt) Rank(Sessions earlier, Sessions held, SequenceNetwork network, FitOptions options)
    {
        var candidates = Candidates(earlier, options);
        var ranker = new SessionRanker(candidates.Features, candidates.Prior(), options.Seed);
        List<(int Session, int Place)> asked = [];
        for (var s = 0; s < held.Count; s++)
        {
            for (var place = 1; place < held[s].Length; place++)
            {
                asked.Add((s, place));
            }
        }

        var random = new Draws(options.Seed + 5);
        for (var i = asked.Count - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (asked[i], asked[j]) = (asked[j], asked[i]);
        }

        asked.RemoveRange(Math.Min(MostLists, asked.Count), Math.Max(0, asked.Count - MostLists));
        var made = Lists(held, asked, new SequenceModel(Network.Name, network), candidates, options);
        var lists = new SessionLists(candidates.Features);
        foreach (var list in made)
        {
            if (list.Features.Length > 0)
            {
                lists.Add(list.Features, list.Right);
            }
        }

        var learnt = new Dictionary<string, double> { ["questions"] = asked.Count, ["answerAmongCandidates"] = Math.Round(lists.Count / (double)Math.Max(1, asked.Count), 4) };
        if (lists.Count >= LeastLists)
        {
            learnt["rankerLoss"] = Math.Round(lists.Train(ranker, 8, 0.004f, options.Seed, options.Parallelism)[^1], 4);
        }

        return (ranker, learnt);
    }

    private static (float[] Features, int Right)[] Lists(Sessions held, List<(int Session, int Place)> asked, SequenceModel network, SessionCandidates candidates, FitOptions options)
    {
        const int Together = 32;
        var made = new (float[] Features, int Right)[asked.Count];
        var items = network.ItemCount;
        Parallel.For(
            0, (asked.Count + Together - 1) / Together, options.Parallelism, () => (Scores: new float[Together * items], Prefixes: new ReadOnlyMemory<int>[Together]),
            (batch, _, space) =>
            {
                var (first, count) = (batch * Together, Math.Min(Together, asked.Count - (batch * Together)));
                for (var i = 0; i < count; i++)
                {
                    space.Prefixes[i] = held.Memory(asked[first + i].Session)[..asked[first + i].Place];
                }

                network.ScoreMany(space.Prefixes.AsSpan(0, count), space.Scores.AsSpan(0, count * items));
                for (var i = 0; i < count; i++)
                {
                    var (at, target) = (first + i, held[asked[first + i].Session][asked[first + i].Place]);
                    var found = candidates.Gather(space.Prefixes[i].Span, space.Scores.AsSpan(i * items, items));
                    var right = found.Candidates.BinarySearch(target);

                    // A list without the right answer teaches nothing.
                    made[at] = right < 0 ? ([], -1) : (found.Features[..(found.Candidates.Count * candidates.Features)], right);
                    candidates.Return(found);
                }

                return space;
            },
            _ => { });
        return made;
    }

    private static SessionCandidates Candidates(Sessions sessions, FitOptions options)
    {
        var index = new SessionIndex(sessions);
        ISessionModel[] models =
        [
            new SessionNeighbourModel("near", sessions, index, new SessionNeighbourKnobs { Neighbours = 200, PrefixDecay = 1, Age = 1, Step = 1, Near = 3, Before = 0.5f, Rarity = 0.5 }),
            new SessionNeighbourModel("wide", sessions, index, new SessionNeighbourKnobs { Neighbours = 500, PrefixDecay = 5, Length = 0.25, Age = 1, Step = 0, Near = 12, Before = 0.9f, Rarity = 0.5 }),
            new ItemRuleTrainer("sequential-rules").Fit(sessions, Hyperparameters.Defaults, options),
            new ItemRuleTrainer("sequential-rules").Fit(
                sessions, Hyperparameters.Defaults.With("distance", 0.3).With("backward", 0.5).With("cosine", 0.35).With("memory", 0.8), options),
        ];
        return new SessionCandidates(models, sessions, PerModel);
    }
}

/// <summary>The network's order of all items, with the candidates on top in the ranker's order.</summary>
internal sealed class SessionBlendModel(string name, SequenceModel network, SessionCandidates candidates, SessionRanker ranker) : ISessionModel
{
    // Lifts every candidate above every other item.
    private const float Lift = 1000;

    public string Name => name;

    public int ItemCount => network.ItemCount;

    public required IReadOnlyDictionary<string, double> Chosen { get; init; }

    public void Score(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        network.Score(prefix, scores);
        Order(prefix, scores);
    }

    public void ScoreMany(ReadOnlySpan<ReadOnlyMemory<int>> prefixes, Span<float> scores)
    {
        network.ScoreMany(prefixes, scores);
        for (var i = 0; i < prefixes.Length; i++)
        {
            Order(prefixes[i].Span, scores.Slice(i * ItemCount, ItemCount));
        }
    }

    private void Order(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        var found = candidates.Gather(prefix, scores);
        var count = found.Candidates.Count;
        if (found.Ranked.Length < count)
        {
            found.Ranked = new float[count * 5 / 4];
        }

        ranker.Score(found.Features.AsSpan(0, count * candidates.Features), found.Ranked.AsSpan(0, count));
        for (var c = 0; c < count; c++)
        {
            scores[found.Candidates[c]] = Lift + found.Ranked[c];
        }

        candidates.Return(found);
    }
}
