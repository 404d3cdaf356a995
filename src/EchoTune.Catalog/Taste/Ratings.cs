using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Taste;

/// <summary>
/// Likes, dislikes and saved tracks as acts of a listener. The rating of a track is an event of the listening log, which keeps
/// the current state in line in the same transaction; those of artists and albums have no events.
/// </summary>
/// <param name="taste">Keeps the current state.</param>
/// <param name="log">Keeps the history.</param>
/// <param name="model">Learns of artists and albums, which have no events.</param>
/// <param name="tracks">Knows which tracks exist.</param>
/// <param name="browse">Knows which artists and albums exist.</param>
/// <param name="time">Stamps the acts.</param>
public sealed class Ratings(ITasteStore taste, ListeningLog log, IListenerModel model, ITrackStore tracks, IBrowseStore browse, TimeProvider time)
{
    /// <summary>Raised after a rating or a saved mark changed. Handlers must return fast and must not throw.</summary>
    public event Action<ListenerId, RatingState>? Changed;

    /// <summary>Likes a thing; a dislike of it ends. Liking twice is liking once.</summary>
    /// <param name="listener">Who.</param>
    /// <param name="target">What kind of thing.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="source">Where the act came from, for the event: <c>library</c>, <c>chat</c>, …</param>
    /// <returns>The state now.</returns>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public Task<RatingState> LikeAsync(ListenerId listener, RatingTarget target, Guid id, CancellationToken cancellationToken, string source = "library") =>
        RateAsync(listener, target, id, liked: true, source, cancellationToken);

    /// <summary>Dislikes a thing; a like of it ends. Disliking twice is disliking once.</summary>
    /// <param name="listener">Who.</param>
    /// <param name="target">What kind of thing.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="source">Where the act came from, for the event.</param>
    /// <returns>The state now.</returns>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public Task<RatingState> DislikeAsync(ListenerId listener, RatingTarget target, Guid id, CancellationToken cancellationToken, string source = "library") =>
        RateAsync(listener, target, id, liked: false, source, cancellationToken);

