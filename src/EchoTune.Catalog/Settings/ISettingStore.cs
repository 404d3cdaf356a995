using System.Text.Json;

namespace EchoTune.Catalog.Settings;

/// <summary>Settings of a listener: small JSON values by name (<c>theme</c>, <c>crossfadeSeconds</c>, <c>strategyWeights</c>, …).</summary>
public interface ISettingStore
{
    /// <summary>All settings of a listener.</summary>
    Task<IReadOnlyDictionary<string, JsonElement>> AllAsync(ListenerId listener, CancellationToken cancellationToken);

    /// <summary>Writes several settings in one step; a null value removes the setting.</summary>
    Task SaveAsync(ListenerId listener, IReadOnlyDictionary<string, JsonElement?> values, CancellationToken cancellationToken);
}
