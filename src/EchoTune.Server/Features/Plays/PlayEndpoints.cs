using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Taste;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Tracks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Plays;

/// <summary>Listening events in, history out.</summary>
internal static class PlayEndpoints
{
    private const int MaxPlays = 500;
    private const int MaxText = 100;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // What stands in the listening history: one line a listening, and no acts.
    private static readonly PlayKind[] Heard = [PlayKind.Played, PlayKind.Completed, PlayKind.Skipped];

    public static IEndpointRouteBuilder MapPlayEndpoints(this IEndpointRouteBuilder api)
    {
        var plays = api.MapGroup("/plays").WithTags("plays").RequireAuthorization(Policies.Listener);
        plays.MapPost("/", RecordAsync).WithName("recordPlays");
        plays.MapGet("/", HistoryAsync).WithName("listPlays");
        return api;
    }

    private static async Task<Accepted<PlaysAcceptedDto>> RecordAsync(
        IReadOnlyList<PlayRequest> requests, ClaimsPrincipal user, ListeningLog log, Ratings ratings, TimeProvider time, CancellationToken ct)
    {
        if (requests.Count > MaxPlays)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"Send at most {MaxPlays} events at once.");
        }

        var listener = user.ListenerId();
        var now = time.GetUtcNow();
        var plays = requests.Select((request, index) => Read(request, index, now)).ToList();
        var recorded = await log.RecordAsync(listener, plays, ct);
        await ratings.AnnounceAsync(listener, recorded, ct);
        return TypedResults.Accepted((string?)null, new PlaysAcceptedDto(recorded.Count, plays.Count - recorded.Count));
    }

    private static async Task<PageDto<HistoryItemDto>> HistoryAsync(
        int? limit, string? cursor, ClaimsPrincipal user, IPlayStore store, TrackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var page = await store.HistoryAsync(listener, Heard, since: null, Paging.Limit(limit), cursor, ct);
        var tracks = await presenter.PresentAsync(listener, page.Items.Select(play => play.TrackId), ct);
        var items = page.Items
            .Where(play => tracks.ContainsKey(play.TrackId))
            .Select(play => new HistoryItemDto(
                play.EventId, tracks[play.TrackId], play.Kind.ToString().ToLowerInvariant(), play.StartedAt, (long)play.Heard.TotalMilliseconds, play.Source))
            .ToList();
        return new PageDto<HistoryItemDto>(items, page.NextCursor);
    }

    private static Play Read(PlayRequest? request, int index, DateTimeOffset now)
    {
        if (request is null || request.EventId == Guid.Empty)
        {
            throw Invalid(index, "needs an eventId.");
        }

        var kind = Paging.Choice<PlayKind>($"The kind of event {index}", request.Kind);
        if (kind is null or PlayKind.Unrated)
        {
            throw Invalid(index, "must be played, completed, skipped, liked, disliked, dismissed, queued or seeked.");
        }

        if (request.StartedAt < Earliest || request.StartedAt > now + ClockSkew)
        {
            throw Invalid(index, "starts in the future or before 1970.");
        }

        if (request.MsPlayed < 0 || request.MsPlayed > Longest.TotalMilliseconds || request.PositionMs is < 0 || request.PositionMs > Longest.TotalMilliseconds)
        {
            throw Invalid(index, "must have msPlayed and positionMs between 0 and one day.");
        }

        return new Play
        {
            EventId = request.EventId,
            TrackId = new TrackId(request.TrackId),
            Kind = kind.Value,
            StartedAt = request.StartedAt.ToUniversalTime(),
            Heard = TimeSpan.FromMilliseconds(request.MsPlayed),
            Position = request.PositionMs is { } position ? TimeSpan.FromMilliseconds(position) : null,
            Source = Text(request.Source, index) ?? "library",
            Wish = string.IsNullOrEmpty(request.Wish) ? null
                : Wish.IsKnown(request.Wish) ? request.Wish : throw Invalid(index, "has a wish with a word that is neither a mood nor an activity."),
            SessionId = request.SessionId,
            Device = Text(request.Device, index),
        };
    }

    private static string? Text(string? text, int index) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Length <= MaxText && !text.Any(char.IsControl) ? text.Trim()
        : throw Invalid(index, $"has a source or device longer than {MaxText} characters or with control characters.");

    private static EchoTuneException Invalid(int index, string what) => new(ErrorCodes.InvalidRequest, $"Event {index} {what} None of the events was recorded.");
}
