using System.Collections.Concurrent;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Content;

/// <summary>Scores by the log odds that an item joins the history.</summary>
internal sealed class ContentModel(string name, int itemCount, ContentFeatures features, ObliviousForest forest) : IScoringModel
{
    // As many as ever were at work at once.
    private readonly ConcurrentBag<ContentFeatures.Workspace> spaces = [];

    public string Name => name;

    public int ItemCount => itemCount;

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        var space = spaces.TryTake(out var free) ? free : features.Rent();
        features.Fill(history, space);
        scores.Clear();
        forest.Add(space.Features, scores);
        spaces.Add(space);
    }
}
