namespace EchoTune.Catalog.Training;

/// <summary>What became of a training run.</summary>
public enum ModelState
{
    /// <summary>In service; one at most.</summary>
    Active,

    /// <summary>Was good; can be put into service.</summary>
    Kept,

    /// <summary>Its guard metrics fell below those of the one in service.</summary>
    Rejected,

    /// <summary>Cannot be read.</summary>
    Damaged,
}

/// <summary>How much there was to learn from.</summary>
/// <param name="Listeners">Listeners with at least one event.</param>
/// <param name="Tracks">Tracks of the library.</param>
/// <param name="Events">Events in all logs.</param>
/// <param name="Interactions">Pairs of a listener and a track they came to like.</param>
/// <param name="Sessions">Stretches of listening.</param>
/// <param name="LastEventAt">When the latest event happened; null without events.</param>
public sealed record LearningData(int Listeners, int Tracks, long Events, long Interactions, long Sessions, DateTimeOffset? LastEventAt)
{
    /// <summary>Nothing at all.</summary>
    public static LearningData Empty { get; } = new(0, 0, 0, 0, 0, null);
}

/// <summary>One part of a snapshot.</summary>
/// <param name="Name">collaborative, projection, sequence, graph or weights.</param>
/// <param name="IsPresent">Whether it was learnt.</param>
/// <param name="Note">What was chosen, or why the part is missing.</param>
/// <param name="Metrics">Figures by name.</param>
public sealed record ModelPart(string Name, bool IsPresent, string Note, IReadOnlyDictionary<string, double> Metrics);

/// <summary>What is known of a snapshot without reading it.</summary>
public sealed record ModelManifest
{
    /// <summary>Names the run; sorts by time.</summary>
    public required string Version { get; init; }

    /// <summary>When the run ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long the run took.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>What it learnt from.</summary>
    public required LearningData TrainedOn { get; init; }

    /// <summary>Of the whole on held-out listens: ndcg10, recall20, coverage and more.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Of the snapshot before on the same listens; empty where there was none.</summary>
    public IReadOnlyDictionary<string, double> Baseline { get; init; } = new Dictionary<string, double>();

    /// <summary>Its parts.</summary>
    public IReadOnlyList<ModelPart> Parts { get; init; } = [];
}

/// <summary>A stored snapshot.</summary>
/// <param name="Manifest">What it is.</param>
/// <param name="State">Whether it serves.</param>
/// <param name="Reason">Why it was rejected or is damaged; null for others.</param>
/// <param name="SizeBytes">Length of its content.</param>
public sealed record StoredModel(ModelManifest Manifest, ModelState State, string? Reason, long SizeBytes);
