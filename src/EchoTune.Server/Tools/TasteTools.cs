using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Tools;

/// <summary>Likes and dislikes of tracks, artists and albums, by name or of what plays now.</summary>
internal sealed class TasteTools(Ratings ratings, INameResolver names, MusicFinder finder, PlaybackService playback, ITasteStore taste, UndoLog undo) : IToolGroup
{
    private const string Source = "chat";

    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<LikeArguments>(ToolNames.Like, LikeAsync),
        new DelegateTool<LikeArguments>(ToolNames.Dislike, DislikeAsync),
        new DelegateTool<LikeArguments>(ToolNames.Unlike, UnlikeAsync),
    ];

    private async Task<ToolResult> LikeAsync(ToolContext context, LikeArguments arguments, CancellationToken ct)
    {
        var (target, id, name) = await FindAsync(context.Listener, arguments, ct);
        await RememberAsync(context.Listener, target, id, $"the like of {name}", ct);
        await ratings.LikeAsync(context.Listener, target, id, ct, Source);
        return ToolResult.Ok($"I will remember that you like {name}.");
    }

    private async Task<ToolResult> DislikeAsync(ToolContext context, LikeArguments arguments, CancellationToken ct)
    {
        var (target, id, name) = await FindAsync(context.Listener, arguments, ct);
        await RememberAsync(context.Listener, target, id, $"the dislike of {name}", ct);
        await ratings.DislikeAsync(context.Listener, target, id, ct, Source);

        // Nobody who says "I hate this song" wants to hear the rest of it.
        var state = await playback.GetAsync(context.Listener, ct);
        if (target == RatingTarget.Track && state.Current?.TrackId.Value == id && state.IsPlaying)
        {
            await playback.NextAsync(context.Listener, ct);
            return ToolResult.Ok($"I will not choose {name} again, and went on to the next track.");
        }

        return ToolResult.Ok($"I will not choose {name} again.");
    }

    private async Task<ToolResult> UnlikeAsync(ToolContext context, LikeArguments arguments, CancellationToken ct)
    {
        var (target, id, name) = await FindAsync(context.Listener, arguments, ct);
        await RememberAsync(context.Listener, target, id, $"taking back the rating of {name}", ct);
        await ratings.UnrateAsync(context.Listener, target, id, ct, source: Source);
        return ToolResult.Ok($"I took back the rating of {name}.");
    }

    private async Task RememberAsync(ListenerId listener, RatingTarget target, Guid id, string what, CancellationToken ct)
    {
        var before = (await taste.RatingsAsync(listener, ct)).FirstOrDefault(rating => rating.Target == target && rating.TargetId == id);
        undo.Push(listener, what, token => before switch
        {
            null => ratings.UnrateAsync(listener, target, id, token, source: Source),
            { Liked: true } => ratings.LikeAsync(listener, target, id, token, Source),
            _ => ratings.DislikeAsync(listener, target, id, token, Source),
        });
    }

    private async Task<(RatingTarget Target, Guid Id, string Name)> FindAsync(ListenerId listener, LikeArguments arguments, CancellationToken ct)
    {
        var said = arguments.Name;
        switch (arguments.Target)
        {
            case "artist" when said is { Length: > 0 }:
                var artist = names.Artist(said) ?? throw Missing(said);
                return (RatingTarget.Artist, artist.Id, artist.Name);
            case "album" when said is { Length: > 0 }:
                var album = names.Album(said) ?? throw Missing(said);
                return (RatingTarget.Album, album.Id, $"the album “{album.Name}”");
            case "artist":
                var byArtist = await finder.TrackAsync(listener, null, ct);
                return (RatingTarget.Artist, byArtist.ArtistId.Value, byArtist.Artist);
            case "album":
                var onAlbum = await finder.TrackAsync(listener, null, ct);
                return onAlbum.AlbumId is { } albumId
                    ? (RatingTarget.Album, albumId.Value, $"the album “{onAlbum.Album}”")
                    : throw new EchoTuneException(ErrorCodes.NothingFound, "What plays now is on no album.");
            default:
                var track = await finder.TrackAsync(listener, said, ct);
                return (RatingTarget.Track, track.Id.Value, ToolAnswers.Name(track));
        }
    }

    private static EchoTuneException Missing(string said) => new(ErrorCodes.NothingFound, $"I could not find {said} in your library.");
}
