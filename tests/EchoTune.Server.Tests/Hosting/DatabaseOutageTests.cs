using System.Net;
using System.Net.Http.Json;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Hosting;

public sealed class DatabaseOutageTests(EmbeddedDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_stops_and_starts_under_load_is_told_and_survived()
    {
        await using var line = new DatabaseLine(await database.CreateEmptyAsync(Cancellation));
        await using var server = await TestServer.StartAsync(database, options => options with { ConnectionString = line.ConnectionString });
        var client = server.Script();
        (await AskAsync()).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);

        line.Cut();
        foreach (var answer in await AskAsync())
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        }

        var health = await client.GetFromJsonAsync<HealthDto>("/api/health", Cancellation);
        health!.Status.ShouldBe("down");
        health.Parts.Single(part => part.Name == "database").Status.ShouldBe("down");

        line.Mend();
        (await AskAsync()).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        await server.HealthyAsync("database");

        // Settings, genres and years are not among them: they are kept in memory and answer all the while.
        async Task<HttpResponseMessage[]> AskAsync() => await Task.WhenAll(
            new[] { "/api/v1/tracks", "/api/v1/tracks?sort=title", "/api/v1/albums", "/api/v1/playlists", "/api/v1/plays", "/api/v1/artists" }
                .Select(path => client.GetAsync(path, Cancellation)));
    }

    [Fact]
    public async Task While_the_database_is_away_at_the_start_HTTP_answers_that_it_is_not_ready()
    {
        await using var line = new DatabaseLine(await database.CreateEmptyAsync(Cancellation));
        line.Cut();
        await using var server = await TestServer.StartAsync(database, options => options with { ConnectionString = line.ConnectionString }, waitForStorage: false);

        await (await server.Script().GetAsync("/api/v1/genres", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        (await server.Anonymous().GetFromJsonAsync<HealthDto>("/api/health", Cancellation))!.Status.ShouldBe("down");
        (await server.Script().GetFromJsonAsync<HealthDto>("/api/health", Cancellation))!.Status.ShouldBe("down", "also to those who say who they are");

        line.Mend();
        await server.Get<StorageFirst>().Ready.WaitAsync(Cancellation);
        (await server.Script().GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
