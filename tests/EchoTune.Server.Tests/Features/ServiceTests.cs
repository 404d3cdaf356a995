using System.Net;
using System.Net.Http.Json;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Features;

/// <summary>Settings, health, figures, headers and the page, on an empty library.</summary>
public sealed class ServiceTests(ServiceTests.OwnFixture fixture) : ServerTests<ServiceTests.OwnFixture>(fixture)
{
    public sealed class OwnFixture(EmbeddedDatabase database) : ServerFixture(database)
    {
        private protected override ServerOptions Change(ServerOptions options)
        {
            var assets = Directory.CreateDirectory(Path.Combine(options.WebFolder, "assets")).FullName;
            File.WriteAllText(Path.Combine(options.WebFolder, "index.html"), "<!doctype html><html><head><title>EchoTune</title></head><body></body></html>");
            File.WriteAllText(Path.Combine(assets, "index-Abc123_x.js"), "console.log(1)");
            File.WriteAllText(Path.Combine(assets, "index-Abc123_x.js.br"), "packed");
            File.WriteAllText(Path.Combine(options.WebFolder, "sw.js"), "self");
            return options;
        }
    }

    [Fact]
    public async Task Settings_are_changed_one_by_one_and_kept()
    {
        var before = await Server.Script().GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation);
        before!.Strategies.ShouldNotBeEmpty();
        before.DataFolder.ShouldBe(Server.Options.DataFolder);

        var change = new SettingsDto { CrossfadeSeconds = 4, StrategyWeights = new Dictionary<string, double> { [before.Strategies![0]] = 0.5 } };
        await (await Server.Script().PatchAsJsonAsync("/api/v1/settings", change, Cancellation)).ShouldBeAsync<SettingsDto>();

        var after = await Server.Script().GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation);
        after!.CrossfadeSeconds.ShouldBe(4);
        after.StrategyWeights![before.Strategies[0]].ShouldBe(0.5);
        after.Theme.ShouldBe(before.Theme);
    }

    [Fact]
    public async Task Health_names_every_part_with_its_latency()
    {
        // A part that does not answer within its limit counts as down, which a heavily loaded machine may cause for once.
        var health = await Server.HealthyAsync("database");

        health.Parts.Select(part => part.Name).ShouldBe(["database", "media tools", "library", "recommender", "disk"]);
        health.Parts.ShouldAllBe(part => part.LatencyMs >= 0);
    }

    [Fact]
    public async Task Figures_are_written_for_Prometheus()
    {
        await Server.Script().GetAsync("/api/v1/genres", Cancellation);

        var response = await Server.Anonymous().GetAsync("/metrics", Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldContain("http_route=\"/api/v1/genres\"");
        text.ShouldContain("# TYPE echotune_library_tracks gauge");
        text.ShouldContain("process_resident_memory_bytes ");
        text.ShouldContain("dotnet_gc_collections_total");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            line.ShouldMatch(@"^[a-z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\.)*""(,[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\.)*"")*\})? [-+0-9.eEINFa]+$");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/albums/01920000-0000-7000-8000-000000000000")]
    public async Task The_page_has_a_strict_policy_with_a_new_nonce_each_time(string path)
    {
        var first = await Server.Anonymous().GetAsync(path, Cancellation);
        var second = await Server.Anonymous().GetAsync(path, Cancellation);

        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotBe(second.Headers.GetValues("Content-Security-Policy").Single());
        var nonce = System.Text.RegularExpressions.Regex.Match(policy, "nonce-([^']+)'").Groups[1].Value;
        (await first.Content.ReadAsStringAsync(Cancellation)).ShouldContain($"<meta property=\"csp-nonce\" nonce=\"{nonce}\" content=\"{nonce}\">");
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
        first.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        first.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        first.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_ever_and_come_packed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-Abc123_x.js");
        request.Headers.AcceptEncoding.ParseAdd("br");
        var packed = await Server.Anonymous().SendAsync(request, Cancellation);
        (await packed.Content.ReadAsStringAsync(Cancellation)).ShouldBe("packed");
        packed.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        packed.Headers.CacheControl!.ToString().ShouldContain("immutable");

        var plain = await Server.Anonymous().GetAsync("/sw.js", Cancellation);
        (await plain.Content.ReadAsStringAsync(Cancellation)).ShouldBe("self");
        plain.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/../data/local-token")]
    [InlineData("/%2e%2e/data/local-token")]
    [InlineData("/assets/..%2f..%2fdata/local-token")]
    public async Task No_file_outside_the_web_folder_is_served(string path)
    {
        var response = await Server.Anonymous().GetAsync(path, Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain(Server.Token);
    }

    [Fact]
    public async Task The_API_can_be_browsed()
    {
        var page = await Server.Anonymous().GetAsync("/api/docs/index.html", Cancellation);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");
        (await page.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("<script>");
    }
}
