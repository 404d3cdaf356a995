using EchoTune.Catalog;
using EchoTune.Playback.Sessions;

namespace EchoTune.Storage.Postgres.Playback;

internal sealed class PostgresPlaybackStateStore(Database database) : IPlaybackStateStore
{
    public Task<PlaybackState?> LoadAsync(ListenerId listener, CancellationToken cancellationToken) =>
        database.FirstAsync(
            "SELECT state FROM playback_states WHERE listener_id = $1",
            c => c.With(listener.Value),
            r => Documents.Read<PlaybackState>(r.GetString(0)),
            cancellationToken);

    public Task SaveAsync(ListenerId listener, PlaybackState state, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            INSERT INTO playback_states (listener_id, version, state) VALUES ($1, $2, $3)
            ON CONFLICT (listener_id) DO UPDATE SET version = excluded.version, state = excluded.state
            WHERE playback_states.version <= excluded.version
            """,
            c => c.With(listener.Value).With(state.Version).WithJson(Documents.Write(state)),
            cancellationToken);
}