    /// <summary>Takes a rating back; no error if there is none.</summary>
    /// <param name="listener">Who.</param>
    /// <param name="target">What kind of thing.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="liked">True takes back only a like, false only a dislike, null either.</param>
    /// <param name="source">Where the act came from, for the event.</param>
    /// <returns>The state now.</returns>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public async Task<RatingState> UnrateAsync(
        ListenerId listener, RatingTarget target, Guid id, CancellationToken cancellationToken, bool? liked = null, string source = "library")
    {
        await RequireAsync(target, id, cancellationToken).ConfigureAwait(false);
        var rating = await FindAsync(listener, target, id, cancellationToken).ConfigureAwait(false);
        if (rating is null || (liked is { } only && rating.Liked != only))
        {
            return await StateAsync(listener, target, id, rating, cancellationToken).ConfigureAwait(false);
        }

        if (target == RatingTarget.Track)
        {
            await log.RecordAsync(listener, [Event(id, PlayKind.Unrated, source, rating)], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await taste.UnrateAsync(listener, target, id, cancellationToken).ConfigureAwait(false);
        }

        return await AnnounceAsync(listener, target, id, rating: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a track among the saved tracks, or lets it go.</summary>
    /// <param name="listener">Who.</param>
    /// <param name="track">The track.</param>
    /// <param name="saved">Whether it is kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The state now.</returns>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public async Task<RatingState> SetSavedAsync(ListenerId listener, TrackId track, bool saved, CancellationToken cancellationToken)
    {
        await RequireAsync(RatingTarget.Track, track.Value, cancellationToken).ConfigureAwait(false);
        await taste.SetSavedAsync(listener, track, saved, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var rating = await FindAsync(listener, RatingTarget.Track, track.Value, cancellationToken).ConfigureAwait(false);
        return await AnnounceAsync(listener, RatingTarget.Track, track.Value, rating, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells of the ratings that a client's own events have changed.</summary>
    /// <param name="listener">Who.</param>
    /// <param name="recorded">Events that the log has recorded; kinds that rate nothing are passed over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AnnounceAsync(ListenerId listener, IReadOnlyList<Play> recorded, CancellationToken cancellationToken)
    {
        foreach (var track in recorded.Where(play => play.Kind is PlayKind.Liked or PlayKind.Disliked or PlayKind.Unrated).Select(play => play.TrackId.Value).Distinct())
        {
            var rating = await FindAsync(listener, RatingTarget.Track, track, cancellationToken).ConfigureAwait(false);
            await AnnounceAsync(listener, RatingTarget.Track, track, rating, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RatingState> RateAsync(ListenerId listener, RatingTarget target, Guid id, bool liked, string source, CancellationToken cancellationToken)
    {
        await RequireAsync(target, id, cancellationToken).ConfigureAwait(false);
        var present = await FindAsync(listener, target, id, cancellationToken).ConfigureAwait(false);
        if (present?.Liked == liked)
        {
            return await StateAsync(listener, target, id, present, cancellationToken).ConfigureAwait(false);
        }

        var rating = new Rating(target, id, liked, time.GetUtcNow());
        if (target == RatingTarget.Track)
        {
            await log.RecordAsync(listener, [Event(id, liked ? PlayKind.Liked : PlayKind.Disliked, source, present)], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await taste.RateAsync(listener, rating, cancellationToken).ConfigureAwait(false);
        }

        return await AnnounceAsync(listener, target, id, rating, cancellationToken).ConfigureAwait(false);
    }

    private Play Event(Guid track, PlayKind kind, string source, Rating? present)
    {
        // A device whose clock is fast may have rated later than now: what is done after that comes after it.
        var now = time.GetUtcNow();
        var at = present is not null && present.At > now ? present.At : now;
        return new Play { EventId = Guid.CreateVersion7(now), TrackId = new TrackId(track), Kind = kind, StartedAt = at, Source = source };
    }

    private async Task<RatingState> AnnounceAsync(ListenerId listener, RatingTarget target, Guid id, Rating? rating, CancellationToken cancellationToken)
    {
        if (target != RatingTarget.Track)
        {
            model.Invalidate(listener);
        }

        var state = await StateAsync(listener, target, id, rating, cancellationToken).ConfigureAwait(false);
        Changed?.Invoke(listener, state);
        return state;
    }

    private async Task<RatingState> StateAsync(ListenerId listener, RatingTarget target, Guid id, Rating? rating, CancellationToken cancellationToken)
    {
        var saved = target == RatingTarget.Track
            && (await taste.SavedAsync(listener, cancellationToken).ConfigureAwait(false)).Contains(new TrackId(id));
        return new RatingState(target, id, rating?.Liked == true, rating?.Liked == false, saved);
    }

    private async Task<Rating?> FindAsync(ListenerId listener, RatingTarget target, Guid id, CancellationToken cancellationToken)
    {
        var ratings = await taste.RatingsAsync(listener, cancellationToken).ConfigureAwait(false);
        return ratings.FirstOrDefault(rating => rating.Target == target && rating.TargetId == id);
    }

    private async Task RequireAsync(RatingTarget target, Guid id, CancellationToken cancellationToken)
    {
        var exists = target switch
        {
            RatingTarget.Track => await tracks.GetAsync(new TrackId(id), cancellationToken).ConfigureAwait(false) is not null,
            RatingTarget.Artist => await browse.ArtistAsync(new ArtistId(id), cancellationToken).ConfigureAwait(false) is not null,
            RatingTarget.Album => await browse.AlbumAsync(new AlbumId(id), cancellationToken).ConfigureAwait(false) is not null,
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "Unknown target of a rating."),
        };
        if (!exists)
        {
            throw new EchoTuneException(ErrorCodes.NotFound, $"There is no such {target.ToString().ToLowerInvariant()} in the library.");
        }
    }
}
