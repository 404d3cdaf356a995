using EchoTune.Server.Auth;
using EchoTune.Server.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Auth;

public sealed class EndpointPolicyTests
{
    private const string Any = "any";
    private const string Listener = Policies.Listener;
    private const string Owner = Policies.Owner;

    // Every endpoint there is, and who may call it. A new endpoint fails the test until it stands here.
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["GET /api/health"] = Any,
        ["GET /metrics"] = Policies.Metrics,
        ["GET /api/v1/openapi.json"] = Any,
        ["GET /api/v1/session/"] = Any,
        ["POST /api/v1/session/"] = Any,
        ["DELETE /api/v1/session/"] = Listener,
        ["POST /api/v1/accounts/first"] = Any,
        ["GET /api/v1/tracks/"] = Listener,
        ["GET /api/v1/tracks/{id:guid}"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/features"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/hearing"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/similar"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/duplicates"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/explanation"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/lyrics"] = Listener,
        ["GET /api/v1/tracks/{id:guid}/stream"] = Listener,
        ["HEAD /api/v1/tracks/{id:guid}/stream"] = Listener,
        ["PUT /api/v1/tracks/{id:guid}/like"] = Listener,
        ["DELETE /api/v1/tracks/{id:guid}/like"] = Listener,
        ["PUT /api/v1/tracks/{id:guid}/dislike"] = Listener,
        ["DELETE /api/v1/tracks/{id:guid}/dislike"] = Listener,
        ["PUT /api/v1/tracks/{id:guid}/saved"] = Listener,
        ["DELETE /api/v1/tracks/{id:guid}/saved"] = Listener,
        ["GET /api/v1/artists/"] = Listener,
        ["GET /api/v1/artists/{id:guid}"] = Listener,
        ["PUT /api/v1/artists/{id:guid}/like"] = Listener,
        ["DELETE /api/v1/artists/{id:guid}/like"] = Listener,
        ["PUT /api/v1/artists/{id:guid}/dislike"] = Listener,
        ["DELETE /api/v1/artists/{id:guid}/dislike"] = Listener,
        ["GET /api/v1/albums/"] = Listener,
        ["GET /api/v1/albums/{id:guid}"] = Listener,
        ["PUT /api/v1/albums/{id:guid}/like"] = Listener,
        ["DELETE /api/v1/albums/{id:guid}/like"] = Listener,
        ["PUT /api/v1/albums/{id:guid}/dislike"] = Listener,
        ["DELETE /api/v1/albums/{id:guid}/dislike"] = Listener,
        ["GET /api/v1/genres"] = Listener,
        ["GET /api/v1/genres/heard"] = Listener,
        ["GET /api/v1/years"] = Listener,
        ["GET /api/v1/search"] = Listener,
        ["GET /api/v1/artwork/{key}"] = Listener,
        ["GET /api/v1/playlists/"] = Listener,
        ["POST /api/v1/playlists/"] = Listener,
        ["GET /api/v1/playlists/{id:guid}"] = Listener,
        ["PATCH /api/v1/playlists/{id:guid}"] = Listener,
        ["DELETE /api/v1/playlists/{id:guid}"] = Listener,
        ["POST /api/v1/playlists/{id:guid}/entries"] = Listener,
        ["POST /api/v1/plays/"] = Listener,
        ["GET /api/v1/plays/"] = Listener,
        ["GET /api/v1/recommendations"] = Listener,
        ["POST /api/v1/recommendations/preview"] = Listener,
        ["POST /api/v1/recommendations/feedback"] = Listener,
        ["GET /api/v1/admin/strategies/"] = Owner,
        ["GET /api/v1/admin/strategies/{name}/counterfactual"] = Owner,
        ["GET /api/v1/admin/experiments/"] = Owner,
        ["POST /api/v1/admin/experiments/"] = Owner,
        ["GET /api/v1/admin/experiments/{key}"] = Owner,
        ["PATCH /api/v1/admin/experiments/{key}"] = Owner,
        ["DELETE /api/v1/admin/experiments/{key}"] = Owner,
        ["GET /api/v1/library/scan"] = Listener,
        ["POST /api/v1/library/scan"] = Owner,
        ["GET /api/v1/admin/models/"] = Owner,
        ["POST /api/v1/admin/models/training"] = Owner,
        ["DELETE /api/v1/admin/models/training"] = Owner,
        ["POST /api/v1/admin/models/{version}/activate"] = Owner,
        ["GET /api/v1/settings/"] = Listener,
        ["PATCH /api/v1/settings/"] = Listener,
        ["GET /api/v1/devices"] = Listener,
        ["GET /api/v1/playback/"] = Listener,
        ["POST /api/v1/playback/play"] = Listener,
        ["POST /api/v1/playback/radio"] = Listener,
        ["POST /api/v1/playback/pause"] = Listener,
        ["POST /api/v1/playback/resume"] = Listener,
        ["POST /api/v1/playback/stop"] = Listener,
        ["POST /api/v1/playback/next"] = Listener,
        ["POST /api/v1/playback/previous"] = Listener,
        ["POST /api/v1/playback/seek"] = Listener,
        ["POST /api/v1/playback/volume"] = Listener,
        ["POST /api/v1/playback/modes"] = Listener,
        ["POST /api/v1/playback/sleep-timer"] = Listener,
        ["POST /api/v1/playback/transfer"] = Listener,
        ["GET /api/v1/playback/queue/"] = Listener,
        ["POST /api/v1/playback/queue/"] = Listener,
        ["DELETE /api/v1/playback/queue/"] = Listener,
        ["DELETE /api/v1/playback/queue/{itemId:guid}"] = Listener,
        ["POST /api/v1/playback/queue/{itemId:guid}/play"] = Listener,
        ["POST /api/v1/playback/queue/move"] = Listener,
        ["POST /api/v1/chat/turns"] = Listener,
        ["GET /api/v1/chat/conversation"] = Listener,
        ["DELETE /api/v1/chat/conversation"] = Listener,
        ["GET /api/v1/chat/tools"] = Listener,
        ["* /hubs/player/negotiate"] = Listener,
        ["* /hubs/player"] = Listener,
    };

    [Fact]
    public async Task Every_endpoint_has_the_policy_of_the_table_and_the_table_has_every_endpoint()
    {
        await using var app = EchoTuneHost.Build(new ServerOptions { DataFolder = Path.GetTempPath(), WriteOpenApi = "unused" }, TextWriter.Null, TextWriter.Null);

        var actual = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Where(method => method != "OPTIONS" && method != "CONNECT") ?? ["*"])
                .DefaultIfEmpty("*")
                .Select(method => ($"{method} {endpoint.RoutePattern.RawText}", PolicyOf(endpoint))))
            .Distinct()
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);

        actual.Keys.Except(Expected.Keys).ShouldBeEmpty("endpoints that the table does not name");
        Expected.Keys.Except(actual.Keys).ShouldBeEmpty("endpoints of the table that do not exist");
        foreach (var (endpoint, policy) in Expected)
        {
            actual[endpoint].ShouldBe(policy, endpoint);
        }
    }

    [Fact]
    public async Task An_endpoint_that_names_no_policy_is_closed()
    {
        await using var app = EchoTuneHost.Build(new ServerOptions { DataFolder = Path.GetTempPath(), WriteOpenApi = "unused" }, TextWriter.Null, TextWriter.Null);
        var provider = app.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        var fallback = (await provider.GetFallbackPolicyAsync()).ShouldNotBeNull();
        var owner = ListenerPrincipal.Of(
            new Catalog.Listeners.Listener { Id = new Catalog.ListenerId(Guid.CreateVersion7()), Name = "owner", IsOwner = true, CreatedAt = default, SecurityStamp = "s" },
            ListenerPrincipal.TokenMethod, "test");
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/forgotten"), 0, null, "forgotten"));

        var outcome = await app.Services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(owner, http, fallback);

        outcome.Succeeded.ShouldBeFalse();
    }

    private static string PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? Any
            : string.Join('+', endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy ?? "authenticated").Distinct());
}
