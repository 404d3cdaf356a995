using System.Net;
using System.Net.Http.Json;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.Http;

namespace EchoTune.Server.Tests.Auth;

public sealed class CrossSiteTests(ServerFixture fixture) : ServerTests<ServerFixture>(fixture)
{
    private static JsonContent Change => JsonContent.Create(new SettingsDto { Theme = "dark" });

    [Fact]
    public async Task A_page_with_its_token_may_change_things()
    {
        var (client, _, _) = await Server.PageAsync();
        client.DefaultRequestHeaders.Add("Origin", Server.Address.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");

        (await client.PatchAsync("/api/v1/settings", Change, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("forged")]
    public async Task A_cookie_without_its_token_changes_nothing(string? token)
    {
        var (client, _, _) = await Server.PageAsync();
        client.DefaultRequestHeaders.Remove(RequestGuard.TokenHeader);
        if (token is not null)
        {
            client.DefaultRequestHeaders.Add(RequestGuard.TokenHeader, token);
        }

        var response = await client.PatchAsync("/api/v1/settings", Change, Cancellation);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "anti_forgery");
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_origin_changes_nothing_even_with_the_token(string header, string value)
    {
        var (client, _, _) = await Server.PageAsync();
        client.DefaultRequestHeaders.Add(header, value);

        var response = await client.PatchAsync("/api/v1/settings", Change, Cancellation);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "origin_rejected");
    }

    [Theory]
    [InlineData("GET", "/hubs/player?id=x")]
    [InlineData("POST", "/hubs/player/negotiate?negotiateVersion=1")]
    public async Task A_page_of_another_port_cannot_connect_to_the_hub(string method, string path)
    {
        var (client, _, _) = await Server.PageAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", $"http://127.0.0.1:{(Server.Address.Port == 65535 ? 1 : Server.Address.Port + 1)}");

        await (await client.SendAsync(request, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "origin_rejected");
    }

    [Fact]
    public async Task The_own_page_connects_to_the_hub()
    {
        var (client, _, _) = await Server.PageAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/player/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", Server.Address.GetLeftPart(UriPartial.Authority));

        (await client.SendAsync(request, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Server.Anonymous().PostAsync("/hubs/player/negotiate?negotiateVersion=1", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_script_with_the_token_of_the_data_folder_needs_no_anti_forgery_token()
    {
        (await Server.Script().PatchAsync("/api/v1/settings", Change, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("http", "localhost:5080", "http://localhost:5080", true)]
    [InlineData("http", "localhost:5080", "http://localhost:5081", false)]
    [InlineData("http", "localhost:5080", "http://localhost", false)]
    [InlineData("http", "music.example", "https://music.example", true)]
    [InlineData("https", "music.example", "https://music.example", true)]
    [InlineData("https", "music.example", "https://music.example:444", false)]
    [InlineData("http", "[::1]:5080", "http://[::1]:5080", true)]
    [InlineData("http", "localhost:5080", "ftp://localhost:5080", false)]
    [InlineData("http", "localhost:5080", "null", false)]
    public void Origins_are_compared_by_host_and_port(string scheme, string host, string origin, bool same)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        context.Request.Host = new HostString(host);
        context.Request.Headers.Origin = origin;

        RequestGuard.IsSameOrigin(context.Request).ShouldBe(same);
    }
}
