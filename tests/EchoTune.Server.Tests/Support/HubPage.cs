using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace EchoTune.Server.Tests.Support;

/// <summary>An open page's line to the hub: SignalR's JSON protocol over a WebSocket.</summary>
internal sealed class HubPage : IAsyncDisposable
{
    private const char End = '\u001e';
    // Only waited out where something is broken; a loaded machine is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonNode> _read = new();
    private readonly string _id;
    private int _calls;

    private HubPage(string id) => _id = id;

    public static Uri HubOf(TestServer server) => new UriBuilder(server.Address) { Scheme = "ws", Path = "/hubs/player" }.Uri;

    public static async Task<HubPage> OpenAsync(TestServer server, string id)
    {
        var page = new HubPage(id);
        page._socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        await page._socket.ConnectAsync(HubOf(server), TestContext.Current.CancellationToken);
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

    /// <summary>Sends a frame as it is, with its end mark.</summary>
    public Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>The next message of any kind.</summary>
    public async Task<JsonNode> ReadAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
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
