using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Recommendation.Learned;

/// <summary>One held-out listen among tracks that might as well have been chosen: what each strategy says of each.</summary>
/// <param name="Listener">Whose listen.</param>
/// <param name="Scores">Candidates × strategies, 0–1; the track that was heard comes first.</param>
internal sealed record StrategyChoice(int Listener, float[] Scores);

/// <summary>Lays out held-out listens as choices. The scores follow what the ranker makes of each strategy, from what was known before.</summary>
internal static class StrategyChoices
{
    /// <summary>Strategies that what was learnt can speak for. The time of day and what is new are not to be judged by what was heard.</summary>
    public static IReadOnlyList<Strategy> Strategies { get; } =
        [Strategy.Content, Strategy.History, Strategy.CoListening, Strategy.Popularity, Strategy.Collaborative, Strategy.Sequence, Strategy.Graph];

    /// <summary>Candidates of a choice: the one that was heard and others by chance, half of them as popular as what is heard.</summary>
    public const int Candidates = 9;

    // Enough to tell what is heard together; the pairs of all would not fit into memory.
    private const int LatestSessions = 5_000;
    private const int MostListeners = 500;
    private const int MostOfListener = 5;

    /// <summary>Lays out choices.</summary>
    /// <param name="held">What was held out.</param>
    /// <param name="models">Learnt from the rest.</param>
    /// <param name="options">How to run.</param>
    public static List<StrategyChoice> Of(HeldOut held, LearnedModels models, LearningOptions options)
    {
        var set = held.Rest;
        var sessions = new List<int[]>();
        for (var s = Math.Max(0, set.Sessions.Count - LatestSessions); s < set.Sessions.Count; s++)
        {
            sessions.Add(set.Sessions[s].ToArray());
        }

        options.Tell(LearningRun.Weighing, 0);
        var together = CoListeningModel.Build(sessions, set.Items.Count);
        var popularity = Judge.Popularity(set);
        var all = Enumerable.Range(0, held.Wanted.ListenerCount).Where(l => !held.Wanted.Items(l).IsEmpty && !set.Interactions.Items(l).IsEmpty).ToArray();
        var listeners = all.Length <= MostListeners ? all : [.. Enumerable.Range(0, MostListeners).Select(k => all[(int)((long)k * all.Length / MostListeners)])];
        var made = new List<StrategyChoice>[listeners.Length];
        Parallel.For(
            0, listeners.Length, options.Fitting.Parallelism, () => Strategies.Select(_ => new float[set.Items.Count]).ToArray(), (index, _, scores) =>
            {
                Score(held, models, together, popularity, listeners[index], scores);
                made[index] = Draw(held, listeners[index], scores, options.Seed);
                return scores;
            },
            _ => { });
        return [.. made.SelectMany(choices => choices)];
    }

    private static List<StrategyChoice> Draw(HeldOut held, int listener, float[][] scores, ulong seed)
    {
        var cells = held.Rest.Interactions;
        var known = cells.Items(listener);
        var wanted = held.Wanted.Items(listener);
        var draws = new Draws(seed + ((ulong)listener * 0x9E3779B97F4A7C15UL));
        var choices = new List<StrategyChoice>();
        foreach (var right in wanted[..Math.Min(MostOfListener, wanted.Length)])
        {
            var row = new float[Candidates * scores.Length];
            for (var c = 0; c < Candidates; c++)
            {
                var item = right;
                for (var tries = 0; c > 0 && tries < 50 && (tries == 0 || known.BinarySearch(item) >= 0 || wanted.BinarySearch(item) >= 0); tries++)
                {
                    // Someone's listen is as popular as listens are.
                    item = c % 2 == 0 ? draws.Below(cells.ItemCount) : cells.AllItems[draws.Below(cells.Count)];
                }

                for (var s = 0; s < scores.Length; s++)
                {
                    row[(c * scores.Length) + s] = scores[s][item];
                }
            }

            choices.Add(new StrategyChoice(listener, row));
        }

        return choices;
    }

    private static void Score(HeldOut held, LearnedModels models, CoListeningModel together, float[] popularity, int listener, float[][] scores)
    {
        var set = held.Rest;
        var (items, weights) = (set.Interactions.Items(listener).ToArray(), set.Interactions.Weights(listener).ToArray());
        for (var s = 0; s < scores.Length; s++)
        {
            var target = scores[s].AsSpan();
            target.Clear();
            switch (Strategies[s])
            {
                case Strategy.Content when set.Content is { } content:
                    Closeness(content, items, weights, target);
                    break;
                case Strategy.History when set.Content is { } content:
                    Regard(content, items, weights, target);
                    break;
                case Strategy.CoListening:
                    Together(together, items, weights, target);
                    break;
                case Strategy.Popularity:
                    TensorPrimitives.LogP1(popularity, target);
                    break;
                case Strategy.Collaborative:
                    models.Collaborative?.Score(new ListenerHistory(-1, items, weights, []), target);
                    break;
                case Strategy.Sequence:
                    models.Sequence?.Score(held.Prefixes[listener], target);
                    break;
                case Strategy.Graph when models.Graph is { } graph:
                    JoinedScores.Walk(graph, items, weights, target);
                    break;
            }

            Stretch(target);
        }
    }

    private static void Closeness(ModelSnapshot content, int[] items, float[] weights, Span<float> scores)
    {
        var taste = new float[content.Dimension];
        for (var k = 0; k < items.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(content.Vector(items[k]), weights[k], taste, taste);
        }

        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = content.Dimension == 0 ? 0 : TensorPrimitives.Dot(content.Vector(item), taste);
        }
    }

    private static void Regard(ModelSnapshot content, int[] items, float[] weights, Span<float> scores)
    {
        var (artists, genres) = (new float[content.ArtistCount], new float[content.GenreCount]);
        for (var k = 0; k < items.Length; k++)
        {
            if (content.Artist(items[k]) is >= 0 and var artist)
            {
                artists[artist] += weights[k];
            }

            foreach (var genre in content.Genres(items[k]))
            {
                genres[genre] += weights[k];
            }
        }

        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = content.Artist(item) is >= 0 and var artist ? MathF.Tanh(artists[artist] / 4) : 0;
            foreach (var genre in content.Genres(item))
            {
                scores[item] += MathF.Tanh(genres[genre] / 6) / content.Genres(item).Length;
            }
        }
    }

    private static void Together(CoListeningModel together, int[] items, float[] weights, Span<float> scores)
    {
        if (together.PairCount == 0)
        {
            return;
        }

        for (var k = 0; k < items.Length; k++)
        {
            var others = together.Neighbours(items[k]);
            var similarities = together.Similarities(items[k]);
            for (var n = 0; n < others.Length; n++)
            {
                scores[others[n]] += weights[k] * similarities[n];
            }
        }
    }

    private static void Stretch(Span<float> scores)
    {
        if (scores.IsEmpty)
        {
            return;
        }

        var (least, most) = (TensorPrimitives.Min<float>(scores), TensorPrimitives.Max<float>(scores));
        if (!(most - least > 1e-9f))
        {
            scores.Clear();
            return;
        }

        TensorPrimitives.Subtract(scores, least, scores);
        TensorPrimitives.Divide(scores, most - least, scores);
    }
}
