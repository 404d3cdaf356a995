using EchoTune.Catalog.Errors;

namespace EchoTune.Conversation.Providers;

/// <summary>The providers by name.</summary>
/// <param name="providers">Registered providers; the built-in one is among them.</param>
public sealed class ProviderRegistry(IEnumerable<ChatProvider> providers)
{
    private readonly IReadOnlyList<ChatProvider> _providers = [.. providers];

    /// <summary>Names, in the order registered.</summary>
    public IReadOnlyList<string> Names => [.. _providers.Select(provider => provider.Name)];

    /// <summary>The provider of this name; the built-in one for null.</summary>
    /// <exception cref="EchoTuneException">invalid_request: no such provider.</exception>
    public ChatProvider Get(string? name)
    {
        var wanted = string.IsNullOrWhiteSpace(name) ? BuiltInChatClient.ProviderName : name.Trim().ToLowerInvariant();
        return _providers.FirstOrDefault(provider => provider.Name == wanted)
            ?? throw new EchoTuneException(ErrorCodes.InvalidRequest, $"There is no provider called {wanted}. Available: {string.Join(", ", Names)}.");
    }
}
