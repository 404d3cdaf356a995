using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace EchoTune.Server.Tests.Errors;

public sealed class ProblemTests(ServerFixture fixture) : ServerTests<ServerFixture>(fixture)
{
    private const string Unknown = "01920000-0000-7000-8000-000000000000";

    [Theory]
    [InlineData("POST", "/api/v1/playlists", "{\"title\":", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/playlists", "[1,2", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/playlists", "", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/playlists", "{}", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/playlists", "{\"title\":\"x\",\"trackIds\":[\"not an id\"]}", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/playlists", "{\"title\":\"x\",\"trackIds\":[\"" + Unknown + "\"]}", HttpStatusCode.NotFound, "not_found")]
    [InlineData("POST", "/api/v1/plays", "{\"not\":\"a list\"}", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("POST", "/api/v1/plays", "[null]", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("PATCH", "/api/v1/settings", "{\"crossfadeSeconds\":13}", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("PATCH", "/api/v1/settings", "{\"theme\":\"pink\"}", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("PATCH", "/api/v1/settings", "{\"crossfadeSeconds\":\"3\"}", HttpStatusCode.BadRequest, "invalid_request")]
    public async Task A_bad_body_is_told(string method, string path, string body, HttpStatusCode status, string errorCode)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        await (await Server.Script().SendAsync(request, Cancellation)).ShouldBeProblemAsync(status, errorCode);
    }

    [Theory]
    [InlineData("/api/v1/tracks/" + Unknown)]
    [InlineData("/api/v1/tracks/" + Unknown + "/stream")]
    [InlineData("/api/v1/tracks/" + Unknown + "/features")]
    [InlineData("/api/v1/tracks/" + Unknown + "/similar")]
    [InlineData("/api/v1/tracks/" + Unknown + "/explanation")]
    [InlineData("/api/v1/tracks/" + Unknown + "/lyrics")]
    [InlineData("/api/v1/tracks/not-an-id")]
    [InlineData("/api/v1/artists/" + Unknown)]
    [InlineData("/api/v1/albums/" + Unknown)]
    [InlineData("/api/v1/playlists/" + Unknown)]
    [InlineData("/api/v1/artwork/abcdef0123456789")]
    [InlineData("/api/v1/artwork/..%2f..%2flocal-token")]
    [InlineData("/api/v1/nothing/here")]
    [InlineData("/missing.js")]
    public async Task What_is_not_there_is_not_found(string path) =>
        await (await Server.Script().GetAsync(path, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");

    [Theory]
    [InlineData("/api/v1/tracks?limit=0")]
    [InlineData("/api/v1/tracks?limit=501")]
    [InlineData("/api/v1/tracks?limit=many")]
    [InlineData("/api/v1/tracks?sort=loudest")]
    [InlineData("/api/v1/tracks?sort=3")]
    [InlineData("/api/v1/tracks?cursor=nonsense")]
    [InlineData("/api/v1/tracks?artistId=x")]
    [InlineData("/api/v1/tracks?query=%00")]
    [InlineData("/api/v1/albums?sort=loudest")]
    [InlineData("/api/v1/search")]
    [InlineData("/api/v1/artwork/abcd?size=97")]
    [InlineData("/api/v1/recommendations?seed=1,2")]
    [InlineData("/api/v1/recommendations?strategy=magic")]
    public async Task A_bad_question_is_told(string path) =>
        await (await Server.Script().GetAsync(path, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task A_method_that_is_not_allowed_is_told() =>
        await (await Server.Script().PutAsync("/api/v1/genres", null, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");

    [Fact]
    public async Task A_body_that_is_not_JSON_is_told()
    {
        using var body = new StringContent("title=x", Encoding.UTF8, "application/x-www-form-urlencoded");

        await (await Server.Script().PostAsync("/api/v1/playlists", body, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_told()
    {
        // Asks before it sends: a client that is still sending when the server closes the connection may lose the answer.
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(patient) { BaseAddress = Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Server.Token);
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var body = new StringContent($"{{\"title\":\"{new string('x', 3 << 20)}\"}}", Encoding.UTF8, "application/json");

        await (await client.PostAsync("/api/v1/playlists", body, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task The_callers_request_id_is_kept_and_a_harmful_one_is_not()
    {
        using var good = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing");
        good.Headers.Add("X-Request-Id", "abc-123");
        (await (await Server.Script().SendAsync(good, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found")).RequestId.ShouldBe("abc-123");

        using var bad = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing");
        bad.Headers.Add("X-Request-Id", "<script>");
        (await (await Server.Script().SendAsync(bad, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found")).RequestId.ShouldNotContain("<");
    }
}
