using System.Numerics;
using System.Numerics.Tensors;

namespace EchoTune.Recommendation.Sequence;

/// <summary>
/// Gathers the best of several models and the items of the session itself, and says of each what every model thinks of it. The first
/// model's scores are taken as logits and given by the caller; those of the others are ≥ 0, 0 meaning nothing known.
/// </summary>
internal sealed class SessionCandidates
{
    private const int OfModel = 2;
    private const int OfNetwork = 2;
    private const int OfItem = 7;
    private const int OfSession = 4;

    private readonly ISessionModel[] models;
    private readonly float[] popularity;
    private readonly float[] trend;
    private readonly Scratch<Space> scratch;
    private readonly int perModel;

    /// <param name="models">The models beside the first.</param>
    /// <param name="sessions">What they were fitted on.</param>
    /// <param name="perModel">How many of each model's best are candidates.</param>
    public SessionCandidates(ISessionModel[] models, Sessions sessions, int perModel)
    {
        (this.models, this.perModel) = (models, perModel);
        var counts = PopularSessionTrainer.Counts(sessions);
        var late = PopularSessionTrainer.Counts(sessions.Slice(sessions.Count - (sessions.Count / 10), sessions.Count / 10));
        popularity = Array.ConvertAll(counts, c => MathF.Log(1 + c) / 5);
        trend = new float[counts.Length];
        for (var i = 0; i < trend.Length; i++)
        {
            // How much of an item's listening is of late: 0 for as much as of all.
            trend[i] = MathF.Log((1 + (10 * late[i])) / (1 + counts[i])) / 2;
        }

        scratch = new Scratch<Space>(() => new Space(models.Length, counts.Length, perModel));
    }

    /// <summary>How many features a candidate has.</summary>
    public int Features => OfNetwork + (OfModel * models.Length) + OfItem + OfSession;

    /// <summary>Weights that make a fair ranking before anything is learnt.</summary>
    public float[] Prior()
    {
        var prior = new float[Features];
        for (var m = 0; m <= models.Length; m++)
        {
            prior[m * OfModel] = 2;
            prior[(m * OfModel) + 1] = 1;
        }

        return prior;
    }

    /// <summary>Gathers candidates.</summary>
    /// <param name="prefix">What was heard.</param>
    /// <param name="logits">The first model's scores of all items.</param>
    /// <returns>The candidates and their features; to be given back.</returns>
    public Space Gather(ReadOnlySpan<int> prefix, ReadOnlySpan<float> logits)
    {
        prefix = prefix[Math.Max(0, prefix.Length - SessionNeighbourModel.LongestPrefix)..];
        var space = scratch.Rent();
        space.Candidates.Clear();
        var most = space.Best(logits, float.NegativeInfinity, perModel);
        for (var m = 0; m < models.Length; m++)
        {
            models[m].Score(prefix, space.Scores[m]);
            space.Tops[m] = Math.Max(space.Best(space.Scores[m], 0, perModel), 1e-20f);
        }

        foreach (var item in prefix)
        {
            if ((uint)item < (uint)popularity.Length)
            {
                space.Candidates.Add(item);
            }
        }

        space.Candidates.Sort();
        var count = 0;
        for (var i = 0; i < space.Candidates.Count; i++)
        {
            if (i == 0 || space.Candidates[i] != space.Candidates[i - 1])
            {
                space.Candidates[count++] = space.Candidates[i];
            }
        }

        space.Candidates.RemoveRange(count, space.Candidates.Count - count);
        if (space.Features.Length < count * Features)
        {
            space.Features = new float[count * Features * 5 / 4];
        }

        Describe(prefix, logits, most, space);
        return space;
    }

    /// <summary>Gives back what <see cref="Gather"/> gave.</summary>
    public void Return(Space space) => scratch.Return(space);

