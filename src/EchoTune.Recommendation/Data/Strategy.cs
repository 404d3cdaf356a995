namespace EchoTune.Recommendation.Data;

/// <summary>The independent signals that the hybrid ranker joins.</summary>
public enum Strategy
{
    /// <summary>Sounds and is tagged like what the listener values, or like the seeds.</summary>
    Content,

    /// <summary>The listener's own favourites, artists and genres.</summary>
    History,

    /// <summary>Heard in the same sessions as the listener's tracks or the seeds.</summary>
    CoListening,

    /// <summary>Fits the time of day as the listener lives it, and what was asked for.</summary>
    Context,

    /// <summary>Played often by everyone here, or recently added.</summary>
    Popularity,

    /// <summary>Never or long not heard: exploration.</summary>
    Novelty,

    /// <summary>What listeners of a like taste heard, by learnt factors.</summary>
    Collaborative,

    /// <summary>What follows in a session after what was just heard.</summary>
    Sequence,

    /// <summary>Near in the graph of listeners, tracks, artists and genres.</summary>
    Graph,
}

/// <summary>Names of strategies as settings and answers write them.</summary>
public static class StrategyNames
{
    /// <summary>How many strategies there are.</summary>
    public const int Count = 9;

    /// <summary>All names, in the order of <see cref="Strategy"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["content", "history", "colistening", "context", "popularity", "novelty", "collaborative", "sequence", "graph"];

    /// <summary>The name of a strategy.</summary>
    public static string Name(this Strategy strategy) => All[(int)strategy];

    /// <summary>Finds a strategy by name, without regard to case.</summary>
    public static bool TryParse(string? name, out Strategy strategy)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], name, StringComparison.OrdinalIgnoreCase))
            {
                strategy = (Strategy)i;
                return true;
            }
        }

        strategy = default;
        return false;
    }
}
