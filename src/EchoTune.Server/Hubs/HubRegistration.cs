using EchoTune.Server.Features.Chat;

namespace EchoTune.Server.Hubs;

/// <summary>Registers the live line to the pages.</summary>
internal static class HubRegistration
{
    private const int MaxMessageBytes = 32 * 1024;

    public static IServiceCollection AddPlayerHub(this IServiceCollection services)
    {
        services.AddSignalR(signalR => signalR.MaximumReceiveMessageSize = MaxMessageBytes);
        return services.AddSingleton<ITurnAudience, TurnAudience>().AddHostedService<PlayerPusher>().AddHostedService<TrainingPusher>().AddHostedService<RankingPusher>().AddHostedService<HearingPusher>();
    }
}
