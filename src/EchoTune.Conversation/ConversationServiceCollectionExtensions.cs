using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Providers;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Conversation;

/// <summary>Registers conversation.</summary>
public static class ConversationServiceCollectionExtensions
{
    /// <summary>
    /// Adds the interpreter, the built-in provider, the tool catalogue and <see cref="ITurnService"/>. The host adds the tools, <see cref="INowPlaying"/>
    /// and the conversation store; a library's names are used where <see cref="IMusicLexicon"/> is registered.
    /// </summary>
    public static IServiceCollection AddConversation(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IInterpreter, Interpreter.Interpreter>();
        services.AddSingleton(provider => new ChatProvider(
            BuiltInChatClient.ProviderName, new BuiltInChatClient(provider.GetRequiredService<IInterpreter>(), provider.GetService<IMusicLexicon>())));
        services.AddSingleton<ProviderRegistry>();
        services.TryAddSingleton<ToolCatalogue>();
        services.AddSingleton<ITurnService, TurnService>();
        return services;
    }
}
