using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Listeners;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Auth;

public sealed class LocalSignInTests(LocalSignInTests.OwnFixture fixture, EmbeddedDatabase database) : ServerTests<LocalSignInTests.OwnFixture>(fixture)
{
    private const string PeerHeader = "Test-Peer";

    [Fact]
    public async Task The_owner_at_this_machine_is_signed_in_by_asking_for_the_session()
    {
        var (client, session, jar) = await Server.PageAsync();

        session.SignIn.ShouldBe("local");
        session.IsOwner.ShouldBeTrue();
        session.ListenerId.ShouldNotBeNull();
        session.NeedsFirstAccount.ShouldBeFalse();
        var cookie = jar.GetCookies(Server.Address)["echotune.session"].ShouldNotBeNull();
        cookie.HttpOnly.ShouldBeTrue();
        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_session_cookie_is_lax_and_closed_to_scripts()
    {
        var response = await Server.Anonymous().GetAsync("/api/v1/session", Cancellation);

        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("echotune.session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task Without_the_session_nothing_is_open()
    {
        var response = await Server.Anonymous().GetAsync("/api/v1/genres", Cancellation);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData(PeerHeader, "192.0.2.7")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://evil.example")]
    public async Task Whoever_came_through_a_proxy_from_elsewhere_or_from_another_page_is_not_the_owner(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.Add(header, value);

        var session = await (await Server.Anonymous().SendAsync(request, Cancellation)).ShouldBeAsync<SessionDto>();

        session.SignIn.ShouldBe("none");
        session.ListenerId.ShouldBeNull();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("192.0.2.7")]
    [InlineData("localhost.evil.example")]
    public async Task A_forged_host_gets_no_answer(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.Host = host;

        var response = await Server.Anonymous().SendAsync(request, Cancellation);

        await response.ShouldBeProblemAsync((HttpStatusCode)421, "origin_rejected");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8080")]
    public async Task The_names_of_this_machine_are_answered(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.Host = host;

        (await (await Server.Anonymous().SendAsync(request, Cancellation)).ShouldBeAsync<SessionDto>()).SignIn.ShouldBe("local");
    }

    [Fact]
    public async Task A_local_session_is_worth_nothing_to_a_proxy()
    {
        var (client, _, _) = await Server.PageAsync();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Once_an_account_exists_the_password_is_asked_for_and_old_sessions_end()
    {
        await using var server = await TestServer.StartAsync(database);
        var (client, _, _) = await server.PageAsync();
        var store = server.Get<IListenerStore>();
        var owner = await store.OwnerAsync(Cancellation);
        await store.SaveAsync(owner with { PasswordHash = "hash" }, Cancellation);

        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.GetFromJsonAsync<SessionDto>("/api/v1/session", Cancellation))!.SignIn.ShouldBe("none");
    }

    [Fact]
    public async Task The_token_of_the_data_folder_opens_everything_and_a_wrong_one_nothing()
    {
        (await Server.Script().GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var wrong = Server.Anonymous();
        wrong.DefaultRequestHeaders.Authorization = new("Bearer", new string('0', 64));
        await (await wrong.GetAsync("/api/v1/genres", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(Server.Options.DataFolder, "local-token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public sealed class OwnFixture(EmbeddedDatabase database) : ServerFixture(database)
    {
        private protected override void Configure(IServiceCollection services) => services.AddSingleton<IStartupFilter, PeerFilter>();
    }

    // Connections of tests all come from this machine; a header lets a test come from elsewhere.
    private sealed class PeerFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers.TryGetValue(PeerHeader, out var peer))
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(peer!);
                }

                return following(context);
            });
            next(app);
        };
    }
}
