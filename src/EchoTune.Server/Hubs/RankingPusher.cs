using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Recommendations;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>Tells every open page when an experiment changes how anybody is ranked for.</summary>
internal sealed partial class RankingPusher(
    IHubContext<PlayerHub, IPlayerClient> hub, ExperimentService experiments, IRecommender recommender, ILogger<RankingPusher> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        experiments.RankingChanged += OnRankingChanged;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        experiments.RankingChanged -= OnRankingChanged;
        return Task.CompletedTask;
    }

    private void OnRankingChanged() => _ = PushAsync();

    private async Task PushAsync()
    {
        try
        {
            await hub.Clients.All.RecommendationsChanged(new RecommendationsChangedDto("experiment", recommender.ModelVersion));
        }
        catch (Exception failure)
        {
            // A page that missed it has what it had; it is told of the next change.
            PushFailed(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pages could not be told that the ranking changed.")]
    private static partial void PushFailed(ILogger logger, Exception failure);
}
