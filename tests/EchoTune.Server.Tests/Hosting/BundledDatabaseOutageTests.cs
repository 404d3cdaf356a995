using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;
using EchoTune.Server.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>The bundled database killed and stopped while many write: it is started again by itself, and whatever was acknowledged is there once.</summary>
public sealed class BundledDatabaseOutageTests(EmbeddedDatabase database)
{
    private const int Between = 40;
    private readonly ConcurrentDictionary<Guid, bool> _plays = new();
    private readonly ConcurrentQueue<Guid> _turns = new();
    private readonly ConcurrentQueue<string> _surprises = new();
    private int _acknowledged;
    private int _started;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_after_the_database_was_killed_and_stopped_under_load()
    {
        using var disk = DataDisk.Make();
        await using var server = await TestServer.StartAsync(
            database, options => options with { ConnectionString = null, DataFolder = disk.Path },
            prepareMusic: (services, music) => Tones.WriteAsync(services.GetRequiredService<IAudioEncoder>(), music, "Alpha", "Bravo", "Charlie"));
        var tracks = await server.ScannedAsync(3);
        using var enough = new CancellationTokenSource();
        Task<bool>[] likers = [LikeAsync(server.Script(), tracks["Bravo"].Id, enough.Token), LikeAsync(server.Script(), tracks["Charlie"].Id, enough.Token)];
        Task[] writers =
        [
            .. Enumerable.Range(0, 4).Select(_ => PlayAsync(server.Script(), tracks["Alpha"].Id, enough.Token)),
            .. Enumerable.Range(0, 2).Select(_ => TalkAsync(server.Script(), enough.Token)), .. likers,
        ];

        await AcknowledgedAsync(Between);
        var first = Postmaster(disk);
        using (var process = Process.GetProcessById(first))
        {
            process.Kill(entireProcessTree: true);
        }

        await AcknowledgedAsync(Between);
        var second = Postmaster(disk);
        second.ShouldNotBe(first);
        using (var signal = Process.Start("kill", ["-INT", second.ToString(CultureInfo.InvariantCulture)]))
        {
            // A fast stop: every session is ended.
            await signal.WaitForExitAsync(Cancellation);
        }

        await AcknowledgedAsync(Between);
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        _surprises.ShouldBeEmpty();
        Postmaster(disk).ShouldNotBe(second);
        await server.HealthyAsync("database");
        var owner = (await server.Get<IListenerStore>().OwnerAsync(Cancellation)).Id;
        var log = await server.Get<IPlayStore>().ReadAsync(owner, 0, 100_000, Cancellation);
        log.Where(entry => entry.Play.Kind == PlayKind.Played).Select(entry => entry.Play.EventId).ShouldBe(_plays.Keys, ignoreOrder: true);
        (await server.Script().GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{tracks["Alpha"].Id}", Cancellation))!.PlayCount.ShouldBe(_plays.Count);
        (await server.Script().GetFromJsonAsync<ConversationDto>("/api/v1/chat/conversation?limit=200", Cancellation))!.Turns.Select(turn => turn.TurnId)
            .ShouldBe(_turns.OrderBy(id => id), ignoreOrder: true);
        (await LikedAsync("Bravo"), await LikedAsync("Charlie")).ShouldBe((await likers[0], await likers[1]));

        async Task<bool> LikedAsync(string title) => (await server.Script().GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{tracks[title].Id}", Cancellation))!.IsLiked;
    }

    private static int Postmaster(DataDisk disk) =>
        int.Parse(File.ReadLines(Directory.EnumerateFiles(disk.Path, "postmaster.pid", SearchOption.AllDirectories).Single()).First(), CultureInfo.InvariantCulture);

    private Task AcknowledgedAsync(int more)
    {
        var wanted = Volatile.Read(ref _acknowledged) + more;
        return Eventually.GetAsync($"{more} acknowledged writes", _ => Task.FromResult(Volatile.Read(ref _acknowledged) >= wanted || !_surprises.IsEmpty ? "" : null));
    }

    private async Task PlayAsync(HttpClient client, Guid track, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            // Each at a time of its own: what starts at the same moment is one listening.
            var startedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(Interlocked.Increment(ref _started));
            var play = new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = track, Kind = "played", StartedAt = startedAt, MsPlayed = 1_000 };
            await UntilAcknowledgedAsync(() => client.PostAsJsonAsync("/api/v1/plays", new[] { play }, Cancellation));
            _plays[play.EventId] = true;
        }
    }

    private async Task TalkAsync(HttpClient client, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && _turns.Count < 100)
        {
            var turn = Guid.CreateVersion7();
            await UntilAcknowledgedAsync(() => client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = turn }, Cancellation));
            _turns.Enqueue(turn);
        }
    }

    /// <summary>Likes and takes back in turn.</summary>
    /// <returns>Whether the last that was acknowledged is a like.</returns>
    private async Task<bool> LikeAsync(HttpClient client, Guid track, CancellationToken enough)
    {
        var isLiked = false;
        while (!enough.IsCancellationRequested)
        {
            isLiked = !isLiked;
            await UntilAcknowledgedAsync(() => isLiked
                ? client.PutAsync($"/api/v1/tracks/{track}/like", null, Cancellation)
                : client.DeleteAsync($"/api/v1/tracks/{track}/like", Cancellation));
        }

        return isLiked;
    }

    /// <summary>Sends the same again, as a client does that was refused, until it is acknowledged.</summary>
    private async Task UntilAcknowledgedAsync(Func<Task<HttpResponseMessage>> send)
    {
        while (_surprises.IsEmpty)
        {
            using var answer = await send();
            if (answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _acknowledged);
                return;
            }

            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || System.Text.Json.JsonSerializer.Deserialize<ApiProblem>(text, System.Text.Json.JsonSerializerOptions.Web)?.ErrorCode != "storage_unavailable")
            {
                _surprises.Enqueue($"{(int)answer.StatusCode}: {text}");
            }
        }
    }
}
