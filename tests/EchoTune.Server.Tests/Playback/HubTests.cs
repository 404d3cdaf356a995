using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Playback;

/// <summary>The live line as pages speak it: SignalR's JSON protocol over a WebSocket.</summary>
public sealed class HubTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    // Only waited out where something is broken; a loaded machine is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_page_that_connects_is_told_where_things_stand_and_of_every_change()
    {
        await using var page = await Page.OpenAsync(Server, "page-one");
        (await page.NextAsync("PlaybackChanged"))["serverTime"].ShouldNotBeNull();
        await page.NextAsync("QueueChanged");
        await page.RegisterAsync();

        await PostAsync("play", new { trackIds = new[] { Id("Alpha"), Id("Bravo") } });
        var playing = await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["title"]?.GetValue<string>() == "Alpha" && playback["isPlaying"]!.GetValue<bool>());
        playing["device"]!["id"]!.GetValue<string>().ShouldBe("page-one");

        // The page says that the item ended: what follows is told, once.
        await page.InvokeAsync("Advance", "page-one", playing["itemId"]!.GetValue<string>());
        await page.InvokeAsync("Advance", "page-one", playing["itemId"]!.GetValue<string>());
        await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["title"]?.GetValue<string>() == "Bravo");

        using var response = await Server.Script().PutAsync($"/api/v1/tracks/{Id("Bravo")}/like", null, Cancellation);
        response.EnsureSuccessStatusCode();
        await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["isLiked"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task A_device_without_a_name_is_refused()
    {
        await using var page = await Page.OpenAsync(Server, "page-two");
        var answer = await page.CallAsync("RegisterDevice", "page-two", " ");
        answer["error"]!.GetValue<string>().ShouldContain("invalid_request");
    }

    [Fact]
    public async Task Nobody_connects_without_signing_in()
    {
        using var socket = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Page.HubOf(Server), Cancellation));
    }

    private async Task PostAsync(string path, object body)
    {
        using var response = await Server.Script().PostAsJsonAsync($"/api/v1/playback/{path}", body, Cancellation);
        response.EnsureSuccessStatusCode();
    }

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;

    private sealed class Page : IAsyncDisposable
    {
        private const char End = '\u001e';
        private readonly ClientWebSocket _socket = new();
        private readonly Queue<JsonNode> _read = new();
        private readonly string _id;
        private int _calls;

        private Page(string id) => _id = id;

        public static Uri HubOf(TestServer server) => new UriBuilder(server.Address) { Scheme = "ws", Path = "/hubs/player" }.Uri;

        public static async Task<Page> OpenAsync(TestServer server, string id)
        {
            var page = new Page(id);
            page._socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
            await page._socket.ConnectAsync(HubOf(server), Cancellation);
            await page.SendAsync("""{"protocol":"json","version":1}""");
            (await page.ReadAsync())["error"].ShouldBeNull();
            return page;
        }

        public Task<JsonNode> NextAsync(string target) => UntilAsync(target, _ => true);

        /// <summary>The first message to this target that satisfies; others are passed over.</summary>
        public async Task<JsonNode> UntilAsync(string target, Func<JsonNode, bool> satisfies)
        {
            while (true)
            {
                var message = await ReadAsync();
                if (message["target"]?.GetValue<string>() == target && message["arguments"]![0] is { } argument && satisfies(argument))
                {
                    return argument;
                }
            }
        }

        public Task RegisterAsync() => CallAsync("RegisterDevice", _id, "A page");

        public Task InvokeAsync(string target, params string[] arguments) => CallAsync(target, arguments);

        /// <summary>Calls the hub and reads on until its answer; pushes that come meanwhile are kept.</summary>
        public async Task<JsonNode> CallAsync(string target, params string[] arguments)
        {
            var id = $"{++_calls}";
            var call = new JsonObject { ["type"] = 1, ["invocationId"] = id, ["target"] = target, ["arguments"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]) };
            await SendAsync(call.ToJsonString());
            var passed = new List<JsonNode>();
            while (true)
            {
                var message = await ReadAsync();
                if (message["type"]?.GetValue<int>() == 3 && message["invocationId"]?.GetValue<string>() == id)
                {
                    var rest = _read.ToArray();
                    _read.Clear();
                    foreach (var kept in passed.Concat(rest))
                    {
                        _read.Enqueue(kept);
                    }

                    return message;
                }

                passed.Add(message);
            }
        }

        public ValueTask DisposeAsync()
        {
            _socket.Abort();
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, true, Cancellation);

        private async Task<JsonNode> ReadAsync()
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(Patience);
            while (_read.Count == 0)
            {
                using var text = new MemoryStream();
                var buffer = new byte[16 * 1024];
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
                    text.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                foreach (var message in Encoding.UTF8.GetString(text.ToArray()).Split(End, StringSplitOptions.RemoveEmptyEntries))
                {
                    _read.Enqueue(JsonNode.Parse(message)!);
                }
            }

            return _read.Dequeue();
        }
    }
}
