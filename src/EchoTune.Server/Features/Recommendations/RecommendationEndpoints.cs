using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Requests;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EchoTune.Server.Features.Recommendations;

/// <summary>What the listener may like now.</summary>
internal static class RecommendationEndpoints
{
    private const string Hybrid = "hybrid";
    private const int MaxSeeds = 50;
    private const int MaxDevice = 80;

    public static IEndpointRouteBuilder MapRecommendationEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/recommendations", ListAsync).WithTags("recommendations").WithName("listRecommendations").RequireAuthorization(Policies.Listener).Produces<RecommendationsDto>();
        api.MapPost("/recommendations/preview", PreviewAsync).WithTags("recommendations").WithName("previewRecommendations").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static async Task<IResult> ListAsync([AsParameters] RecommendationQuery query, ClaimsPrincipal user, RecommendationAnswers answers, CancellationToken ct) =>
        new JsonBytes(await answers.GetAsync(user.ListenerId(), query.Read(answers.Strategies), ct));

    private static async Task<Ok<PreviewDto>> PreviewAsync(PreviewRequest body, ClaimsPrincipal user, RecommendationAnswers answers, ListenerSettings settings, CancellationToken ct)
    {
        settings.ValidateTuning(body.StrategyWeights, body.Tuning);
        return TypedResults.Ok(await answers.PreviewAsync(user.ListenerId(), Paging.Limit(body.Limit, 20, 50), body, ct));
    }

    /// <summary>What may be asked for, beside how many and by which strategy.</summary>
    internal readonly record struct RecommendationQuery(
        [FromQuery(Name = "limit")] int? Limit,
        [FromQuery(Name = "strategy")] string? Strategy,
        [FromQuery(Name = "seed")] string? Seed,
        [FromQuery(Name = "timeOfDay")] string? TimeOfDay,
        [FromQuery(Name = "dayOfWeek")] string? DayOfWeek,
        [FromQuery(Name = "activity")] string? Activity,
        [FromQuery(Name = "moods")] string? Moods,
        [FromQuery(Name = "familiarity")] string? Familiarity,
        [FromQuery(Name = "device")] string? Device)
    {
        /// <summary>Checks and reads.</summary>
        /// <exception cref="EchoTuneException">invalid_request.</exception>
        public RecommendationQuestion Read(IReadOnlyList<string> strategies) => new()
        {
            Limit = Paging.Limit(Limit, 20, 200),
            Strategy = string.IsNullOrEmpty(Strategy) ? null : OneOf("strategy", Strategy, [Hybrid, .. strategies]),
            Seeds = Seeds(Seed),
            TimeOfDay = OneOf("timeOfDay", TimeOfDay, Vocabulary.TimesOfDay),
            DayOfWeek = OneOf("dayOfWeek", DayOfWeek, Vocabulary.DaysOfWeek),
            Activity = OneOf("activity", Activity, Vocabulary.Activities),
            Moods = [.. (Moods ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5).Select(mood => OneOf("moods", mood, Vocabulary.Moods)!)],
            Familiarity = OneOf("familiarity", Familiarity, Vocabulary.Familiarities),
            Device = Device is { Length: > MaxDevice } ? throw Invalid($"device has at most {MaxDevice} characters.") : string.IsNullOrWhiteSpace(Device) ? null : Device.Trim(),
        };

        private static string? OneOf(string name, string? value, IReadOnlyList<string> allowed) =>
            string.IsNullOrEmpty(value) ? null : allowed.Contains(value, StringComparer.Ordinal) ? value : throw Invalid($"{name} must be one of {string.Join(", ", allowed)}.");

        private static IReadOnlyList<TrackId> Seeds(string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return [];
            }

            var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var seeds = parts.Take(MaxSeeds + 1).Select(part => Guid.TryParse(part, out var id) ? new TrackId(id) : (TrackId?)null).ToList();
            return seeds.Count <= MaxSeeds && seeds.TrueForAll(seed => seed is not null)
                ? [.. seeds.Select(seed => seed!.Value)]
                : throw Invalid($"seed must be up to {MaxSeeds} track ids, separated by commas.");
        }

        private static EchoTuneException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);
    }

    /// <summary>Writes JSON that is there already.</summary>
    private sealed class JsonBytes(byte[] json) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = json.Length;
            return context.Response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
        }
    }
}
