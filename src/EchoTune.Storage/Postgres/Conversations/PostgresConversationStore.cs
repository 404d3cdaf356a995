using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Tools;
using Npgsql;

namespace EchoTune.Storage.Postgres.Conversations;

internal sealed class PostgresConversationStore(Database database) : IConversationStore
{
    public async Task<Guid?> LatestAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var latest = await database.ListAsync(
            "SELECT conversation_id FROM conversations WHERE listener_id = $1 ORDER BY last_at DESC, conversation_id DESC LIMIT 1",
            c => c.With(listener.Value),
            r => r.GetGuid(0),
            cancellationToken);
        return latest.Count == 0 ? null : latest[0];
    }

    public async Task AppendAsync(ListenerId listener, Turn turn, CancellationToken cancellationToken)
    {
        // A turn that is stored already (its acknowledgement was lost) is not stored again.
        const string Sql = """
            WITH conversation AS (
                INSERT INTO conversations (listener_id, conversation_id, turn_count, last_at) VALUES ($1, $2, 1, $3)
                ON CONFLICT (conversation_id) DO UPDATE SET turn_count = conversations.turn_count + 1, last_at = greatest(conversations.last_at, excluded.last_at)
                WHERE conversations.listener_id = excluded.listener_id
                RETURNING turn_count),
            turn AS (
                INSERT INTO turns (listener_id, conversation_id, number, turn_id, text, reply, provider, calls, said_at)
                SELECT $1, $2, turn_count, $4, $5, $6, $7, $8, $3 FROM conversation
                ON CONFLICT DO NOTHING)
            SELECT count(*) FROM conversation
            """;
        var own = await database.NumberAsync(
            Sql,
            c => c.With(listener.Value).With(turn.ConversationId).With(turn.At).With(turn.Id).WithText(turn.Text).WithText(turn.Reply).WithText(turn.Provider)
                .WithJson(Documents.Write(turn.Calls)),
            cancellationToken);
        if (own == 0)
        {
            throw new EchoTuneException(ErrorCodes.NotFound, "There is no such conversation. Start a new one by leaving its id out.");
        }
    }

    public Task<Turn?> FindAsync(ListenerId listener, Guid turnId, CancellationToken cancellationToken) =>
        database.FirstAsync(
            "SELECT number, turn_id, conversation_id, text, reply, provider, calls, said_at FROM turns WHERE listener_id = $1 AND turn_id = $2",
            c => c.With(listener.Value).With(turnId),
            Read,
            cancellationToken);

    public async Task<IReadOnlyList<Turn>> RecentAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT * FROM (
                SELECT number, turn_id, conversation_id, text, reply, provider, calls, said_at FROM turns
                WHERE listener_id = $1 AND conversation_id = $2 ORDER BY number DESC LIMIT $3) AS latest
            ORDER BY number
            """,
            c => c.With(listener.Value).With(conversationId).With(Math.Max(limit, 0)),
            Read,
            cancellationToken);

    public async Task<IReadOnlyList<EarlierTurn>> EarlierAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken)
    {
        var turns = await database.ListAsync(
            "SELECT turn_id, text, calls FROM turns WHERE listener_id = $1 AND conversation_id = $2 ORDER BY number DESC LIMIT $3",
            c => c.With(listener.Value).With(conversationId).With(Math.Max(limit, 0)),
            r => new EarlierTurn(r.GetGuid(0), r.GetString(1), [.. Documents.Read<IReadOnlyList<MadeCall>>(r.GetString(2)).Select(made => made.Call)]),
            cancellationToken);
        return [.. Enumerable.Reverse(turns)];
    }

    public Task DeleteAsync(ListenerId listener, Guid conversationId, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "DELETE FROM conversations WHERE listener_id = $1 AND conversation_id = $2",
            c => c.With(listener.Value).With(conversationId),
            cancellationToken);

    /// <summary>A completed call as far as it was a call; its result is passed over in reading.</summary>
    private sealed record MadeCall(ToolCall Call);

    private static Turn Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(1),
        ConversationId = row.GetGuid(2),
        Text = row.GetString(3),
        Reply = row.GetString(4),
        Provider = row.GetString(5),
        Calls = Documents.Read<IReadOnlyList<CompletedCall>>(row.GetString(6)),
        At = row.Moment(7),
    };
}
