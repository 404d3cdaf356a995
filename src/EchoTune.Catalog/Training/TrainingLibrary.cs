using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Training;

/// <summary>
/// What training knows of the tracks, in the order and with the numbers of genres that the recommender gives them, so that both mean the same
/// by a content vector.
/// </summary>
internal static class TrainingLibrary
{
    /// <summary>Builds the snapshot. The tracks come in the order of their ids.</summary>
    public static ModelSnapshot Build(IReadOnlyList<Track> tracks, IReadOnlyDictionary<TrackId, TrackFeatures> features, string version)
    {
        var artists = new Dictionary<Guid, int>();
        var albums = new Dictionary<Guid, int>();
        var genres = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = new List<TrackItem>(tracks.Count);
        foreach (var track in tracks)
        {
            var heard = features.GetValueOrDefault(track.Id);
            items.Add(new TrackItem
            {
                Key = BitConverter.ToUInt64(track.Id.Value.ToByteArray(), 8),
                Artist = track.Artist == "Unknown artist" ? -1 : Number(artists, track.ArtistId.Value),
                Album = track.AlbumId is { } album ? Number(albums, album.Value) : -1,
                Genres = [.. TrackGenres.Of(track, heard).SelectMany(GenreFamilies.WithFamilies).Distinct().Select(genre => Number(genres, genre))],
                Year = track.Year ?? 0,
                Perception = heard is null ? GenreSounds.Guess(track.Genres) : Perceive(heard),
                Embedding = heard?.Embedding ?? [],
            });
        }

        return ModelBuilder.Build(items, artists.Count, genres.Count, CoListeningModel.Empty, version);
    }

    private static Perception Perceive(TrackFeatures f) => new()
    {
        TempoBpm = (float)f.TempoBpm,
        Values =
        [
            (float)f.Energy, (float)f.Danceability, (float)f.Valence, (float)f.Acousticness, (float)f.Instrumentalness, (float)f.Speechiness,
            (float)f.Liveness, (float)f.Brightness,
        ],
    };

    private static int Number<T>(Dictionary<T, int> numbers, T key)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = numbers.Count;
        }

        return number;
    }
}
