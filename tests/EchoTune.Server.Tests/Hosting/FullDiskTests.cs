using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;
using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>The disk of the data folder is full: what needs no room goes on, the rest is refused with a code, and once there is room again nothing is missing.</summary>
public sealed class FullDiskTests(EmbeddedDatabase database)
{
    // One white pixel.
    private static readonly byte[] Cover = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_told_survived_and_loses_nothing()
    {
        using var disk = DataDisk.Mount(mebibytes: 192);
        await using var server = await TestServer.StartAsync(
            database, options => options with { ConnectionString = null, DataFolder = disk.Path },
            services => services.AddSingleton(provider =>
            {
                // What failed is tried again a little sooner than people would want it.
                var options = provider.GetRequiredService<ServerOptions>();
                return new LibraryOptions { Roots = options.MusicFolders, DataFolder = options.DataFolder, RootCheckInterval = TimeSpan.FromMilliseconds(200) };
            }),
            prepareMusic: (services, music) => Tones.WriteAsync(services.GetRequiredService<IAudioEncoder>(), music, "Alpha", "Bravo"));
        var tracks = await server.ScannedAsync(2);
        var client = server.Script();
        var kept = Plays(tracks["Alpha"].Id, 100);
        (await client.PostAsJsonAsync("/api/v1/plays", kept, Cancellation)).EnsureSuccessStatusCode();
        (await client.PutAsync($"/api/v1/tracks/{tracks["Alpha"].Id}/like", null, Cancellation)).EnsureSuccessStatusCode();

        disk.Fill();

        // Music that needs no room plays on; what must be made first cannot.
        (await client.GetAsync($"/api/v1/tracks/{tracks["Alpha"].Id}/stream", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await client.GetAsync($"/api/v1/tracks/{tracks["Alpha"].Id}/stream?format=opus", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.InsufficientStorage, "disk_full");
        await Tones.WriteAsync(
            server.Get<IAudioEncoder>(), Path.Combine(server.Music, "Covered.flac"), 700, new Dictionary<string, string> { ["title"] = "Covered", ["artist"] = "Ada Tone" }, seconds: 1, cover: Cover);
        var scan = await ScannedUntilAsync(client, progress => progress.State == "failed");
        scan.ErrorCode.ShouldBe("disk_full");
        scan.Message.ShouldNotBeNullOrEmpty();

        // What the database still has room for is kept, until it needs more.
        await ForceGrowthAsync(server);
        var refused = Plays(tracks["Bravo"].Id, 100);
        var turn = Guid.CreateVersion7();
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsJsonAsync("/api/v1/plays", refused, Cancellation))))
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.InsufficientStorage, "disk_full");
        }

        await (await client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = turn }, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.InsufficientStorage, "disk_full");
        var health = (await server.Anonymous().GetFromJsonAsync<HealthDto>("/api/health", Cancellation))!;
        health.Parts.Single(part => part.Name == "disk").Status.ShouldBe("down");

        disk.Free();

        await Eventually.GetAsync("the database taking writes again", async cancellation =>
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/plays", refused, cancellation);
            return answer.StatusCode == HttpStatusCode.Accepted ? "" : null;
        });
        (await (await client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "what is playing", turnId = turn }, Cancellation)).ShouldBeAsync<ChatTurnDto>()).TurnId.ShouldBe(turn);
        var owner = (await server.Get<IListenerStore>().OwnerAsync(Cancellation)).Id;
        (await server.Get<IPlayStore>().ReadAsync(owner, 0, 10_000, Cancellation)).Where(entry => entry.Play.Kind == PlayKind.Played).Select(entry => entry.Play.EventId)
            .ShouldBe(kept.Concat(refused).Select(play => play.EventId), ignoreOrder: true);
        (await client.GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{tracks["Alpha"].Id}", Cancellation))!.IsLiked.ShouldBeTrue();
        (await client.GetAsync($"/api/v1/tracks/{tracks["Alpha"].Id}/stream?format=opus", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        scan = await ScannedUntilAsync(client, progress => progress is { State: "idle", Tracks: 3, Analysed: 3 });
        (scan.ErrorCode, scan.FailedCount).ShouldBe((null, 0));
        var artwork = (await server.ScannedAsync(3))["Covered"].ArtworkUrl.ShouldNotBeNull();
        (await client.GetAsync(artwork, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Takes the database to the end of the room it has set aside, as a day of listening would.</summary>
    private static async Task ForceGrowthAsync(TestServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.Get<IStorageHost>().ConnectionString + ";Pooling=false");
        await Eventually.GetAsync("the database needing more room", async cancellation =>
        {
            try
            {
                await using var command = source.CreateCommand("SELECT pg_switch_wal(), pg_logical_emit_message(true, 'test', 'x')");
                await command.ExecuteNonQueryAsync(cancellation);
                return null;
            }
            catch (NpgsqlException)
            {
                return "";
            }
        });
    }

    private static async Task<LibraryScanDto> ScannedUntilAsync(HttpClient client, Func<LibraryScanDto, bool> satisfies)
    {
        (await client.PostAsync("/api/v1/library/scan", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return await Eventually.GetAsync("the scan", async cancellation =>
            await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { } progress && satisfies(progress) ? progress : null);
    }

    private static PlayRequest[] Plays(Guid track, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = track, Kind = "played", StartedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(i), MsPlayed = 4_000 })];
}
