using System.Net.Http.Json;
using EchoTune.Server.Contracts;
using Npgsql;

namespace EchoTune.Server.Tests.Hosting;

public sealed class KilledServerTests(EmbeddedDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_turn_remembers_whole_turns_only_and_takes_it_again_once()
    {
        var connectionString = await database.CreateEmptyAsync(Cancellation);
        using var disk = DataDisk.Make();
        var music = Directory.CreateDirectory(Path.Combine(disk.Path, "music")).FullName;
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var server = await ChildServer.StartAsync(disk.Path, connectionString, music))
        {
            await SayAsync(server, "what is playing", first);

            // The tools act, and the turn cannot be written down yet: there the server is killed, and what it asked of the database with it.
            await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
            await using var holder = await source.OpenConnectionAsync(Cancellation);
            await using var hold = await holder.BeginTransactionAsync(Cancellation);
            await ExecuteAsync(holder, "LOCK TABLE turns IN SHARE ROW EXCLUSIVE MODE");
            var saying = SayAsync(server, "set the volume to 31", second);
            await Eventually.GetAsync("a turn that waits to be stored", async _ => await ScalarAsync<long>(holder, "SELECT count(*) FROM pg_locks WHERE relation = 'turns'::regclass AND NOT granted") > 0 ? "" : null);
            await server.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(saying);
            await ExecuteAsync(holder, "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks WHERE relation = 'turns'::regclass AND NOT granted");
            await hold.CommitAsync(Cancellation);
        }

        await using var again = await ChildServer.StartAsync(disk.Path, connectionString, music);
        (await TurnsAsync(again)).ShouldBe([first]);
        (await SayAsync(again, "set the volume to 31", second)).Calls.Single().Result["succeeded"]!.GetValue<bool>().ShouldBeTrue();
        (await SayAsync(again, "set the volume to 31", second)).TurnId.ShouldBe(second);
        (await TurnsAsync(again)).ShouldBe([first, second]);
        (await again.StopAsync()).ShouldBe(0, again.Said);
    }

    private static async Task<IEnumerable<Guid>> TurnsAsync(ChildServer server) =>
        (await server.Client.GetFromJsonAsync<ConversationDto>("/api/v1/chat/conversation", Cancellation))!.Turns.Select(turn => turn.TurnId);

    private static async Task<ChatTurnDto> SayAsync(ChildServer server, string text, Guid turnId)
    {
        using var answer = await server.Client.PostAsJsonAsync("/api/v1/chat/turns", new { text, turnId }, Cancellation);
        return await answer.ShouldBeAsync<ChatTurnDto>();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
