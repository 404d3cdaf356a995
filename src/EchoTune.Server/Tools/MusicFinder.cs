using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Features.Playback;

namespace EchoTune.Server.Tools;

/// <summary>An answer to criteria.</summary>
/// <param name="Items">At least one, in order.</param>
/// <param name="Note">What the listener should know of it, or null.</param>
/// <param name="Source">For the queue: <c>chat</c>, or <c>album:ID</c>.</param>
internal sealed record FoundMusic(IReadOnlyList<RecommendedTrack> Items, string? Note, string Source);

/// <summary>Finds the music that criteria ask for: a named track or album as such, everything else through the recommender.</summary>
internal sealed class MusicFinder(IRecommender recommender, INameResolver names, ITrackStore tracks, MusicPlayer player, PlaybackService playback)
{
    private const int MaxTracks = 200;

    /// <summary>Finds music.</summary>
    /// <param name="listener">For whom.</param>
    /// <param name="criteria">What was asked for.</param>
    /// <param name="defaultCount">How many tracks where the criteria do not say.</param>
    /// <param name="exclude">Tracks that must not come.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EchoTuneException">nothing_found: says what was looked for.</exception>
    public async Task<FoundMusic> FindAsync(
        ListenerId listener, Criteria criteria, int defaultCount, IReadOnlyCollection<TrackId> exclude, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(criteria.Count ?? (criteria.Minutes is { } minutes ? (minutes / 2) + 5 : defaultCount), 1, MaxTracks);
        var current = (await playback.GetAsync(listener, cancellationToken)).Current?.TrackId;
        var found = criteria switch
        {
            { Track: { Length: > 0 } track } => await NamedTrackAsync(listener, track, criteria, limit, exclude, current, cancellationToken),
            { Album: { Length: > 0 } album } when IsWholeAlbum(criteria) => await AlbumAsync(album, criteria, cancellationToken),
            _ => await RecommendAsync(listener, criteria, limit, exclude, current, cancellationToken),
        };
        var items = criteria.Minutes is { } length ? Lasting(found.Items, TimeSpan.FromMinutes(length)) : found.Items;
        return items.Count > 0 ? found with { Items = items } : throw Nothing(criteria);
    }

    /// <summary>The one track that is meant: by name, or what plays now.</summary>
    /// <exception cref="EchoTuneException">nothing_found.</exception>
    public async Task<Track> TrackAsync(ListenerId listener, string? said, CancellationToken cancellationToken)
    {
        TrackId id;
        if (said is { Length: > 0 })
        {
            id = names.Track(said) is { } name
                ? new TrackId(name.Id)
                : throw new EchoTuneException(ErrorCodes.NothingFound, $"I could not find a track called “{said}” in your library.");
        }
        else
        {
            id = (await playback.GetAsync(listener, cancellationToken)).Current?.TrackId
                ?? throw new EchoTuneException(ErrorCodes.NothingFound, "Nothing is playing right now. Say what you would like to hear.");
        }

        return await tracks.GetAsync(id, cancellationToken)
            ?? throw new EchoTuneException(ErrorCodes.NothingFound, "That track is not in the library any more.");
    }

    /// <summary>The best ones in their order that together last as asked; the last one is whichever comes nearest.</summary>
    /// <param name="items">The best first; what is left out at the end is what was least fitting.</param>
    /// <param name="length">How long.</param>
    /// <returns>At least one, where there is one.</returns>
    internal static IReadOnlyList<RecommendedTrack> Lasting(IReadOnlyList<RecommendedTrack> items, TimeSpan length)
    {
        var whole = 0;
        var sum = TimeSpan.Zero;
        while (whole < items.Count && sum + items[whole].Track.Duration <= length)
        {
            sum += items[whole++].Track.Duration;
        }

        var last = items.Skip(whole).MinBy(item => (length - sum - item.Track.Duration).Duration());
        var isNearer = last is not null && (whole == 0 || (length - sum - last.Track.Duration).Duration() < length - sum);
        return isNearer ? [.. items.Take(whole), last!] : [.. items.Take(whole)];
    }

