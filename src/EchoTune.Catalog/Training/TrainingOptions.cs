namespace EchoTune.Catalog.Training;

/// <summary>When and how models are trained. Configuration section <c>EchoTune:Training</c>.</summary>
public sealed class TrainingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "EchoTune:Training";

    /// <summary>Time between runs on schedule.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the logs are measured and what is in service is compared with what is stored.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after a failure it is tried again.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Events from which the first run begins by itself.</summary>
    public long FirstEvents { get; set; } = 500;

    /// <summary>New events that a further run on schedule needs.</summary>
    public long NewEvents { get; set; } = 200;

    /// <summary>Good snapshots that are kept, at least 1, the one in service counted.</summary>
    public int Keep { get; set; } = 5;

    /// <summary>Threads that compute, at least 1; at most half of the processors are used in any case.</summary>
    public int Threads { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Niceness of the threads, 1 (a little polite) – 19 (only when nothing else runs).</summary>
    public int Niceness { get; set; } = 15;

    /// <summary>Seconds that choosing hyperparameters may take.</summary>
    public double BudgetSeconds { get; set; } = 60;

    /// <summary>Sets of hyperparameters that are tried at most.</summary>
    public int MaximumTrials { get; set; } = 24;

    /// <summary>How much of NDCG@10 of the snapshot in service a new one may lose and still take its place, 0–1.</summary>
    public double Tolerance { get; set; } = 0.05;

    /// <summary>The latest tracks of a listener that are learnt from.</summary>
    public int TracksOfListener { get; set; } = 5_000;

    /// <summary>Pairs of listener and track that are learnt from at most; each takes about 100 bytes while training.</summary>
    public int MostInteractions { get; set; } = 10_000_000;

    /// <summary>Sessions that are learnt from at most, the latest.</summary>
    public int MostSessions { get; set; } = 100_000;

    /// <summary>Makes chance repeatable.</summary>
    public ulong Seed { get; set; } = 1;
}
