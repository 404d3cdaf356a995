using EchoTune.Server.Auth;
using EchoTune.Server.Observability;

namespace EchoTune.Server.Features.Metrics;

/// <summary>Figures for Prometheus.</summary>
internal static class MetricsEndpoints
{
    public static IEndpointRouteBuilder MapMetricsEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", (PrometheusExporter exporter) => TypedResults.Text(exporter.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .ExcludeFromDescription().RequireAuthorization(Policies.Metrics);
        return app;
    }
}
