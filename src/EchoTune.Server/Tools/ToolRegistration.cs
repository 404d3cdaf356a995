using EchoTune.Conversation.Tools;

namespace EchoTune.Server.Tools;

/// <summary>Registers the tools that join conversation with catalogue and playback.</summary>
internal static class ToolRegistration
{
    /// <summary>Adds the tool groups and the catalogue over them. Call after AddConversation.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services) => services
        .AddSingleton<ToolAnswers>()
        .AddSingleton<LastRequest>()
        .AddSingleton<UndoLog>()
        .AddSingleton<MusicFinder>()
        .AddSingleton<PlaylistBuilder>()
        .AddSingleton<IToolGroup, TransportTools>()
        .AddSingleton<IToolGroup, MusicTools>()
        .AddSingleton<IToolGroup, PlaylistTools>()
        .AddSingleton<IToolGroup, QueueTools>()
        .AddSingleton<IToolGroup, TasteTools>()
        .AddSingleton<IToolGroup, InsightTools>()
        .AddSingleton<IToolGroup, StatisticsTools>()
        .AddSingleton<IToolGroup, SearchTools>()
        .AddSingleton<IToolGroup, SystemTools>()
        .AddSingleton(provider => new ToolCatalogue(
            provider.GetServices<IToolGroup>().SelectMany(group => group.Tools), provider.GetRequiredService<ILogger<ToolCatalogue>>()));
}
