using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Library;
using EchoTune.Server.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Hostile;

/// <summary>A music folder as bad as they come, from the files to what a page gets to see.</summary>
public sealed class HostileLibraryTests(EmbeddedDatabase database)
{
    private const string Markup = "<img src=x onerror=alert(1)>\u202e";
    private const string OddName = "two\nlines \ud83c\udfb5 $(x) -f.flac";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_plays_is_there_with_its_tags_as_text_and_what_does_not_is_listed_with_a_code()
    {
        await using var server = await TestServer.StartAsync(database, prepareMusic: PrepareAsync);
        var client = server.Script();
        var scan = await Eventually.GetAsync("the end of the scan", async cancellation =>
            await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { State: "idle", Tracks: 3, Analysed: 3 } done ? done : null);

        scan.Failed.Select(failure => (failure.Path, failure.ErrorCode)).ShouldBe(
            [("cut.flac", "file_truncated"), ("empty.mp3", "file_empty"), ("loop.mp3", "file_unreadable"), ("text.mp3", "not_audio")], ignoreOrder: true);
        scan.Failed.ShouldAllBe(failure => failure.Message.Length > 10);
        var tracks = (await client.GetFromJsonAsync<PageDto<TrackDto>>("/api/v1/tracks", Cancellation))!.Items;
        var odd = tracks.Single(track => track.Artist == "Odd");
        (odd.Title, odd.Album).ShouldBe(("<img src=x onerror=alert(1)>", "<script>"));
        var huge = tracks.Single(track => track.Artist == "Huge");
        huge.Title.Length.ShouldBeInRange(1, 500);
        huge.ArtworkUrl.ShouldBeNull("its picture is none");
        var nameless = tracks.Single(track => track.Artist is not ("Odd" or "Huge"));
        nameless.Title.ShouldNotBeNullOrWhiteSpace("control characters alone are no title");
        foreach (var track in tracks)
        {
            (await client.GetAsync($"/api/v1/tracks/{track.Id}/stream", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync($"/api/v1/tracks/{track.Id}/stream?format=opus", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync($"/api/v1/tracks/{track.Id}/features", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await (await client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "play something by Odd" }, Cancellation)).ShouldBeAsync<ChatTurnDto>()).Reply.ShouldNotBeEmpty();
        (await server.Anonymous().GetFromJsonAsync<HealthDto>("/api/health", Cancellation))!.Status.ShouldNotBe("down");
    }

    [Theory]
    [InlineData(false, "failed", "library_root_missing")]
    [InlineData(true, "idle", "nothing_found")]
    public async Task A_missing_or_empty_folder_is_told_with_what_to_do(bool isThere, string state, string errorCode)
    {
        await using var server = await TestServer.StartAsync(database, options => isThere ? options : options with { MusicFolders = ["/no/such/folder"] });
        var client = server.Script();

        var scan = await Eventually.GetAsync("the scan's report", async cancellation =>
            await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { State: not "scanning", ErrorCode: not null } told ? told : null);

        (scan.State, scan.ErrorCode, scan.Tracks).ShouldBe((state, errorCode, 0));
        scan.Message.ShouldNotBeNull().ShouldContain(isThere ? server.Music : "/no/such/folder");
        (await (await client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "play something calm" }, Cancellation)).ShouldBeAsync<ChatTurnDto>()).Reply.ShouldNotBeEmpty();
        await (await client.PostAsJsonAsync("/api/v1/playback/play", new { }, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "nothing_found");
    }

    private static async Task PrepareAsync(IServiceProvider services, string music)
    {
        var encoder = services.GetRequiredService<IAudioEncoder>();
        await Tones.WriteAsync(encoder, Path.Combine(music, OddName), 300, new Dictionary<string, string> { ["title"] = Markup, ["artist"] = "Odd", ["album"] = "<script>" }, seconds: 1);

        // A picture that says it has 40,000 by 40,000 pixels.
        byte[] bomb = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 2, 0, 0, 0, 0, 0, 0, 0];
        await Tones.WriteAsync(encoder, Path.Combine(music, "huge.flac"), 400, new Dictionary<string, string> { ["title"] = new('x', 100_000), ["artist"] = "Huge" }, seconds: 1);
        await File.WriteAllBytesAsync(Path.Combine(music, "cover.png"), bomb, Cancellation);
        await Tones.WriteAsync(encoder, Path.Combine(music, "cut.flac"), 500, new Dictionary<string, string> { ["title"] = "Cut" }, seconds: 30);
        await using (var cut = new FileStream(Path.Combine(music, "cut.flac"), FileMode.Open))
        {
            cut.SetLength(cut.Length / 2);
        }

        await File.WriteAllTextAsync(Path.Combine(music, "text.mp3"), "Dear diary, this is no music.", Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(music, "empty.mp3"), [], Cancellation);
        File.CreateSymbolicLink(Path.Combine(music, "loop.mp3"), "loop.mp3");
        Directory.CreateSymbolicLink(Path.Combine(music, "self"), ".");
        Directory.CreateSymbolicLink(Path.Combine(music, "out"), "/etc");

        // A title of nothing but control characters.
        var tags = Path.Combine(Path.GetDirectoryName(music)!, "tags");
        await File.WriteAllTextAsync(tags, ";FFMETADATA1\ntitle=\u0001\u0007\n", Cancellation);
        using var ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=350:duration=1", "-i", tags, "-map_metadata", "1", "-c:a", "flac", Path.Combine(music, "nameless.flac")]);
        await ffmpeg.WaitForExitAsync(Cancellation);
        ffmpeg.ExitCode.ShouldBe(0);
    }
}