    private void Describe(ReadOnlySpan<int> prefix, ReadOnlySpan<float> logits, float most, Space space)
    {
        // The chances of the candidates among themselves: the rest of the items is too unlikely to matter.
        var mass = 0f;
        foreach (var item in space.Candidates)
        {
            mass += MathF.Exp(logits[item] - most);
        }

        var repeats = 0;
        for (var i = 1; i < prefix.Length; i++)
        {
            repeats += prefix[..i].Contains(prefix[i]) ? 1 : 0;
        }

        var length = MathF.Log(1 + prefix.Length);
        var repeated = prefix.Length < 2 ? 0 : repeats / (float)(prefix.Length - 1);
        for (var c = 0; c < space.Candidates.Count; c++)
        {
            var item = space.Candidates[c];
            var row = space.Features.AsSpan(c * Features, Features);
            row[0] = MathF.Exp(logits[item] - most) / mass;
            row[1] = (logits[item] - most) / 5;
            var at = OfNetwork;
            for (var m = 0; m < models.Length; m++)
            {
                var share = space.Scores[m][item] / space.Tops[m];
                row[at++] = share;
                row[at++] = MathF.Log(share + 0.003f) / 5;
            }

            var last = prefix.LastIndexOf(item);
            var ago = prefix.Length - last;
            row[at++] = last >= 0 && ago == 1 ? 1 : 0;
            row[at++] = last >= 0 ? 1 : 0;
            row[at++] = last >= 0 ? 1f / ago : 0;
            row[at++] = last < 0 ? 0 : (float)prefix.Count(item) / prefix.Length;
            row[at++] = last < 0 ? 0 : repeated;
            row[at++] = popularity[item];
            row[at++] = trend[item];
            row[at++] = length;
            row[at++] = repeated;
            row[at++] = 1 / mass;
            row[at] = models.Length == 0 ? 0 : MathF.Log(space.Tops[0] + 1e-3f);
        }
    }

    /// <summary>Candidates, and room to gather them.</summary>
    internal sealed class Space(int models, int items, int perModel)
    {
        private readonly float[] heap = new float[perModel];

        public float[][] Scores { get; } = [.. Enumerable.Range(0, models).Select(_ => new float[items])];

        public float[] Tops { get; } = new float[models];

        /// <summary>The candidates, ascending.</summary>
        public List<int> Candidates { get; } = [];

        /// <summary>Their features, row-major; may be longer than is filled.</summary>
        public float[] Features { get; set; } = [];

        /// <summary>Room for the candidates' scores.</summary>
        public float[] Ranked { get; set; } = [];

        /// <summary>Adds the items of the highest scores above a bound to the candidates.</summary>
        /// <returns>The highest, or 0 for none.</returns>
        public float Best(ReadOnlySpan<float> scores, float bound, int count)
        {
            // First the score of the last one wanted (a heap of the least of the best), then all above it, then as many equal ones as fit.
            // Most scores are too low, which several at a time tell at once.
            var (filled, width) = (0, Vector<float>.Count);
            for (var at = 0; at < scores.Length; at += width)
            {
                if (at + width <= scores.Length && !Vector.GreaterThanAny(new Vector<float>(scores[at..]), new Vector<float>(bound)))
                {
                    continue;
                }

                foreach (var score in scores.Slice(at, Math.Min(width, scores.Length - at)))
                {
                    if (!(score > bound))
                    {
                        continue;
                    }

                    if (filled == count)
                    {
                        Replace(score);
                        bound = heap[0];
                    }
                    else
                    {
                        heap[filled++] = score;
                        if (filled == count)
                        {
                            Array.Sort(heap);
                            bound = heap[0];
                        }
                    }
                }
            }

            if (filled == 0)
            {
                return 0;
            }

            var least = filled < count ? TensorPrimitives.Min<float>(heap.AsSpan(0, filled)) : heap[0];
            var (above, highest) = (0, float.NegativeInfinity);
            for (var i = 0; i < filled; i++)
            {
                above += heap[i] > least ? 1 : 0;
                highest = Math.Max(highest, heap[i]);
            }

            var equal = filled - above;
            for (var at = 0; at < scores.Length; at += width)
            {
                if (at + width <= scores.Length && !Vector.GreaterThanOrEqualAny(new Vector<float>(scores[at..]), new Vector<float>(least)))
                {
                    continue;
                }

                for (var item = at; item < Math.Min(at + width, scores.Length); item++)
                {
                    if (scores[item] > least || (scores[item] == least && equal-- > 0))
                    {
                        Candidates.Add(item);
                    }
                }
            }

            return highest;
        }

        private void Replace(float score)
        {
            var at = 0;
            while (true)
            {
                var child = (2 * at) + 1;
                if (child >= heap.Length)
                {
                    break;
                }

                child += child + 1 < heap.Length && heap[child + 1] < heap[child] ? 1 : 0;
                if (heap[child] >= score)
                {
                    break;
                }

                heap[at] = heap[child];
                at = child;
            }

            heap[at] = score;
        }
    }
}
