using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Library;
using EchoTune.Server.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Features;

/// <summary>The disk of the music goes away in the middle of a scan and comes back: the page says so, and what the listener holds of the music stays.</summary>
public sealed class VanishedRootTests(EmbeddedDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_likes_and_playlists_outlive_a_music_folder_that_vanishes_while_it_is_scanned()
    {
        await using var server = await TestServer.StartAsync(
            database, prepareMusic: (services, music) => Tones.WriteAsync(services.GetRequiredService<IAudioEncoder>(), music, "Alpha", "Bravo"));
        var client = server.Script();
        var tracks = await server.ScannedAsync(2);
        var alpha = tracks["Alpha"].Id;
        var play = new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = alpha, Kind = "completed", StartedAt = DateTimeOffset.UnixEpoch.AddYears(50), MsPlayed = 1_000 };
        (await client.PostAsJsonAsync("/api/v1/plays", new[] { play }, Cancellation)).EnsureSuccessStatusCode();
        (await client.PutAsync($"/api/v1/tracks/{alpha}/like", null, Cancellation)).EnsureSuccessStatusCode();
        var list = await (await client.PostAsJsonAsync("/api/v1/playlists", new { title = "Kept", trackIds = new[] { alpha, tracks["Bravo"].Id } }, Cancellation)).ShouldBeAsync<PlaylistDetailsDto>(HttpStatusCode.Created);

        // New files are there to be read, and while they are, the folder goes.
        var away = server.Music + "-unplugged";
        var library = server.Get<ILibrary>();
        var vanished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fresh = Directory.CreateDirectory(server.Music + "-fresh").FullName;
        await Tones.WriteAsync(server.Get<IAudioEncoder>(), fresh, [.. Enumerable.Range(0, 12).Select(i => $"New {i}")]);
        library.ProgressChanged += Unplug;
        Directory.Move(fresh, Path.Combine(server.Music, "fresh"));
        await RescanAsync();
        await Eventually.GetAsync("a scan that meets the folder in the middle", async cancellation =>
        {
            // Progress is told a few times a second at most: a scan that was faster is made again, of files that changed.
            if (!vanished.Task.IsCompleted && await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { State: "idle", Tracks: 14 } && Touched(Path.Combine(server.Music, "fresh")))
            {
                await RescanAsync();
            }

            return vanished.Task.IsCompleted ? server : null;
        });

        var scan = await Eventually.GetAsync("the report of the missing folder", async cancellation =>
            await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { State: "failed" } failed ? failed : null);
        (scan.ErrorCode, scan.Tracks, scan.FailedCount).ShouldBe(("library_root_missing", 0, 0));
        scan.Message.ShouldNotBeNull().ShouldContain(server.Music);
        (await client.GetFromJsonAsync<PageDto<HistoryItemDto>>("/api/v1/plays", Cancellation))!.Items.Select(item => item.EventId).ShouldBe([play.EventId]);
        var kept = (await client.GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{alpha}", Cancellation))!;
        (kept.IsLiked, kept.PlayCount).ShouldBe((true, 1));
        (await client.GetFromJsonAsync<PlaylistDetailsDto>($"/api/v1/playlists/{list.Playlist.Id}", Cancellation))!.Entries.Select(entry => entry.Track.Title).ShouldBe(["Alpha", "Bravo"]);
        await (await client.GetAsync($"/api/v1/tracks/{alpha}/stream", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "file_unreadable");
        (await server.Anonymous().GetFromJsonAsync<HealthDto>("/api/health", Cancellation))!.Parts.Single(part => part.Name == "library").Status.ShouldBe("degraded");

        Directory.Move(away, server.Music);
        await RescanAsync();

        var again = await server.ScannedAsync(14);
        (again["Alpha"].Id, again["Alpha"].IsLiked, again["Alpha"].PlayCount).ShouldBe((alpha, true, 1));
        (await client.GetAsync($"/api/v1/tracks/{alpha}/stream", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task RescanAsync() => (await client.PostAsync("/api/v1/library/scan", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        static bool Touched(string folder)
        {
            try
            {
                foreach (var file in Directory.EnumerateFiles(folder))
                {
                    File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-1));
                }

                return true;
            }
            catch (IOException)
            {
                return false; // It went meanwhile.
            }
        }

        void Unplug(LibraryProgress progress)
        {
            if (progress is { State: ScanState.Scanning, Found: > 2 })
            {
                library.ProgressChanged -= Unplug;
                Directory.Move(server.Music, away);
                vanished.SetResult();
            }
        }
    }
}
