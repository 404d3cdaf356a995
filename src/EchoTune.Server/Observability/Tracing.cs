using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EchoTune.Server.Observability;

/// <summary>Traces of requests, database calls, tools and recommendations, sent by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so.</summary>
internal sealed class Tracing : IHostedService, IDisposable
{
    public const string RecommendationsSource = "EchoTune.Recommendations";
    public const string ToolsSource = "EchoTune.Tools";

    private TracerProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            _provider = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(resource => resource.AddService("echotune", serviceVersion: typeof(Tracing).Assembly.GetName().Version?.ToString(3)))
                .AddSource("Microsoft.AspNetCore", "Npgsql", "EchoTune.*")
                .AddOtlpExporter()
                .Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _provider?.Dispose();
}
