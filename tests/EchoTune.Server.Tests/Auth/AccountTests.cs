using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Auth;

/// <summary>A server that others can reach.</summary>
public partial class OpenAddressFixture(EmbeddedDatabase database) : ServerFixture(database)
{
    internal const string Password = "correct horse battery";

    private protected override ServerOptions Change(ServerOptions options) => options with { Listen = IPAddress.Any, SignInsPerMinute = 1000 };

    internal async Task<string> CodeAsync()
    {
        // The service that prints the code has done so when its task has ended.
        await (Server.Get<FirstAccountCode>().ExecuteTask ?? Task.CompletedTask).WaitAsync(TestContext.Current.CancellationToken);
        return Code().Match(Server.Output.ToString()).Value;
    }

    internal async Task<SessionDto> MakeAccountAsync(HttpClient client)
    {
        var response = await client.PostAsJsonAsync("/api/v1/accounts/first", new FirstAccountRequest(await CodeAsync(), "ada", Password), TestContext.Current.CancellationToken);
        return await response.ShouldBeAsync<SessionDto>();
    }

    [GeneratedRegex("[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")]
    private static partial Regex Code();
}

/// <summary>A server that others can reach, with the account of ada.</summary>
public sealed class AccountFixture(EmbeddedDatabase database) : OpenAddressFixture(database)
{
    internal SessionDto First { get; private set; } = null!;

    internal HttpClient FirstClient { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        FirstClient = (await Server.PageAsync()).Client;
        First = await MakeAccountAsync(FirstClient);
    }
}

public sealed class OpenAddressTests(OpenAddressFixture fixture) : ServerTests<OpenAddressFixture>(fixture)
{
    private const string Password = OpenAddressFixture.Password;

    [Fact]
    public async Task On_an_open_address_nobody_is_signed_in_and_the_first_account_is_asked_for()
    {
        var (client, session, _) = await Server.PageAsync();

        session.SignIn.ShouldBe("none");
        session.NeedsFirstAccount.ShouldBeTrue();
        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("0000-0000-0000", "ada", Password, HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("", "ada", Password, HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("x", "a", Password, HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("x", "ada", "short", HttpStatusCode.BadRequest, "invalid_request")]
    public async Task A_wrong_code_or_a_weak_account_is_refused(string code, string name, string password, HttpStatusCode status, string errorCode)
    {
        var (client, _, _) = await Server.PageAsync();

        var response = await client.PostAsJsonAsync("/api/v1/accounts/first", new FirstAccountRequest(code, name, password), Cancellation);

        await response.ShouldBeProblemAsync(status, errorCode);
    }

    [Fact]
    public async Task Figures_are_the_owners_alone()
    {
        (await Server.Anonymous().GetAsync("/metrics", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Server.Script().GetAsync("/metrics", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

public sealed class AccountTests(AccountFixture fixture) : ServerTests<AccountFixture>(fixture)
{
    private const string Password = OpenAddressFixture.Password;

    [Fact]
    public async Task The_first_account_is_made_once_with_the_code_from_the_console()
    {
        Fixture.First.SignIn.ShouldBe("account");
        Fixture.First.IsOwner.ShouldBeTrue();
        (await Fixture.FirstClient.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var (other, again, _) = await Server.PageAsync();
        again.NeedsFirstAccount.ShouldBeFalse();
        var second = await other.PostAsJsonAsync("/api/v1/accounts/first", new FirstAccountRequest(await Fixture.CodeAsync(), "mallory", Password), Cancellation);
        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task The_right_password_signs_in_and_signing_out_ends_it()
    {
        var (client, _, _) = await Server.PageAsync();

        var session = await (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("ADA", Password), Cancellation)).ShouldBeAsync<SessionDto>();
        session.Name.ShouldBe("ada");
        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        client.DefaultRequestHeaders.Remove("X-CSRF-Token");
        client.DefaultRequestHeaders.Add("X-CSRF-Token", session.AntiForgeryToken);
        (await client.DeleteAsync("/api/v1/session", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/v1/genres", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_get_the_same_answer()
    {
        var (client, _, _) = await Server.PageAsync();

        var unknown = await (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("nobody", Password), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var wrong = await (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("ada", "wrong password"), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");

        (unknown with { RequestId = "" }).ShouldBe(wrong with { RequestId = "" });
    }

    [Fact]
    public async Task Whoever_guesses_on_has_to_wait()
    {
        var (client, _, _) = await Server.PageAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("eve", "wrong password"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        // The waits double: after so many more failures it is 15 minutes, which no slow machine takes for these requests.
        for (var further = 0; further < 10; further++)
        {
            Server.Get<SignInThrottle>().Failed("eve", "127.0.0.1");
        }

        await (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("eve", "wrong password"), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        await (await client.PostAsJsonAsync("/api/v1/session", new SignInRequest("Eve", Password), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
    }
}
