using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Fits what follows what: rules from one item to others, counted in a window of the sessions.</summary>
/// <param name="name"><c>item-knn</c> counts items that stand together, either way round; <c>sequential-rules</c> counts those that follow, the nearer the more.</param>
public sealed class ItemRuleTrainer(string name) : ISessionTrainer
{
    private readonly bool symmetric = name == "item-knn";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => symmetric
        ? "Items heard in the same sessions as the last one, by cosine (item KNN, Linden et al. 2003; Hidasi et al. 2016)."
        : "Items heard soon after the last one, the nearer the more (sequential rules, Ludewig & Jannach 2018).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => field ??=
    [
        new("window", symmetric ? 50 : 10, 1, 50, IsLogarithmic: true, IsInteger: true),
        new("distance", symmetric ? 0 : 1, 0, 2),
        new("backward", symmetric ? 1 : 0, 0, 1),
        new("cosine", symmetric ? 0.5 : 0, 0, 0.8),
        new("memory", 0, 0, 0.95),
        new("keep", 500, 10, 5000, IsLogarithmic: true, IsInteger: true),
    ];

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options)
    {
        var window = (int)Math.Clamp(hyperparameters[Space[0]], 1, 1000);
        var (distance, backward, cosine) = (Math.Clamp(hyperparameters[Space[1]], -2, 10), (float)Math.Clamp(hyperparameters[Space[2]], 0, 1), Math.Clamp(hyperparameters[Space[3]], 0, 2));
        var keep = (int)Math.Clamp(hyperparameters[Space[5]], 1, 1_000_000);
        var steps = new float[window + 1];
        for (var d = 1; d <= window; d++)
        {
            steps[d] = (float)Math.Pow(d, -distance);
        }

        var index = new SessionIndex(sessions);
        var rules = new (int[] Items, float[] Weights)[sessions.ItemCount];
        var scratch = new Scratch<Tally>(() => new Tally(sessions.ItemCount));
        Parallel.For(0, sessions.ItemCount, options.Parallelism, item =>
        {
            var tally = scratch.Rent();
            Count(sessions, index, item, steps, backward, tally);
            rules[item] = tally.Take(keep, found => (float)Math.Pow((double)index.Count(item) * index.Count(found), -cosine));
            scratch.Return(tally);
        });
        return new ItemRuleModel(Name, rules, (float)Math.Clamp(hyperparameters[Space[4]], 0, 1));
    }

    private static void Count(Sessions sessions, SessionIndex index, int item, float[] steps, float backward, Tally tally)
    {
        var held = index.Sessions(item);
        var places = index.Places(item);
        for (var k = 0; k < held.Length; k++)
        {
            var session = sessions[held[k]];
            var place = places[k];
            var last = Math.Min(session.Length - 1, place + steps.Length - 1);
            for (var at = backward > 0 ? Math.Max(0, place - steps.Length + 1) : place + 1; at <= last; at++)
            {
                if (session[at] != item)
                {
                    tally.Add(session[at], at > place ? steps[at - place] : backward * steps[place - at]);
                }
                else if (at == place + 1)
                {
                    tally.Add(item, steps[1]);
                }
            }
        }
    }
}

/// <summary>Sums by item, with a list of the items touched.</summary>
internal sealed class Tally(int items)
{
    private readonly float[] sums = new float[items];
    private readonly List<int> touched = [];

    public void Add(int item, float value)
    {
        if (sums[item] == 0)
        {
            touched.Add(item);
        }

        sums[item] += value;
    }

    /// <summary>The highest sums, by item, each times a factor; of equal ones those of lower index. Clears all.</summary>
    public (int[] Items, float[] Values) Take(int most, Func<int, float> factor)
    {
        foreach (var item in touched)
        {
            sums[item] *= factor(item);
        }

        touched.Sort();
        if (touched.Count > most)
        {
            touched.Sort((a, b) => sums[b] != sums[a] ? sums[b].CompareTo(sums[a]) : a.CompareTo(b));
            foreach (var item in touched[most..])
            {
                sums[item] = 0;
            }

            touched.RemoveRange(most, touched.Count - most);
            touched.Sort();
        }

        int[] found = [.. touched];
        var values = Array.ConvertAll(found, item => sums[item]);
        foreach (var item in found)
        {
            sums[item] = 0;
        }

        touched.Clear();
        return (found, values);
    }
}

/// <summary>Scores by the rules of the last item, and by those of earlier ones, each counting less by a factor.</summary>
internal sealed class ItemRuleModel(string name, (int[] Items, float[] Weights)[] rules, float memory) : ISessionModel
{
    // Below this share of the last item's weight an earlier item is not looked at.
    private const float Forgotten = 1e-3f;

    public string Name => name;

    public int ItemCount => rules.Length;

    public void Score(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        scores.Clear();
        prefix = prefix[Math.Max(0, prefix.Length - SessionNeighbourModel.LongestPrefix)..];
        var weight = 1f;
        for (var at = prefix.Length - 1; at >= 0 && weight >= Forgotten; at--)
        {
            if ((uint)prefix[at] >= (uint)rules.Length)
            {
                continue;
            }

            var (items, weights) = rules[prefix[at]];
            for (var k = 0; k < items.Length; k++)
            {
                scores[items[k]] += weight * weights[k];
            }

            weight *= memory;
        }
    }
}
