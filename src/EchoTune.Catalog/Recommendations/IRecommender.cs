using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Recommendations;

/// <summary>What to recommend for.</summary>
public sealed record RecommendationRequest
{
    /// <summary>How many, 1–200.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>What the listener asked for; null for "something for me now".</summary>
    public Criteria? Criteria { get; init; }

    /// <summary>One strategy by name, or null for the hybrid of all.</summary>
    public string? Strategy { get; init; }

    /// <summary>Tracks to start from (radio, continuation); most recent last.</summary>
    public IReadOnlyList<TrackId> Seeds { get; init; } = [];

    /// <summary>Artists to start from (radio).</summary>
    public IReadOnlyList<ArtistId> SeedArtists { get; init; } = [];

    /// <summary>Tracks that must not come, e.g. what is in the queue.</summary>
    public IReadOnlyCollection<TrackId> Exclude { get; init; } = [];

    /// <summary>The track that plays now, for <c>similarTo.current</c>.</summary>
    public TrackId? Current { get; init; }

    /// <summary>
    /// True for recommendations (at most two tracks an artist, none heard within 24 h); false where the listener asked for an artist,
    /// an album or a playlist and these rules do not bind.
    /// </summary>
    public bool ApplyRepeatRules { get; init; } = true;

    /// <summary>Kind of device it is for, as events name it; null where it does not matter.</summary>
    public string? Device { get; init; }

    /// <summary>Weights of strategies, 0–2, in place of those of the listener's settings; null for theirs.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>Tuning in place of that of the listener's settings; null for theirs.</summary>
    public RecommendationTuning? Tuning { get; init; }

    /// <summary>Where the answer will be shown, for the log of exposures: <c>home</c>, <c>upNext</c>, <c>chat</c>, …; null for an answer that nobody is shown.</summary>
    public string? Surface { get; init; }
}

/// <summary>How a listener tunes recommendations; each from 0 to 1, 0.5 as it comes.</summary>
/// <param name="Novelty">From favourites of many (0) to what few know (1).</param>
/// <param name="Familiarity">From only what is new to the listener (0) to mostly what they know (1).</param>
/// <param name="Variety">From alike (0) to unlike one another (1).</param>
public sealed record RecommendationTuning(double Novelty = 0.5, double Familiarity = 0.5, double Variety = 0.5);

/// <summary>One recommended track with its evidence.</summary>
/// <param name="Track">The track.</param>
/// <param name="Score">Of the hybrid, higher is better; comparable inside one answer only.</param>
/// <param name="Strategies">Share of each strategy in the score: names from <c>content</c>, <c>history</c>, <c>colistening</c>, <c>context</c>, <c>popularity</c>, <c>novelty</c>, …</param>
/// <param name="Reason">One plain sentence that names signals and the listener's tracks behind it.</param>
/// <param name="BecauseOf">The listener's tracks behind it, strongest first.</param>
public sealed record RecommendedTrack(Track Track, double Score, IReadOnlyDictionary<string, double> Strategies, string Reason, IReadOnlyList<TrackId> BecauseOf)
{
    /// <summary>What each strategy said of the track, by name: 1 for its best candidate, below 0 for a reason against; those that said nothing are left out.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The strategy that was let choose the track alone, to learn whether the listener likes it; null where the track stands by its score.</summary>
    public string? Explores { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Items">In order.</param>
/// <param name="ModelVersion">The snapshot that made it.</param>
/// <param name="Note">Says so when the rules had to be relaxed or a criterion could not be met; else null.</param>
/// <param name="Experiment">Key of the experiment the listener takes part in; null for none.</param>
/// <param name="Arm">Their arm in it.</param>
public sealed record RecommendationResult(IReadOnlyList<RecommendedTrack> Items, string ModelVersion, string? Note = null, string? Experiment = null, string? Arm = null);

/// <summary>A neighbour of a track by sound and tags.</summary>
/// <param name="Track">The neighbour.</param>
/// <param name="Similarity">0–1.</param>
/// <param name="Reason">What they share, in a few words.</param>
public sealed record SimilarTrack(Track Track, double Similarity, string Reason);

/// <summary>Why a track was recommended or plays, with the figures behind it.</summary>
/// <param name="Track">The track.</param>
/// <param name="Sentence">One plain sentence.</param>
/// <param name="Strategies">Share of each strategy, 0–1, summing to 1.</param>
/// <param name="BecauseOf">The listener's tracks behind it, strongest first.</param>
/// <param name="Facts">Short facts: "124 BPM, close to your usual 120–130", "same genre as …".</param>
public sealed record Explanation(Track Track, string Sentence, IReadOnlyDictionary<string, double> Strategies, IReadOnlyList<Track> BecauseOf, IReadOnlyList<string> Facts);

/// <summary>Recommends from immutable model snapshots and each listener's live state; the answer after an observed event differs.</summary>
public interface IRecommender : IListenerModel
{
    /// <summary>Chooses and ranks tracks.</summary>
    ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken);

    /// <summary>Tracks that sound like one.</summary>
    /// <exception cref="Errors.EchoTuneException">not_found.</exception>
    ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken);

    /// <summary>Explains a track to a listener: why it was last recommended, or how it fits them if it was not.</summary>
    /// <exception cref="Errors.EchoTuneException">not_found.</exception>
    ValueTask<Explanation> ExplainAsync(ListenerId listener, TrackId track, CancellationToken cancellationToken);

    /// <summary>The version of the models that would answer now; null before the first answer.</summary>
    string? ModelVersion { get; }

    /// <summary>Raised after <see cref="ModelVersion"/> changed, from any thread. Handlers must return fast and must not throw.</summary>
    event Action? ModelChanged;

    /// <summary>Names of the strategies, for settings and <see cref="RecommendationRequest.Strategy"/>.</summary>
    IReadOnlyList<string> Strategies { get; }
}
