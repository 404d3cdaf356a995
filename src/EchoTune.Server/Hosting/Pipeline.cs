using EchoTune.Server.Auth;
using EchoTune.Server.Errors;
using EchoTune.Server.Features.Albums;
using EchoTune.Server.Features.Artists;
using EchoTune.Server.Features.Artwork;
using EchoTune.Server.Features.Chat;
using EchoTune.Server.Features.Experiments;
using EchoTune.Server.Features.Genres;
using EchoTune.Server.Features.Health;
using EchoTune.Server.Features.Insights;
using EchoTune.Server.Features.Library;
using EchoTune.Server.Features.Metrics;
using EchoTune.Server.Features.Models;
using EchoTune.Server.Features.Playback;
using EchoTune.Server.Features.Playlists;
using EchoTune.Server.Features.Plays;
using EchoTune.Server.Features.Recommendations;
using EchoTune.Server.Features.Search;
using EchoTune.Server.Features.Session;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Features.Tracks;
using EchoTune.Server.Features.Years;
using EchoTune.Server.Hubs;
using EchoTune.Server.Observability;
using EchoTune.Server.OpenApi;
using EchoTune.Server.Web;

namespace EchoTune.Server.Hosting;

/// <summary>The way of a request, and everything that can be asked.</summary>
internal static class Pipeline
{
    public static void UseEchoTune(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HostGuard>();
        app.UseResponseCompression();
        app.UseApiBrowser();
        app.UseMiddleware<WebClient>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseMiddleware<BodyCharset>();
        app.UseMiddleware<StorageGate>();
        app.UseAuthentication();
        app.UseMiddleware<RequestGuard>();
        app.UseAuthorization();
        // Figures count from the first request on.
        app.Services.GetRequiredService<PrometheusExporter>();
        app.MapEchoTune();
        // Named here and not left to the start: the description of the API is written without starting.
        app.UseEndpoints(_ => { });
    }

    private static void MapEchoTune(this WebApplication app)
    {
        app.MapHealthEndpoints();
        app.MapMetricsEndpoints();
        app.MapApiDescription();

        var api = app.MapGroup("/api/v1").WithCommonProblems();
        api.MapSessionEndpoints();
        api.MapTrackEndpoints();
        api.MapArtistEndpoints();
        api.MapAlbumEndpoints();
        api.MapGenreEndpoints();
        api.MapYearEndpoints();
        api.MapSearchEndpoints();
        api.MapArtworkEndpoints();
        api.MapPlaylistEndpoints();
        api.MapPlayEndpoints();
        api.MapRecommendationEndpoints();
        api.MapFeedbackEndpoint();
        api.MapStrategyEndpoints();
        api.MapExperimentEndpoints();
        api.MapLibraryEndpoints();
        api.MapModelEndpoints();
        api.MapSettingEndpoints();
        api.MapPlaybackEndpoints();
        api.MapChatEndpoints();
        app.MapHub<PlayerHub>("/hubs/player").DisableRequestTimeout();
    }
}
