using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Conversation.Memory;
using EchoTune.Server.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>What is written while the database goes away: acknowledged once, or refused with a code and nothing done, so that a client can send it again.</summary>
public sealed class LostAnswerTests(EmbeddedDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_like_that_was_stored_but_never_acknowledged_is_taken_once_and_shown()
    {
        var (line, server, track, direct) = await StartAsync();
        await using var _ = line;
        await using var __ = server;
        var like = new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = track.Id, Kind = "liked", StartedAt = DateTimeOffset.UnixEpoch.AddYears(50), MsPlayed = 0 };

        // With its end: a transaction begins at the level "READ COMMITTED".
        line.LoseAnswerTo("COMMIT\0");
        var sending = server.Script().PostAsJsonAsync("/api/v1/plays", new[] { like }, Cancellation);
        await StoredAsync(direct, "plays", "event_id", like.EventId);
        line.Cut();
        line.Mend();

        (await (await sending).ShouldBeAsync<PlaysAcceptedDto>(HttpStatusCode.Accepted)).ShouldBe(new PlaysAcceptedDto(1, 0));
        (await server.Script().GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{track.Id}", Cancellation))!.IsLiked.ShouldBeTrue();
        var owner = (await server.Get<IListenerStore>().OwnerAsync(Cancellation)).Id;
        (await server.Get<IPlayStore>().ReadAsync(owner, 0, 10, Cancellation)).Single().Play.EventId.ShouldBe(like.EventId);
    }

    [Fact]
    public async Task A_turn_that_was_stored_but_never_acknowledged_is_taken_once()
    {
        var (line, server, _, direct) = await StartAsync();
        await using var __ = line;
        await using var ___ = server;
        var id = Guid.CreateVersion7();

        line.LoseAnswerTo("INSERT INTO turns");
        var saying = server.Script().PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = id }, Cancellation);
        await StoredAsync(direct, "turns", "turn_id", id);
        line.Cut();
        line.Mend();

        (await (await saying).ShouldBeAsync<ChatTurnDto>()).TurnId.ShouldBe(id);
        (await (await server.Script().PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = id }, Cancellation)).ShouldBeAsync<ChatTurnDto>()).TurnId.ShouldBe(id);
        (await server.Script().GetFromJsonAsync<ConversationDto>("/api/v1/chat/conversation", Cancellation))!.Turns.Select(turn => turn.TurnId).ShouldBe([id]);
    }

    [Fact]
    public async Task What_is_refused_while_the_database_is_away_is_done_once_when_it_is_sent_again()
    {
        var (line, server, track, _) = await StartAsync();
        await using var __ = line;
        await using var ___ = server;
        var client = server.Script();
        var play = new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = track.Id, Kind = "played", StartedAt = DateTimeOffset.UnixEpoch.AddYears(50), MsPlayed = 4_000 };
        var turn = Guid.CreateVersion7();
        var made = await (await client.PostAsJsonAsync("/api/v1/playlists", new { title = "Kept" }, Cancellation)).ShouldBeAsync<PlaylistDetailsDto>(HttpStatusCode.Created);
        Func<Task<HttpResponseMessage>>[] writes =
        [
            () => client.PostAsJsonAsync("/api/v1/plays", new[] { play }, Cancellation),
            () => client.PutAsync($"/api/v1/tracks/{track.Id}/like", null, Cancellation),
            () => client.PutAsync($"/api/v1/tracks/{track.Id}/saved", null, Cancellation),
            () => client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = turn }, Cancellation),
            () => client.PostAsJsonAsync("/api/v1/playlists", new { title = "New" }, Cancellation),
            () => client.PostAsJsonAsync($"/api/v1/playlists/{made.Playlist.Id}/entries", new { trackIds = new[] { track.Id } }, Cancellation),
            () => client.PatchAsJsonAsync("/api/v1/settings", new { crossfadeSeconds = 7 }, Cancellation),
            () => client.PostAsJsonAsync("/api/v1/playback/queue", new { trackIds = new[] { track.Id, track.Id }, position = "last" }, Cancellation),
        ];

        line.Cut();
        foreach (var answer in await Task.WhenAll(writes.Select(write => write())))
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        }

        line.Mend();
        foreach (var answer in await Task.WhenAll(writes.Select(write => write())))
        {
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancellation));
        }

        var now = (await client.GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{track.Id}", Cancellation))!;
        (now.PlayCount, now.IsLiked, now.IsSaved).ShouldBe((1, true, true));
        (await client.GetFromJsonAsync<ConversationDto>("/api/v1/chat/conversation", Cancellation))!.Turns.Select(one => one.TurnId).ShouldBe([turn]);
        (await client.GetFromJsonAsync<ItemsDto<PlaylistDto>>("/api/v1/playlists", Cancellation))!.Items.ToDictionary(list => list.Title, list => list.TrackCount)
            .ShouldBe(new Dictionary<string, int> { ["Kept"] = 1, ["New"] = 0 }, ignoreOrder: true);
        (await client.GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation))!.CrossfadeSeconds.ShouldBe(7);
        (await client.GetFromJsonAsync<QueueDto>("/api/v1/playback/queue", Cancellation))!.Items.Count(item => item.Layer == "queued").ShouldBe(1, "the first of two became the loaded track");
    }

    private async Task<(DatabaseLine Line, TestServer Server, TrackDto Track, string Direct)> StartAsync()
    {
        var direct = await database.CreateEmptyAsync(Cancellation);
        var line = new DatabaseLine(direct);
        var server = await TestServer.StartAsync(
            database, options => options with { ConnectionString = line.ConnectionString },
            prepareMusic: (services, music) => Tones.WriteAsync(services.GetRequiredService<IAudioEncoder>(), music, "Alpha"));
        return (line, server, (await server.ScannedAsync(1))["Alpha"], direct);
    }

    /// <summary>Waits until a row is there, seen from a connection that is in order.</summary>
    private static async Task StoredAsync(string connectionString, string table, string column, Guid id)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await Eventually.GetAsync($"a row in {table}", async cancellation =>
        {
            await using var command = source.CreateCommand($"SELECT 'there' FROM {table} WHERE {column} = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            return (string?)await command.ExecuteScalarAsync(cancellation);
        });
    }
}
