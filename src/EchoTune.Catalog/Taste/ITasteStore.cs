namespace EchoTune.Catalog.Taste;

/// <summary>What a rating is about.</summary>
public enum RatingTarget
{
    /// <summary>A track.</summary>
    Track,

    /// <summary>An artist.</summary>
    Artist,

    /// <summary>An album.</summary>
    Album,
}

/// <summary>A like or a dislike.</summary>
/// <param name="Target">What kind of thing.</param>
/// <param name="TargetId">Its id.</param>
/// <param name="Liked">True for a like, false for a dislike.</param>
/// <param name="At">When.</param>
public sealed record Rating(RatingTarget Target, Guid TargetId, bool Liked, DateTimeOffset At);

/// <summary>Likes, dislikes and saved tracks of listeners: the current state; the log of events holds the history.</summary>
public interface ITasteStore
{
    /// <summary>All ratings of a listener.</summary>
    Task<IReadOnlyList<Rating>> RatingsAsync(ListenerId listener, CancellationToken cancellationToken);

    /// <summary>Sets a rating; replaces an opposite one.</summary>
    Task RateAsync(ListenerId listener, Rating rating, CancellationToken cancellationToken);

    /// <summary>Takes a rating back; no error if there is none.</summary>
    Task UnrateAsync(ListenerId listener, RatingTarget target, Guid targetId, CancellationToken cancellationToken);

    /// <summary>Keeps a track in the listener's saved tracks, or lets it go.</summary>
    Task SetSavedAsync(ListenerId listener, TrackId track, bool saved, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Saved tracks, newest first.</summary>
    Task<IReadOnlyList<TrackId>> SavedAsync(ListenerId listener, CancellationToken cancellationToken);
}
