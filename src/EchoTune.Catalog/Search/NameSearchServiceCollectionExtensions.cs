using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Catalog.Search;

/// <summary>Registers name search.</summary>
public static class NameSearchServiceCollectionExtensions
{
    /// <summary>Adds <see cref="INameResolver"/> and <see cref="IMusicLexicon"/> over the library, kept fresh by a hosted service.</summary>
    public static IServiceCollection AddNameSearch(this IServiceCollection services) => services
        .AddSingleton<LibraryNames>()
        .AddSingleton<INameResolver>(provider => provider.GetRequiredService<LibraryNames>())
        .AddSingleton<IMusicLexicon>(provider => provider.GetRequiredService<LibraryNames>())
        .AddHostedService(provider => provider.GetRequiredService<LibraryNames>());
}
