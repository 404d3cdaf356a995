using System.Collections.Concurrent;
using System.Text.Json;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Settings;

/// <summary>The settings of a listener: typed, validated, with their defaults. Endpoints and tools change them here.</summary>
internal sealed class ListenerSettings(ISettingStore store, IRecommender recommender, ILibrary library, ServerOptions options)
{
    private const string Hybrid = "hybrid";
    private static readonly string[] Themes = ["light", "dark", "system"];
    private static readonly string[] Providers = ["builtin"];

    private const double AsItComes = 0.5;

    // A read of a listener's settings is part of every answer for them.
    private const int MaxKept = 20_000;

    // Every push of what plays carries settings, so what is stored is kept until it changes; all changes pass through here.
    private readonly ConcurrentDictionary<ListenerId, IReadOnlyDictionary<string, JsonElement>> _stored = new();
    private readonly Lock _gate = new();

    // A change of weights reads those that are set and writes them all: one at a time, or of two changes one is lost.
    private readonly SemaphoreSlim _changing = new(1, 1);
    private int _changes;

    /// <summary>Raised after settings changed, with all of them. Handlers must return fast and must not throw.</summary>
    public event Action<ListenerId, SettingsDto>? Changed;

    /// <summary>All settings; those never set have their defaults.</summary>
    public async Task<SettingsDto> GetAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        if (!_stored.TryGetValue(listener, out var stored))
        {
            var changes = Volatile.Read(ref _changes);
            stored = await store.AllAsync(listener, cancellationToken);
            lock (_gate)
            {
                // What was read before a change may be old by now: it serves its reader, but is not kept.
                if (changes == _changes && _stored.Count < MaxKept)
                {
                    _stored[listener] = stored;
                }
            }
        }

        var given = Read<Dictionary<string, double>>(stored, "strategyWeights");
        return new SettingsDto
        {
            Theme = Read<string>(stored, "theme") ?? "system",
            Language = Read<string>(stored, "language") ?? "en",
            Explicit = Read<bool?>(stored, "explicit") ?? true,
            CrossfadeSeconds = Read<double?>(stored, "crossfadeSeconds") ?? 0,
            ReplayGain = Read<bool?>(stored, "replayGain") ?? true,
            StrategyWeights = recommender.Strategies.ToDictionary(name => name, name => given?.GetValueOrDefault(name, 1) ?? 1),
            Tuning = Whole(Read<TuningDto>(stored, "tuning")),
            RecommendationStrategy = Read<string>(stored, "recommendationStrategy") ?? Hybrid,
            Provider = Read<string>(stored, "provider") ?? Providers[0],
            DataFolder = options.DataFolder,
            MusicFolders = library.Progress.Roots,
            Strategies = recommender.Strategies,
        };
    }

    /// <summary>Changes the settings that are not null.</summary>
    /// <exception cref="EchoTuneException">invalid_request: a value is out of its range.</exception>
    public async Task<SettingsDto> ChangeAsync(ListenerId listener, SettingsDto change, CancellationToken cancellationToken)
    {
        Validate(change);
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var values = await ValuesAsync(listener, change, cancellationToken);
            if (values.Count == 0)
            {
                return await GetAsync(listener, cancellationToken);
            }

            await SaveAsync(listener, values, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }

        var now = await GetAsync(listener, cancellationToken);
        Changed?.Invoke(listener, now);
        return now;
    }

    private async Task<Dictionary<string, JsonElement?>> ValuesAsync(ListenerId listener, SettingsDto change, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, JsonElement?>();
        Put("theme", change.Theme);
        Put("language", change.Language);
        Put("explicit", change.Explicit);
        Put("crossfadeSeconds", change.CrossfadeSeconds);
        Put("replayGain", change.ReplayGain);
        Put("recommendationStrategy", change.RecommendationStrategy);
        Put("provider", change.Provider);
        if (change.StrategyWeights is { } weights)
        {
            var present = (await GetAsync(listener, cancellationToken)).StrategyWeights!.ToDictionary();
            foreach (var (name, weight) in weights)
            {
                present[name] = weight;
            }

            Put("strategyWeights", present);
        }

        if (change.Tuning is { } tuning)
        {
            var present = (await GetAsync(listener, cancellationToken)).Tuning!;
            Put("tuning", new TuningDto(tuning.Novelty ?? present.Novelty, tuning.Familiarity ?? present.Familiarity, tuning.Variety ?? present.Variety));
        }

        return values;

        void Put<T>(string name, T? value)
        {
            if (value is not null)
            {
                values[name] = JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
            }
        }
    }

    private async Task SaveAsync(ListenerId listener, Dictionary<string, JsonElement?> values, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(listener, values, cancellationToken);
        }
        finally
        {
            // Also where it failed: it may be stored all the same.
            lock (_gate)
            {
                _changes++;
                _stored.TryRemove(listener, out _);
            }

            recommender.Invalidate(listener);
        }
    }

    private static T? Read<T>(IReadOnlyDictionary<string, JsonElement> stored, string name)
    {
        try
        {
            return stored.TryGetValue(name, out var value) ? value.Deserialize<T>(JsonSerializerOptions.Web) : default;
        }
        catch (JsonException)
        {
            // Written by another version in another shape: the default holds until it is set anew.
            return default;
        }
    }

    /// <summary>Tuning with nothing missing.</summary>
    public static TuningDto Whole(TuningDto? tuning) => new(tuning?.Novelty ?? AsItComes, tuning?.Familiarity ?? AsItComes, tuning?.Variety ?? AsItComes);

    /// <summary>Checks weights of strategies and tuning.</summary>
    /// <exception cref="EchoTuneException">invalid_request: a name is unknown, or a value out of its range.</exception>
    public void ValidateTuning(IReadOnlyDictionary<string, double>? weights, TuningDto? tuning)
    {
        foreach (var (name, weight) in weights ?? new Dictionary<string, double>())
        {
            OneOf("strategyWeights", name, recommender.Strategies);
            if (weight is not (>= 0 and <= 2))
            {
                throw Invalid($"The weight of {name} must be between 0 and 2.");
            }
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, double?)>)[("novelty", tuning?.Novelty), ("familiarity", tuning?.Familiarity), ("variety", tuning?.Variety)])
        {
            if (value is not (null or (>= 0 and <= 1)))
            {
                throw Invalid($"tuning: {name} must be between 0 and 1.");
            }
        }
    }

    private void Validate(SettingsDto change)
    {
        OneOf("theme", change.Theme, Themes);
        OneOf("provider", change.Provider, Providers);
        OneOf("recommendationStrategy", change.RecommendationStrategy, [Hybrid, .. recommender.Strategies]);
        if (change.Language is { } language && (language.Length is < 2 or > 35 || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            throw Invalid("language must be a BCP 47 tag such as en or de-AT.");
        }

        if (change.CrossfadeSeconds is { } seconds && seconds is not (>= 0 and <= 12))
        {
            throw Invalid("crossfadeSeconds must be between 0 and 12.");
        }

        ValidateTuning(change.StrategyWeights, change.Tuning);
    }

    private static void OneOf(string name, string? value, IReadOnlyList<string> allowed)
    {
        if (value is not null && !allowed.Contains(value, StringComparer.Ordinal))
        {
            throw Invalid($"{name} must be one of {string.Join(", ", allowed)}.");
        }
    }

    private static EchoTuneException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);
}
