using System.Buffers;
using System.Collections.Concurrent;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Adds up what the nearest listeners heard.</summary>
internal sealed class UserKnnModel : IScoringModel
{
    private readonly Interactions heard;
    private readonly Interactions input;
    private readonly SparseRows neighbours;
    private readonly (float[] From, float[] To, float Shrinkage, float Sharpness) likeness;
    private readonly int keep;
    private readonly double power;
    private readonly float[] rarities;
    private readonly double alpha;
    private readonly ConcurrentBag<CoOccurrence.Workspace> spaces = [];

    public UserKnnModel(
        string name, Interactions heard, Interactions input, SparseRows neighbours, (float[] From, float[] To, float Shrinkage, float Sharpness) likeness, int keep,
        double power, double rarity, double alpha)
    {
        (Name, this.heard, this.input, this.neighbours, this.likeness, this.keep, this.power, this.alpha) = (name, heard, input, neighbours, likeness, keep, power, alpha);
        rarities = new float[heard.ItemCount];
        for (var item = 0; item < rarities.Length; item++)
        {
            rarities[item] = (float)Math.Pow(Math.Max(1, heard.Transposed.Items(item).Length), -rarity);
        }
    }

    public string Name { get; }

    public int ItemCount => heard.ItemCount;

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        scores.Clear();
        if ((uint)history.Listener < (uint)neighbours.Count)
        {
            Add(neighbours.Columns(history.Listener), neighbours.Values(history.Listener), scores);
            return;
        }

        var values = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Items.Length));
        HistoryWeights.Fill(history.Weights, power, values);
        var squares = 0f;
        for (var k = 0; k < history.Items.Length; k++)
        {
            values[k] *= rarities[history.Items[k]];
            squares += values[k] * values[k];
        }

        var own = (float)Math.Pow(Math.Max(1e-12, squares), alpha);
        var space = spaces.TryTake(out var free) ? free : new CoOccurrence.Workspace(input.ListenerCount, Math.Clamp(keep, 1, Math.Max(1, input.ListenerCount)));
        space.Sum(history.Items, values, input.Transposed);
        var (listeners, strengths) = space.Take(
            -1, (_, other, sum) => ItemKnnTrainer.Sharpened(sum / (own * likeness.To[other] + likeness.Shrinkage), likeness.Sharpness));
        Add(listeners, strengths, scores);
        spaces.Add(space);
        ArrayPool<float>.Shared.Return(values);
    }

    private void Add(ReadOnlySpan<int> listeners, ReadOnlySpan<float> strengths, Span<float> scores)
    {
        for (var n = 0; n < listeners.Length; n++)
        {
            foreach (var item in heard.Items(listeners[n]))
            {
                scores[item] += strengths[n];
            }
        }
    }
}
