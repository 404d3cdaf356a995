using System.Security.Claims;
using EchoTune.Catalog.Taste;
using EchoTune.Server.Auth;
using EchoTune.Server.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Tracks;

/// <summary>Likes and dislikes, the same for tracks, artists and albums.</summary>
internal static class RatingEndpoints
{
    public static void MapRatings(this RouteGroupBuilder group, string noun, RatingTarget target)
    {
        group.MapPut("/{id:guid}/like", async Task<NoContent> (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) =>
        {
            await ratings.LikeAsync(user.ListenerId(), target, id, ct);
            return TypedResults.NoContent();
        }).WithName($"like{noun}").MayMiss();
        group.MapDelete("/{id:guid}/like", async Task<NoContent> (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) =>
        {
            await ratings.UnrateAsync(user.ListenerId(), target, id, ct, liked: true);
            return TypedResults.NoContent();
        }).WithName($"unlike{noun}").MayMiss();
        group.MapPut("/{id:guid}/dislike", async Task<NoContent> (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) =>
        {
            await ratings.DislikeAsync(user.ListenerId(), target, id, ct);
            return TypedResults.NoContent();
        }).WithName($"dislike{noun}").MayMiss();
        group.MapDelete("/{id:guid}/dislike", async Task<NoContent> (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) =>
        {
            await ratings.UnrateAsync(user.ListenerId(), target, id, ct, liked: false);
            return TypedResults.NoContent();
        }).WithName($"undislike{noun}").MayMiss();
    }
}
