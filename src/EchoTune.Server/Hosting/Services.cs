using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Taste;
using EchoTune.Conversation;
using EchoTune.Media;
using EchoTune.Server.Auth;
using EchoTune.Server.Errors;
using EchoTune.Server.Features.Health;
using EchoTune.Server.Features.Library;
using EchoTune.Server.Features.Models;
using EchoTune.Server.Features.Playback;
using EchoTune.Server.Features.Playlists;
using EchoTune.Server.Features.Recommendations;
using EchoTune.Server.Features.Session;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Features.Tracks;
using EchoTune.Server.Hubs;
using EchoTune.Server.Observability;
using EchoTune.Server.OpenApi;
using EchoTune.Server.Tools;
using EchoTune.Storage;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Server.Hosting;

/// <summary>All services of the server: those of each module, and the host's own that join them.</summary>
internal static class Services
{
    public static IServiceCollection AddEchoTune(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);

        // HTTP answers at once while the database comes up; when stopping, the last that started stops first.
        services.Configure<HostOptions>(host =>
        {
            host.ServicesStartConcurrently = true;
            host.ServicesStopConcurrently = false;
            host.ShutdownTimeout = TimeSpan.FromSeconds(20);
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });

        services.AddModules(options);
        services.AddHost(options);
        return services;
    }

    private static void AddModules(this IServiceCollection services, ServerOptions options)
    {
        services.AddStorage(new StorageOptions { DataFolder = options.DataFolder, ConnectionString = options.ConnectionString });

        // Whatever the modules run in the background works on the database, so it waits for it.
        var before = services.Count;
        services.AddMedia(new MediaOptions { DataFolder = options.DataFolder });
        services.AddLibrary(new LibraryOptions { Roots = options.MusicFolders, DataFolder = options.DataFolder, UseDemoLibrary = options.MusicFolders.Count == 0 });
        services.AddSingleton<ListeningLog>();
        services.AddSingleton<Ratings>();
        services.AddNameSearch();
        services.AddRecommendations();
        services.AddInsights();
        services.AddModels();
        services.AddConversation();
        services.AddTools();
        services.AddPlaybackFeature();
        services.AddPlayerHub();
        services.AddAuth(options);
        services.AddSingleton<EchoTuneMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<EchoTuneMetrics>());
        var waiting = services.Skip(before).Where(service => service.ServiceType == typeof(IHostedService)).ToArray();
        foreach (var service in waiting)
        {
            services.Remove(service);
        }

        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<StorageFirst>(provider, (IReadOnlyList<ServiceDescriptor>)waiting));
        services.AddSingleton<IDatabaseProbe>(provider => provider.GetRequiredService<StorageFirst>());
        services.AddHostedService(provider => provider.GetRequiredService<StorageFirst>());
    }

    private static void AddHost(this IServiceCollection services, ServerOptions options)
    {
        services.AddHostedService<Tracing>();
        services.AddSingleton<PrometheusExporter>();
        services.MeterRecommendations();

        services.AddSingleton<ListenerMarksCache>();
        services.AddSingleton<FeatureSummaryCache>();
        services.AddSingleton<LibraryFacets>();
        services.AddSingleton<TrackPresenter>();
        services.AddSingleton<LibraryFiles>();
        services.AddSingleton<ListenerSettings>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<RecommendationAnswers>();
        services.AddSingleton<PlaylistEditor>();
        services.AddSingleton<PlaylistPresenter>();
        services.AddSingleton<HealthCheck>();

        services.AddApiDescription();
        services.ConfigureHttpJsonOptions(json =>
        {
            // A number is a number: a document that says "integer or text" helps nobody.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(30), TimeoutStatusCode = 504 });
        services.AddResponseCompression(compression => compression.MimeTypes = ["application/json", "text/plain"]);
        services.AddRateLimiter(limiter => Limit(limiter, options));
    }

    private static void Limit(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await ProblemWriter.WriteAsync(context.HttpContext, ProblemMap.OfStatus(StatusCodes.Status429TooManyRequests));
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Peer(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RequestBurst,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        limiter.AddPolicy(SessionEndpoints.SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(Peer(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.SignInsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

        static string Peer(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
    }

    // Whoever asks for recommendations is measured: the implementation stands behind the meter.
    private static void MeterRecommendations(this IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IRecommender));
        services.Remove(inner);
        services.AddSingleton<IRecommender>(provider => new MeteredRecommender(
            (IRecommender)(inner.ImplementationInstance
                ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            new Lazy<EchoTuneMetrics>(provider.GetRequiredService<EchoTuneMetrics>)));
    }
}
