using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Taste;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Recommendations;

/// <summary>What listeners made of recommendations.</summary>
internal static class FeedbackEndpoint
{
    private const int MaxFeedback = 100;
    private const string Source = "recommendation";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEndpointRouteBuilder MapFeedbackEndpoint(this IEndpointRouteBuilder api)
    {
        api.MapPost("/recommendations/feedback", RecordAsync).WithTags("recommendations").WithName("recordFeedback").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static async Task<Accepted<PlaysAcceptedDto>> RecordAsync(
        IReadOnlyList<FeedbackRequest> requests, ClaimsPrincipal user, IExposureStore exposures, ListeningLog log, Ratings ratings, TimeProvider time, CancellationToken ct)
    {
        if (requests.Count is < 1 or > MaxFeedback)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"Send 1 to {MaxFeedback} events at once.");
        }

        var listener = user.ListenerId();
        var now = time.GetUtcNow();
        var marks = new List<ExposureMark>();
        var plays = new List<Play>();
        for (var i = 0; i < requests.Count; i++)
        {
            Read(requests[i], i, now, marks, plays);
        }

        var marked = await exposures.MarkAsync(listener, marks, ct);
        var recorded = await log.RecordAsync(listener, plays, ct);
        await ratings.AnnounceAsync(listener, recorded, ct);
        return TypedResults.Accepted((string?)null, new PlaysAcceptedDto(marked + recorded.Count, requests.Count - marked - recorded.Count));
    }

    private static void Read(FeedbackRequest? request, int index, DateTimeOffset now, List<ExposureMark> marks, List<Play> plays)
    {
        if (request is null || request.EventId == Guid.Empty)
        {
            throw Invalid(index, "needs an eventId.");
        }

        var at = request.At?.ToUniversalTime() ?? now;
        if (at < Earliest || at > now + ClockSkew)
        {
            throw Invalid(index, "happened in the future or before 1970.");
        }

        var track = new TrackId(request.TrackId);
        switch (request.Kind)
        {
            case "shown":
                marks.Add(new ExposureMark(request.EventId, track, MarkKind.Seen, at));
                break;
            case "opened":
                marks.Add(new ExposureMark(request.EventId, track, MarkKind.Opened, at));
                break;
            case "liked":
                Play(PlayKind.Liked);
                break;
            case "disliked":
                Play(PlayKind.Disliked);
                break;
            case "dismissed":
                Play(PlayKind.Dismissed);
                break;
            default:
                throw Invalid(index, "must be shown, opened, liked, disliked or dismissed.");
        }

        void Play(PlayKind kind) => plays.Add(new Play { EventId = request.EventId, TrackId = track, Kind = kind, StartedAt = at, Source = Source });
    }

    private static EchoTuneException Invalid(int index, string what) => new(ErrorCodes.InvalidRequest, $"Event {index} {what} None of the events was recorded.");
}
