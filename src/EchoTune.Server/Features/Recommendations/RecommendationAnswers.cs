using System.Text.Json;
using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Features.Tracks;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace EchoTune.Server.Features.Recommendations;

/// <summary>A checked question for recommendations.</summary>
internal sealed record RecommendationQuestion
{
    public required int Limit { get; init; }

    /// <summary>Null for that of the settings.</summary>
    public string? Strategy { get; init; }

    public IReadOnlyList<TrackId> Seeds { get; init; } = [];

    public string? TimeOfDay { get; init; }

    public string? DayOfWeek { get; init; }

    public string? Activity { get; init; }

    public IReadOnlyList<string> Moods { get; init; } = [];

    public string? Familiarity { get; init; }

    public string? Device { get; init; }

    /// <summary>Whether nothing but a number was asked for.</summary>
    public bool IsPlain => Seeds.Count == 0 && Moods.Count == 0 && TimeOfDay is null && DayOfWeek is null && Activity is null && Familiarity is null && Device is null;

    /// <summary>All but number and strategy, in one form.</summary>
    public string Context => IsPlain ? "" : string.Join('|', TimeOfDay, DayOfWeek, Activity, string.Join(',', Moods), Familiarity, Device, string.Join(',', Seeds));
}

/// <summary>Recommendations as they go out, kept while they hold.</summary>
internal sealed class RecommendationAnswers(AnswerCache cache, IRecommender recommender, ListenerSettings settings, TrackPresenter presenter, IOptions<JsonOptions> json)
{
    private const string Hybrid = "hybrid";
    private const string Home = "home";
    private const int Digits = 4;

    /// <summary>Names of the strategies.</summary>
    public IReadOnlyList<string> Strategies => recommender.Strategies;

    /// <summary>The answer as JSON of <see cref="RecommendationsDto"/>.</summary>
    public ValueTask<byte[]> GetAsync(ListenerId listener, RecommendationQuestion question, CancellationToken cancellationToken) =>
        cache.GetAsync(listener, new AnswerQuestion(question.Strategy, question.Limit, question.Context), () => ComputeAsync(listener, question), cancellationToken);

    /// <summary>What other weights would bring, beside what the settings bring. Nothing is kept, and nothing counts as shown.</summary>
    public async Task<PreviewDto> PreviewAsync(ListenerId listener, int limit, PreviewRequest preview, CancellationToken cancellationToken)
    {
        var now = await settings.GetAsync(listener, cancellationToken);
        var weights = now.StrategyWeights!.ToDictionary();
        foreach (var (name, weight) in preview.StrategyWeights ?? new Dictionary<string, double>())
        {
            weights[name] = weight;
        }

        var tuning = ListenerSettings.Whole(new TuningDto(
            preview.Tuning?.Novelty ?? now.Tuning!.Novelty, preview.Tuning?.Familiarity ?? now.Tuning!.Familiarity, preview.Tuning?.Variety ?? now.Tuning!.Variety));
        var strategy = StrategyOf(now.RecommendationStrategy);
        var before = await PresentAsync(listener, limit, strategy, cancellationToken);
        var after = await recommender.RecommendAsync(
            listener,
            new RecommendationRequest
            {
                Limit = limit,
                Strategy = strategy,
                Weights = weights,
                Tuning = new RecommendationTuning(tuning.Novelty!.Value, tuning.Familiarity!.Value, tuning.Variety!.Value),
            },
            cancellationToken);
        var places = before.Select((item, i) => (item.Track.Id, Place: i + 1)).ToDictionary(item => item.Id, item => item.Place);
        var staying = after.Items.Select(item => item.Track.Id.Value).ToHashSet();
        var items = (await PresentAsync(listener, after, cancellationToken)).Select(item => new PreviewItemDto(item, places.TryGetValue(item.Track.Id, out var place) ? place : null));
        return new PreviewDto([.. items], [.. before.Where(item => !staying.Contains(item.Track.Id)).Select(item => item.Track)], after.Note);
    }

    // What the listener sees now: the kept answer where there is one, so that places are those of their page.
    private async ValueTask<IReadOnlyList<RecommendationDto>> PresentAsync(ListenerId listener, int limit, string? strategy, CancellationToken cancellationToken) =>
        cache.Find(listener, new AnswerQuestion(null, limit, "")) is { } kept
            ? JsonSerializer.Deserialize<RecommendationsDto>(kept, json.Value.SerializerOptions)!.Items
            : await PresentAsync(listener, await recommender.RecommendAsync(listener, new RecommendationRequest { Limit = limit, Strategy = strategy }, cancellationToken), cancellationToken);

    // Without a caller's token: whoever waits for the same answer shares it.
    private async Task<byte[]> ComputeAsync(ListenerId listener, RecommendationQuestion question)
    {
        var strategy = StrategyOf(question.Strategy ?? (await settings.GetAsync(listener, CancellationToken.None)).RecommendationStrategy);
        var request = new RecommendationRequest
        {
            Limit = question.Limit,
            Strategy = strategy,
            Seeds = question.Seeds,
            Device = question.Device,
            Surface = Home,
            Criteria = question is { Moods.Count: 0, TimeOfDay: null, DayOfWeek: null, Activity: null, Familiarity: null } ? null : new Criteria
            {
                Moods = question.Moods.Count == 0 ? null : question.Moods,
                TimeOfDay = question.TimeOfDay,
                DayOfWeek = question.DayOfWeek,
                Activity = question.Activity,
                Familiarity = question.Familiarity,
            },
        };
        var result = await recommender.RecommendAsync(listener, request, CancellationToken.None);
        var answer = new RecommendationsDto(await PresentAsync(listener, result, CancellationToken.None), result.ModelVersion, result.Note, result.Experiment, result.Arm);
        return JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions);
    }

    private async ValueTask<IReadOnlyList<RecommendationDto>> PresentAsync(ListenerId listener, RecommendationResult result, CancellationToken cancellationToken)
    {
        var tracks = await presenter.PresentAsync(listener, [.. result.Items.Select(item => item.Track)], cancellationToken);
        var items = new RecommendationDto[result.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = result.Items[i];
            items[i] = new RecommendationDto(tracks[i], Math.Round(item.Score, Digits), Rounded(item.Strategies), item.Reason, [.. item.BecauseOf.Select(because => because.Value)]);
        }

        return items;
    }

    // More digits say nothing, and every answer would carry them.
    private static Dictionary<string, double> Rounded(IReadOnlyDictionary<string, double> shares)
    {
        var rounded = new Dictionary<string, double>(shares.Count);
        foreach (var (name, share) in shares)
        {
            rounded[name] = Math.Round(share, Digits);
        }

        return rounded;
    }

    private static string? StrategyOf(string? name) => name is null or Hybrid ? null : name;
}