    private static EchoTuneException Nothing(Criteria criteria)
    {
        var what = CriteriaWords.Describe(criteria);
        return new EchoTuneException(
            ErrorCodes.NothingFound,
            what.Length == 0 ? "There is nothing to play yet. Add a music folder, or wait until the library has been read." : $"Nothing in your library fits {what}. Try fewer conditions.");
    }

    /// <summary>Whether nothing but the album is asked for: no mood, no words, no other condition on its tracks.</summary>
    private static bool IsWholeAlbum(Criteria criteria) => criteria with { Album = null, Artist = null, Count = null, Minutes = null } == new Criteria();

    private async Task<FoundMusic> NamedTrackAsync(
        ListenerId listener, string said, Criteria criteria, int limit, IReadOnlyCollection<TrackId> exclude, TrackId? current, CancellationToken cancellationToken)
    {
        if (names.Track(said, criteria.Artist) is not { } name)
        {
            // "Battle music by Wesnoth" is no title, but the artist is there.
            if (criteria.Artist is not { Length: > 0 } by || names.Artist(by) is not { } artist)
            {
                throw new EchoTuneException(
                    ErrorCodes.NothingFound,
                    criteria.Artist is null ? $"I could not find “{said}” in your library." : $"I could not find “{said}” by {criteria.Artist} in your library.");
            }

            var instead = await RecommendAsync(listener, criteria with { Track = null, Text = said }, limit, exclude, current, cancellationToken);
            return instead with { Note = $"There is no track “{said}” by {artist.Name} in your library; this is what comes closest." };
        }

        var track = await tracks.GetAsync(new TrackId(name.Id), cancellationToken)
            ?? throw new EchoTuneException(ErrorCodes.NothingFound, $"“{name.Name}” is not in the library any more.");
        return new FoundMusic([new RecommendedTrack(track, 1, new Dictionary<string, double>(), "You asked for it.", [])], null, "chat");
    }

    private ResolvedName AlbumName(string said, string? artist) => names.Album(said, artist)
        ?? throw new EchoTuneException(
            ErrorCodes.NothingFound, artist is null ? $"I could not find the album “{said}” in your library." : $"I could not find the album “{said}” by {artist} in your library.");

    private async Task<FoundMusic> AlbumAsync(string said, Criteria criteria, CancellationToken cancellationToken)
    {
        var name = AlbumName(said, criteria.Artist);
        var ids = await player.AllAsync(new TrackQuery { Album = new AlbumId(name.Id), Sort = TrackSort.Position }, cancellationToken);
        var items = await tracks.GetManyAsync([.. ids.Take(criteria.Count ?? MaxTracks)], cancellationToken);
        return new FoundMusic(
            [.. items.Select(track => new RecommendedTrack(track, 1, new Dictionary<string, double>(), $"From “{name.Name}”, which you asked for.", []))],
            null,
            $"album:{name.Id}");
    }

    private async Task<FoundMusic> RecommendAsync(
        ListenerId listener, Criteria criteria, int limit, IReadOnlyCollection<TrackId> exclude, TrackId? current, CancellationToken cancellationToken)
    {
        if (criteria.Artist is { Length: > 0 } said && names.Artist(said) is null)
        {
            throw new EchoTuneException(ErrorCodes.NothingFound, $"I could not find {said} in your library.");
        }

        if (criteria.Album is { Length: > 0 } album)
        {
            _ = AlbumName(album, criteria.Artist);
        }

        var answer = await recommender.RecommendAsync(
            listener,
            new RecommendationRequest
            {
                Limit = limit,
                Criteria = criteria,
                Exclude = exclude,
                Current = current,
                Surface = "chat",

                // Who asks for an artist or an album gets it, also twice a day.
                ApplyRepeatRules = criteria.Artist is null && criteria.Album is null,
            },
            cancellationToken);
        return new FoundMusic(answer.Items, answer.Note, "chat");
    }
}
