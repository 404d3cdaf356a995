using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>Traces go out by OTLP when the standard variables say so.</summary>
public sealed class TracingTests(EmbeddedDatabase database)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpProtocols.Http2)]
    [InlineData("http/protobuf", HttpProtocols.Http1)]
    public async Task Requests_database_calls_and_tool_calls_arrive_at_the_collector(string? protocol, HttpProtocols http)
    {
        using var disk = DataDisk.Make();
        await using var collector = await Collector.StartAsync(http);
        (string, string)[] environment =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_BSP_SCHEDULE_DELAY", "50"), .. protocol is null ? [] : new[] { ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol) },
        ];
        await using var server = await ChildServer.StartAsync(disk.Path, await database.CreateEmptyAsync(Cancellation), disk.Path, environment);

        (await server.Client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "set the volume to 31" }, Cancellation)).EnsureSuccessStatusCode();

        // The name of the service, of a tool's span, of its attribute, of a database's system, and of the route of a request.
        foreach (var part in new[] { "echotune", "tool set_volume", "echotune.request_id", "postgresql", "/api/v1/chat/turns" })
        {
            await Eventually.GetAsync($"a trace with {part}", _ => Task.FromResult(collector.Received.Contains(part, StringComparison.Ordinal) ? "" : null));
        }

        (await server.StopAsync()).ShouldBe(0, server.Said);
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_hurts_nothing()
    {
        using var disk = DataDisk.Make();
        await using var server = await ChildServer.StartAsync(
            disk.Path, await database.CreateEmptyAsync(Cancellation), disk.Path, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_BSP_SCHEDULE_DELAY", "50"));

        for (var i = 0; i < 20; i++)
        {
            (await server.Client.PostAsJsonAsync("/api/v1/chat/turns", new { text = "set the volume to 31" }, Cancellation)).EnsureSuccessStatusCode();
        }

        (await server.StopAsync()).ShouldBe(0, server.Said);
    }

    /// <summary>Takes what exporters send, by gRPC or as protobuf over HTTP, and reads the texts in it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<string> _bodies = new();

        private Collector(HttpProtocols protocols)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
            _app = builder.Build();
            _app.MapPost("/v1/traces", TakeAsync);
            _app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", async context =>
            {
                await TakeAsync(context);
                // An empty message, and its end.
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
                context.Response.AppendTrailer("grpc-status", "0");
            });
        }

        public string Address => _app.Urls.First();

        public string Received => string.Concat(_bodies);

        public static async Task<Collector> StartAsync(HttpProtocols protocols)
        {
            var collector = new Collector(protocols);
            await collector._app.StartAsync(Cancellation);
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        }
    }
}
