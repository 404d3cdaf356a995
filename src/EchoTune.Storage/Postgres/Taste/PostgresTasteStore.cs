using EchoTune.Catalog;
using EchoTune.Catalog.Taste;

namespace EchoTune.Storage.Postgres.Taste;

internal sealed class PostgresTasteStore(Database database) : ITasteStore
{
    public async Task<IReadOnlyList<Rating>> RatingsAsync(ListenerId listener, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT target, target_id, liked, rated_at FROM ratings WHERE listener_id = $1 ORDER BY rated_at DESC, target_id",
            c => c.With(listener.Value),
            r => new Rating((RatingTarget)r.GetInt16(0), r.GetGuid(1), r.GetBoolean(2), r.Moment(3)),
            cancellationToken);

    public Task RateAsync(ListenerId listener, Rating rating, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            INSERT INTO ratings (listener_id, target, target_id, liked, rated_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (listener_id, target, target_id) DO UPDATE SET liked = excluded.liked, rated_at = excluded.rated_at
            """,
            c => c.With(listener.Value).With((short)rating.Target).With(rating.TargetId).With(rating.Liked).With(rating.At),
            cancellationToken);

    public Task UnrateAsync(ListenerId listener, RatingTarget target, Guid targetId, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "DELETE FROM ratings WHERE listener_id = $1 AND target = $2 AND target_id = $3",
            c => c.With(listener.Value).With((short)target).With(targetId),
            cancellationToken);

    public Task SetSavedAsync(ListenerId listener, TrackId track, bool saved, DateTimeOffset at, CancellationToken cancellationToken) =>
        saved
            ? database.ExecuteAsync(
                "INSERT INTO saved_tracks (listener_id, track_id, saved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                c => c.With(listener.Value).With(track.Value).With(at),
                cancellationToken)
            : database.ExecuteAsync(
                "DELETE FROM saved_tracks WHERE listener_id = $1 AND track_id = $2", c => c.With(listener.Value).With(track.Value), cancellationToken);

    public async Task<IReadOnlyList<TrackId>> SavedAsync(ListenerId listener, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT track_id FROM saved_tracks WHERE listener_id = $1 ORDER BY saved_at DESC, track_id DESC",
            c => c.With(listener.Value),
            r => new TrackId(r.GetGuid(0)),
            cancellationToken);
}
