using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Learned;

/// <summary>How the walk goes.</summary>
/// <param name="Artist">The share of steps through the track's artist.</param>
/// <param name="Genre">The share of steps through a genre.</param>
/// <param name="Beta">How far popular ends are held down.</param>
internal readonly record struct GraphShape(float Artist, float Genre, float Beta);

/// <summary>
/// Tracks near to each track by a personalised walk over the graph of listeners, tracks, artists and genres: from a track to one of its
/// neighbours in the graph and back to a track, with popular ends held down (RP3β, Paudel et al. 2017, on a graph with more kinds of nodes).
/// </summary>
internal static class GraphPart
{
    // A node that leads nearly everywhere says nothing, and costs the most.
    private const int WidestNode = 2_000;
    private const int LatestOfListener = 300;
    private const float Alpha = 0.9f;

    /// <summary>The shapes that are tried.</summary>
    public static IReadOnlyList<GraphShape> Shapes { get; } =
        [new(0.2f, 0.1f, 0.4f), new(0, 0, 0.4f), new(0.1f, 0.05f, 0.1f), new(0.3f, 0.2f, 0.4f), new(0.1f, 0.05f, 0.7f)];

    /// <summary>Finds the neighbours of every item.</summary>
    public static ItemNeighbours Fit(TrainingSet set, GraphShape shape, LearningOptions options)
    {
        var items = set.Items.Count;
        var edges = Edges(set, shape);
        var toItems = Interactions.FromCells(edges.Nodes, items, edges.Node.ToArray(), edges.Item.ToArray(), edges.Back.ToArray());
        var toNodes = Interactions.FromCells(items, edges.Nodes, edges.Item.ToArray(), edges.Node.ToArray(), edges.Forth.ToArray());
        var popularity = Judge.Popularity(set);
        var scales = Array.ConvertAll(popularity, count => MathF.Pow(MathF.Max(1, count), -shape.Beta));
        var rows = CoOccurrence.Build(toNodes, toItems, options.Neighbours, (_, other, sum) => sum * scales[other], options.Fitting);
        return Lists(rows, items);
    }

    // Each row strongest first, the strongest 1, so that lists of well and little known tracks weigh alike.
    private static ItemNeighbours Lists(SparseRows rows, int items)
    {
        var offsets = new int[items + 1];
        var (all, weights) = (new List<int>(), new List<float>());
        for (var item = 0; item < items; item++)
        {
            var (columns, values) = (rows.Columns(item).ToArray(), rows.Values(item).ToArray());
            Array.Sort(Array.ConvertAll(values, value => -value), columns);
            Array.Sort(values);
            Array.Reverse(values);
            for (var k = 0; k < columns.Length && values[k] / values[0] >= LeastWeight; k++)
            {
                all.Add(columns[k]);
                weights.Add(values[k] / values[0]);
            }

            offsets[item + 1] = all.Count;
        }

        return new ItemNeighbours(offsets, [.. all], [.. weights]);
    }

    /// <summary>Below this share of the strongest a neighbour is none.</summary>
    internal const float LeastWeight = 1e-4f;

    private static EdgeList Edges(TrainingSet set, GraphShape shape)
    {
        var listeners = set.Interactions.ListenerCount;
        var content = set.Content;
        var edges = new EdgeList(set.Items.Count, listeners + (content?.ArtistCount ?? 0) + (content?.GenreCount ?? 0));
        for (var listener = 0; listener < listeners; listener++)
        {
            var (items, weights) = Latest(set.Interactions, listener);
            for (var k = 0; k < items.Length; k++)
            {
                edges.Add(items[k], listener, MathF.Sqrt(weights[k]), 1 - shape.Artist - shape.Genre, 0);
            }
        }

        for (var item = 0; content is not null && item < set.Items.Count; item++)
        {
            if (content.Artist(item) is >= 0 and var artist && shape.Artist > 0)
            {
                edges.Add(item, listeners + artist, 1, shape.Artist, 1);
            }

            foreach (var genre in content.Genres(item))
            {
                if (shape.Genre > 0)
                {
                    edges.Add(item, listeners + content.ArtistCount + genre, 1, shape.Genre, 2);
                }
            }
        }

        edges.Close();
        return edges;
    }

    private static (int[] Items, float[] Weights) Latest(Interactions cells, int listener)
    {
        var (items, weights) = (cells.Items(listener).ToArray(), cells.Weights(listener).ToArray());
        if (items.Length <= LatestOfListener)
        {
            return (items, weights);
        }

        var order = Enumerable.Range(0, items.Length).ToArray();
        var keys = cells.HasTimes ? cells.Times(listener).ToArray() : new long[items.Length];
        Array.Sort(keys, order);
        order = order[^LatestOfListener..];
        return (Array.ConvertAll(order, k => items[k]), Array.ConvertAll(order, k => weights[k]));
    }

    /// <summary>Edges between items and nodes with the chance of each step, to a power.</summary>
    private sealed class EdgeList(int items, int nodes)
    {
        private readonly List<float> weights = [];
        private readonly List<float> shares = [];
        private readonly List<byte> kinds = [];

        public int Nodes => nodes;

        public List<int> Item { get; } = [];

        public List<int> Node { get; } = [];

        public List<float> Forth { get; } = [];

        public List<float> Back { get; } = [];

        public void Add(int item, int node, float weight, float share, byte kind)
        {
            Item.Add(item);
            Node.Add(node);
            weights.Add(weight);
            shares.Add(share);
            kinds.Add(kind);
        }

        public void Close()
        {
            var (ofItem, ofNode, degree) = (new float[items * 3], new float[nodes], new int[nodes]);
            for (var e = 0; e < Item.Count; e++)
            {
                ofItem[(Item[e] * 3) + kinds[e]] += weights[e];
                ofNode[Node[e]] += weights[e];
                degree[Node[e]]++;
            }

            for (var e = 0; e < Item.Count; e++)
            {
                // A weight of 0 is no cell: nodes that are too wide fall out.
                var isWide = kinds[e] > 0 && degree[Node[e]] > WidestNode;
                Forth.Add(isWide ? 0 : shares[e] * MathF.Pow(weights[e] / ofItem[(Item[e] * 3) + kinds[e]], Alpha));
                Back.Add(isWide ? 0 : MathF.Pow(weights[e] / ofNode[Node[e]], Alpha));
            }
        }
    }
}
