using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Hostile;

/// <summary>
/// Every operation is asked wrongly in every place: whatever comes, the answer is no failure of the server, and what is refused
/// carries a code. The operations come from the description of the API, so that a new one is attacked from its first day.
/// </summary>
public sealed class HostileRequestTests(HostileRequestTests.OwnFixture fixture) : ServerTests<HostileRequestTests.OwnFixture>(fixture)
{
    private const string Unknown = "01920000-0000-7000-8000-000000000000";

    /// <summary>JSON values that hardly any place expects.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "1e999", "2147483648", "99999999999999999999999", "\"\"", "\" \"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1}",
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"x\\udc00y\"", "\"\\u202eabc\\u2066\"", "\"\\uffff\\ufeff\"", "\"\ud83c\udfb5\"", "\"\\r\\n\"", "\"%_\\\\'\\\"\"", "\"../../etc/passwd\"",
        "\"" + new string('x', 5_000) + "\"", "\"" + Unknown + "\"", "\"00000000-0000-0000-0000-000000000000\"", "[\"" + Unknown + "\"]", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        new string('[', 40) + new string(']', 40),
    ];

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\ud83c\udfb5", "\u202eabc", "%", "_", "\\", "'", "\"", "-1", "0", "2147483648", "99999999999999999999", "NaN", "true", "[]", "{}", "..", "../../etc/passwd",
        "\r\n", "\ufeff", "\uffff", new('a', 501), new('\u0130', 400), "e" + new string('\u0301', 300), Unknown,
    ];

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly HttpClient _client = fixture.Server.Script();
    private Guid _playlist;

    public sealed class OwnFixture(EmbeddedDatabase database) : MusicFixture(database)
    {
        private protected override ServerOptions Change(ServerOptions options) => options with { RequestBurst = 1_000_000, RequestsPerSecond = 1_000_000, SignInsPerMinute = 1_000_000 };
    }

    [Fact]
    public async Task A_body_that_is_wrong_anywhere_is_never_a_failure_of_the_server()
    {
        var bodies = await BodiesAsync();
        var described = await OperationsAsync();
        bodies.Select(body => (body.Method, body.Path.Replace($"{_playlist}", "{id}", StringComparison.Ordinal).Replace("experiments/attacked", "experiments/{key}", StringComparison.Ordinal))).Distinct()
            .ShouldBe(described.Where(operation => operation.HasBody).Select(operation => (operation.Method, operation.Path)), ignoreOrder: true);

        await Parallel.ForEachAsync(bodies, Cancellation, async (body, _) =>
        {
            foreach (var text in Variants(body.Good))
            {
                using var content = new StringContent(text, Encoding.UTF8, "application/json");
                await SendAsync(body.Method, body.Path, content, text);
            }
        });

        _failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json, text/html")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData("*/*")]
    [InlineData("garbage")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused_by_name(string? type)
    {
        using var content = new ByteArrayContent("{\"title\":\"x\"}"u8.ToArray());
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();
        }

        await (await Server.Script().PostAsync("/api/v1/playlists", content, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        foreach (var bytes in new byte[][] { [0xFF, 0xFE, 0xFD], [0], Encoding.Unicode.GetBytes("{\"title\":\"x\"}"), [.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8] })
        {
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            await (await Server.Script().PostAsync("/api/v1/playlists", content, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Fact]
    public async Task A_parameter_that_is_wrong_is_never_a_failure_of_the_server()
    {
        foreach (var operation in await OperationsAsync())
        {
            var path = operation.Path.Replace("{id}", $"{Fixture.Tracks["Alpha"].Id}", StringComparison.Ordinal).Replace("{itemId}", Unknown, StringComparison.Ordinal).Replace("{key}", new string('a', 64), StringComparison.Ordinal);
            foreach (var text in operation.Queries.SelectMany(name => Texts.Select(text => $"{name}={Uri.EscapeDataString(text)}").Concat([$"{name}=%ff%fe", $"{name}=1&{name}=2", name, $"{name}=%"])))
            {
                await SendAsync(operation.Method, $"{path}?{text}", operation.HasBody ? JsonContent.Create(new { }) : null, text);
            }

            foreach (var (name, text) in operation.Places.SelectMany(name => new[] { "x", Unknown, "..%2f..%2flocal-token", "%2e%2e", "%ff", new string('a', 3_000), "%0d%0aX:y", "%F0%9F%8E%B5" }.Select(text => (name, text))))
            {
                var wrong = operation.Path.Replace($"{{{name}}}", text, StringComparison.Ordinal);
                await SendAsync(operation.Method, wrong, operation.HasBody ? JsonContent.Create(new { }) : null, text);
            }
        }

        _failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_was_tampered_with_is_refused_or_leads_somewhere()
    {
        using (var content = JsonContent.Create(Enumerable.Range(0, 3).Select(i => new PlayRequest
        {
            EventId = Guid.CreateVersion7(), TrackId = Fixture.Tracks["Echo"].Id.Value, Kind = "completed", StartedAt = DateTimeOffset.UnixEpoch.AddYears(20 + i), MsPlayed = 4_000,
        })))
        {
            (await Server.Script().PostAsync("/api/v1/plays", content, Cancellation)).EnsureSuccessStatusCode();
        }

        string[] lists =
        [
            .. new[] { "title", "artist", "album", "year", "duration", "added", "tempo", "energy", "position" }.Select(sort => $"tracks?limit=1&sort={sort}"), "tracks?limit=1&query=a", "artists?limit=1",
            .. new[] { "title", "artist", "year", "added" }.Select(sort => $"albums?limit=1&sort={sort}"), "plays?limit=1",
        ];
        foreach (var list in lists)
        {
            var cursor = (await Server.Script().GetFromJsonAsync<JsonObject>($"/api/v1/{list}", Cancellation))!["nextCursor"]?.GetValue<string>().ShouldNotBeNull(list);
            var key = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(cursor))!.AsArray();
            var texts = new List<string> { "{}", "null", "[]", "[null]", "\"x\"", "1", "[\"", new('[', 500), key.ToJsonString() + " x", key.ToJsonString()[..^1] };
            for (var i = 0; i < key.Count; i++)
            {
                var wrong = key.DeepClone().AsArray();
                wrong[i] = "@@";
                texts.AddRange(Values.Where(value => value.Length < 1_000).Select(value => wrong.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal)));
            }

            foreach (var bytes in texts.Select(Encoding.UTF8.GetBytes).Append([.. "[\""u8, 0xFF, 0xFE, .. "\"]"u8]))
            {
                await SendAsync("GET", $"/api/v1/{list}&cursor={System.Buffers.Text.Base64Url.EncodeToString(bytes)}", null, Encoding.UTF8.GetString(bytes));
            }

            await SendAsync("GET", $"/api/v1/{list}&cursor={cursor}A", null, "one character more");
            await SendAsync("GET", $"/api/v1/{list}&cursor={cursor![..^1]}", null, "one character less");
        }

        _failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bytes=0-0", HttpStatusCode.PartialContent)]
    [InlineData("bytes=0-1,3-4", HttpStatusCode.OK)]
    [InlineData("bytes=5-2", HttpStatusCode.OK)]
    [InlineData("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=-99999999999999999999", HttpStatusCode.OK)]
    [InlineData("bytes=99999999999999999999-", HttpStatusCode.OK)]
    [InlineData("bytes=9223372036854775807-9223372036854775807", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=-", HttpStatusCode.OK)]
    [InlineData("bytes=a-b", HttpStatusCode.OK)]
    [InlineData("0-1", HttpStatusCode.OK)]
    public async Task An_odd_range_gives_the_whole_a_part_or_a_refusal(string range, HttpStatusCode status)
    {
        foreach (var format in new[] { "", "?format=opus" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tracks/{Fixture.Tracks["Bravo"].Id}/stream{format}");
            request.Headers.TryAddWithoutValidation("Range", range).ShouldBeTrue();
            var answer = await Server.Script().SendAsync(request, Cancellation);
            if (status == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                await answer.ShouldBeProblemAsync(status, "range_not_satisfiable");
            }
            else
            {
                answer.StatusCode.ShouldBe(status);
            }
        }
    }

    [Fact]
    public async Task Many_ranges_at_once_cost_no_more_than_the_file()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tracks/{Fixture.Tracks["Bravo"].Id}/stream");
        request.Headers.TryAddWithoutValidation("Range", "bytes=" + string.Join(',', Enumerable.Range(0, 2_000).Select(_ => "0-")));

        var answer = await Server.Script().SendAsync(request, Cancellation);

        answer.Content.Headers.ContentLength.ShouldBe(new FileInfo(Path.Combine(Server.Music, "Bravo.flac")).Length);
    }

    /// <summary>A good body for each operation that takes one; numbers and texts in it are replaced one by one.</summary>
    private async Task<IReadOnlyList<(string Method, string Path, JsonNode Good)>> BodiesAsync()
    {
        var track = Fixture.Tracks["Alpha"].Id.ToString();
        using var made = await Server.Script().PostAsJsonAsync("/api/v1/playlists", new { title = "Attacked" }, Cancellation);
        _playlist = (await made.ShouldBeAsync<PlaylistDetailsDto>(HttpStatusCode.Created)).Playlist.Id;
        (string Method, string Path, string Good)[] bodies =
        [
            ("POST", "/api/v1/session", """{"name":"a","password":"b"}"""),
            ("POST", "/api/v1/accounts/first", """{"code":"a","name":"b","password":"long enough for all"}"""),
            ("POST", "/api/v1/playlists", $$"""{"title":"x","description":"y","trackIds":["{{track}}"]}"""),
            ("PATCH", $"/api/v1/playlists/{_playlist}", $$"""{"version":1,"title":"x","description":"y","entries":[{"entryId":null,"trackId":"{{track}}"}]}"""),
            ("POST", $"/api/v1/playlists/{_playlist}/entries", $$"""{"trackIds":["{{track}}"]}"""),
            ("POST", "/api/v1/plays", $$"""[{"eventId":"{{Unknown}}","trackId":"{{track}}","kind":"played","startedAt":"2024-01-01T00:00:00Z","msPlayed":1,"positionMs":1,"source":"library","sessionId":"{{Unknown}}","device":"x"}]"""),
            ("PATCH", "/api/v1/settings", """{"theme":"dark","language":"en","explicit":true,"crossfadeSeconds":1,"replayGain":true,"strategyWeights":{"content":1},"tuning":{"novelty":0.5,"familiarity":0.5,"variety":0.5},"recommendationStrategy":"hybrid","provider":"builtin"}"""),
            ("POST", "/api/v1/playback/play", $$"""{"trackIds":["{{track}}"],"startAt":0,"shuffle":true}"""),
            ("POST", "/api/v1/playback/play", """{"genre":"ambient","startAt":1}"""),
            ("POST", "/api/v1/playback/play", $$"""{"playlistId":"{{_playlist}}","startAt":1}"""),
            ("POST", "/api/v1/playback/radio", $$"""{"trackId":"{{track}}"}"""),
            ("POST", "/api/v1/playback/radio", """{"genre":"ambient"}"""),
            ("POST", "/api/v1/playback/seek", """{"positionMs":1}"""),
            ("POST", "/api/v1/playback/volume", """{"percent":50,"isMuted":false}"""),
            ("POST", "/api/v1/playback/modes", """{"shuffle":true,"repeat":"queue"}"""),
            ("POST", "/api/v1/playback/sleep-timer", """{"minutes":1}"""),
            ("POST", "/api/v1/playback/transfer", """{"deviceId":"x"}"""),
            ("POST", "/api/v1/playback/queue", $$"""{"trackIds":["{{track}}"],"position":"last"}"""),
            ("POST", "/api/v1/playback/queue/move", $$"""{"itemId":"{{Unknown}}","beforeItemId":"{{Unknown}}"}"""),
            ("POST", "/api/v1/recommendations/preview", """{"limit":5,"strategyWeights":{"content":1},"tuning":{"novelty":0.5,"familiarity":0.5,"variety":0.5}}"""),
            ("POST", "/api/v1/recommendations/feedback", $$"""[{"eventId":"{{Unknown}}","trackId":"{{track}}","kind":"shown","at":"2024-01-01T00:00:00Z"}]"""),
            ("POST", "/api/v1/admin/experiments", """{"key":"attacked","description":"x","metric":"playRate","effect":0.05,"ramp":1,"followWinner":false,"arms":[{"name":"a","share":1,"weights":{}},{"name":"b","share":1,"weights":{"content":2}}],"guardRails":[{"metric":"keepRate","tolerance":0.1}]}"""),
            ("PATCH", "/api/v1/admin/experiments/attacked", """{"ramp":0.5,"state":"running"}"""),
            ("POST", "/api/v1/chat/turns", """{"text":"what is playing","deviceId":"x","provider":"builtin"}"""),
        ];
        return [.. bodies.Select(body => (body.Method, body.Path, JsonNode.Parse(body.Good)!))];
    }

    private static IEnumerable<string> Variants(JsonNode good)
    {
        yield return good.ToJsonString();
        foreach (var whole in new[] { "", "null", "[]", "{}", "\"x\"", "1", "{\"a\":1,}", "{/**/}", "\ufeff{}", "{\"\":\"\"}", "{'a':1}", string.Concat(Enumerable.Repeat("{\"a\":", 2_000)), new string('[', 5_000) })
        {
            yield return whole;
        }

        foreach (var text in Places(good).SelectMany(place => Values.Select(value => Without(good, place, value)).Append(Without(good, place, null))))
        {
            yield return text;
        }
    }

    private static IEnumerable<object[]> Places(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Key, member.Value)),
        JsonArray items => items.SelectMany((item, i) => Below(i, item)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object step, JsonNode? value) =>
        [[step], .. value is null ? [] : Places(value).Select(rest => (object[])[step, .. rest])];

    /// <summary>The document with another value in one place, or none.</summary>
    private static string Without(JsonNode good, object[] place, string? value)
    {
        var copy = good.DeepClone();
        var parent = place[..^1].Aggregate(copy, (node, step) => step is int i ? node[i]! : node[(string)step]!);
        switch (place[^1], value)
        {
            case (int i, null):
                parent.AsArray().RemoveAt(i);
                break;
            case (int i, _):
                parent[i] = "@@";
                break;
            case (string name, null):
                parent.AsObject().Remove(name);
                break;
            case (string name, _):
                parent[name] = "@@";
                break;
        }

        return copy.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        var document = (await Server.Script().GetFromJsonAsync<JsonObject>("/api/v1/openapi.json", Cancellation))!;
        return
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => new Operation(
                operation.Key.ToUpperInvariant(), path.Key, Names(operation.Value!, "query"), Names(operation.Value!, "path"), operation.Value!["requestBody"] is not null))),
        ];

        static string[] Names(JsonNode operation, string kind) =>
            [.. (operation["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == kind).Select(parameter => parameter!["name"]!.GetValue<string>())];
    }

    private async Task SendAsync(string method, string path, HttpContent? content, string what)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        using var answer = await _client.SendAsync(request, Cancellation);
        var text = (int)answer.StatusCode >= 400 ? await answer.Content.ReadAsStringAsync(Cancellation) : "";
        if ((int)answer.StatusCode >= 500 || ((int)answer.StatusCode >= 400 && !text.Contains("\"errorCode\":\"", StringComparison.Ordinal)))
        {
            _failures.Enqueue($"{method} {path[..Math.Min(path.Length, 150)]} answers {(int)answer.StatusCode} to {what[..Math.Min(what.Length, 300)]}");
        }
    }

    private sealed record Operation(string Method, string Path, string[] Queries, string[] Places, bool HasBody);
}
