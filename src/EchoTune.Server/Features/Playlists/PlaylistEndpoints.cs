using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Playlists;

/// <summary>Playlists of the listener.</summary>
internal static class PlaylistEndpoints
{
    private const int MaxAdded = 500;

    public static IEndpointRouteBuilder MapPlaylistEndpoints(this IEndpointRouteBuilder api)
    {
        var playlists = api.MapGroup("/playlists").WithTags("playlists").RequireAuthorization(Policies.Listener);
        playlists.MapGet("/", ListAsync).WithName("listPlaylists");
        playlists.MapPost("/", CreateAsync).WithName("createPlaylist").MayMiss().MayConflict();
        playlists.MapGet("/{id:guid}", GetAsync).WithName("getPlaylist").MayMiss();
        playlists.MapPatch("/{id:guid}", ChangeAsync).WithName("updatePlaylist").MayMiss().MayConflict();
        playlists.MapDelete("/{id:guid}", DeleteAsync).WithName("deletePlaylist").MayMiss();
        playlists.MapPost("/{id:guid}/entries", AddAsync).WithName("addToPlaylist").MayMiss();
        return api;
    }

    private static async Task<ItemsDto<PlaylistDto>> ListAsync(ClaimsPrincipal user, IPlaylistStore store, PlaylistPresenter presenter, CancellationToken ct) =>
        new(await presenter.PresentAsync(await store.ListAsync(user.ListenerId(), ct), ct));

    private static async Task<PlaylistDetailsDto> GetAsync(Guid id, ClaimsPrincipal user, PlaylistEditor editor, PlaylistPresenter presenter, CancellationToken ct) =>
        await presenter.PresentDetailsAsync(await editor.RequireAsync(user.ListenerId(), new PlaylistId(id), ct), ct);

    private static async Task<Created<PlaylistDetailsDto>> CreateAsync(
        CreatePlaylistRequest request, ClaimsPrincipal user, PlaylistEditor editor, PlaylistPresenter presenter, CancellationToken ct)
    {
        var playlist = await editor.CreateAsync(user.ListenerId(), request.Title, request.Description, Lines(request.TrackIds ?? []), ct);
        return TypedResults.Created($"/api/v1/playlists/{playlist.Id}", await presenter.PresentDetailsAsync(playlist, ct));
    }

    private static async Task<PlaylistDetailsDto> ChangeAsync(
        Guid id, UpdatePlaylistRequest request, ClaimsPrincipal user, PlaylistEditor editor, PlaylistPresenter presenter, CancellationToken ct) =>
        await presenter.PresentDetailsAsync(await editor.ChangeAsync(user.ListenerId(), new PlaylistId(id), request, ct), ct);

    private static async Task<NoContent> DeleteAsync(Guid id, ClaimsPrincipal user, PlaylistEditor editor, CancellationToken ct)
    {
        await editor.DeleteAsync(user.ListenerId(), new PlaylistId(id), ct);
        return TypedResults.NoContent();
    }

    private static async Task<PlaylistDetailsDto> AddAsync(
        Guid id, AddToPlaylistRequest request, ClaimsPrincipal user, PlaylistEditor editor, PlaylistPresenter presenter, CancellationToken ct)
    {
        if (request.TrackIds is not { Count: >= 1 and <= MaxAdded })
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"Give 1 to {MaxAdded} track ids.");
        }

        return await presenter.PresentDetailsAsync(await editor.AddAsync(user.ListenerId(), new PlaylistId(id), Lines(request.TrackIds), ct), ct);
    }

    private static IReadOnlyList<(TrackId, string?)> Lines(IReadOnlyList<Guid> ids) => [.. ids.Select(id => (new TrackId(id), (string?)null))];
}
