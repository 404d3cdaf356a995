using EchoTune.Audio.Primitives;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;
using Microsoft.AspNetCore.Mvc;

namespace EchoTune.Server.Features.Tracks;

/// <summary>What <c>GET /tracks</c> is asked with.</summary>
internal readonly record struct TrackListQuery(
    [FromQuery(Name = "query")] string? Query,
    [FromQuery(Name = "artistId")] Guid? ArtistId,
    [FromQuery(Name = "albumId")] Guid? AlbumId,
    [FromQuery(Name = "genre")] string? Genre,
    [FromQuery(Name = "yearFrom")] int? YearFrom,
    [FromQuery(Name = "yearTo")] int? YearTo,
    [FromQuery(Name = "tempoFrom")] double? TempoFrom,
    [FromQuery(Name = "tempoTo")] double? TempoTo,
    [FromQuery(Name = "key")] string? Key,
    [FromQuery(Name = "compatible")] bool? Compatible,
    [FromQuery(Name = "energyFrom")] double? EnergyFrom,
    [FromQuery(Name = "energyTo")] double? EnergyTo,
    [FromQuery(Name = "heardGenre")] string? HeardGenre,
    [FromQuery(Name = "heardMood")] string? HeardMood,
    [FromQuery(Name = "liked")] bool? Liked,
    [FromQuery(Name = "sort")] string? Sort,
    [FromQuery(Name = "descending")] bool? Descending,
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "cursor")] string? Cursor)
{
    public TrackQuery ToTrackQuery(ListenerId listener) => new()
    {
        Text = Paging.Text(Query),
        Artist = ArtistId is { } artist ? new ArtistId(artist) : null,
        Album = AlbumId is { } album ? new AlbumId(album) : null,
        Genre = Paging.Text(Genre)?.ToLowerInvariant(),
        YearFrom = YearFrom,
        YearTo = YearTo,
        TempoFrom = Finite("tempoFrom", TempoFrom),
        TempoTo = Finite("tempoTo", TempoTo),
        Keys = KeysOf(Key, Compatible == true),
        EnergyFrom = Finite("energyFrom", EnergyFrom),
        EnergyTo = Finite("energyTo", EnergyTo),
        HeardGenre = Paging.Text(HeardGenre)?.ToLowerInvariant(),
        HeardMood = Paging.Text(HeardMood)?.ToLowerInvariant(),
        LikedBy = Liked == true ? listener : null,
        Sort = Paging.Choice<TrackSort>("sort", Sort),
        Descending = Descending ?? false,
        Limit = Paging.Limit(Limit),
        Cursor = Cursor,
    };

    private static double? Finite(string name, double? number) =>
        number is null or (> -1e6 and < 1e6) ? number : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"{name} must be an ordinary number.");

    private static IReadOnlyList<MusicalKey> KeysOf(string? name, bool compatible) =>
        Paging.Text(name) is not { } text ? []
        : !MusicalKey.TryParse(text, out var key) ? throw new EchoTuneException(ErrorCodes.InvalidRequest, $"“{text}” is no key. Write it like A minor, F# or 8A.")
        : compatible ? key.Compatible : [key];
}
