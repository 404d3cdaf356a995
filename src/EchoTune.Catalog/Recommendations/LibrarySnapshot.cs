using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Recommendations;

/// <summary>The library in the indexes of one model; swapped as a whole.</summary>
internal sealed class LibrarySnapshot
{
    private const sbyte NoKey = -1;

    private LibrarySnapshot(ModelSnapshot model, Track[] tracks, Dictionary<TrackId, int> index)
    {
        Model = model;
        Tracks = tracks;
        Index = index;
        Words = new WordIndex(tracks);
        ByArtist = Enumerable.Range(0, tracks.Length).ToLookup(i => tracks[i].ArtistId.Value);
        ByAlbum = Enumerable.Range(0, tracks.Length).Where(i => tracks[i].AlbumId is not null).ToLookup(i => tracks[i].AlbumId!.Value.Value);
        Explicit = [.. Enumerable.Range(0, tracks.Length).Where(i => tracks[i].IsExplicit)];
    }

    public ModelSnapshot Model { get; }

    public Track[] Tracks { get; }

    public Dictionary<TrackId, int> Index { get; }

    /// <summary>Numbers of canonical genres and families.</summary>
    public required Dictionary<string, int> Genres { get; init; }

    public WordIndex Words { get; }

    public ILookup<Guid, int> ByArtist { get; }

    public ILookup<Guid, int> ByAlbum { get; }

    /// <summary>Tracks with explicit lyrics.</summary>
    public int[] Explicit { get; }

    /// <summary>The key heard in each track, its tonic and 12 more where it is minor; −1 where none was heard.</summary>
    public required sbyte[] Keys { get; init; }

    /// <summary>How many listenings the models of all listeners are made from.</summary>
    public required int Heard { get; init; }

    /// <summary>Builds the snapshot. Tracks are ordered by id, so that a restart gives the same indexes.</summary>
    public static LibrarySnapshot Build(
        IEnumerable<Track> available, IReadOnlyDictionary<TrackId, TrackFeatures> features, IReadOnlyList<TrackId[]> sessions, DateTimeOffset now,
        LibrarySnapshot? previous = null)
    {
        var pool = new TextPool();
        var tracks = available.OrderBy(t => t.Id.Value).Select(pool.Slim).ToArray();
        var index = new Dictionary<TrackId, int>(tracks.Length);
        for (var i = 0; i < tracks.Length; i++)
        {
            index[tracks[i].Id] = i;
        }

        var plays = new int[tracks.Length];
        var mapped = new List<int[]>(sessions.Count);
        foreach (var session in sessions)
        {
            var heard = session.Where(index.ContainsKey).Select(id => index[id]).ToArray();
            mapped.Add(heard);
            foreach (var track in heard)
            {
                plays[track]++;
            }
        }

        var artists = new Dictionary<Guid, int>();
        var albums = new Dictionary<Guid, int>();
        var genres = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = tracks.Select((t, i) => new TrackItem
        {
            Key = BitConverter.ToUInt64(t.Id.Value.ToByteArray(), 8),
            Artist = t.Artist == "Unknown artist" ? -1 : Number(artists, t.ArtistId.Value),
            Album = t.AlbumId is { } album ? Number(albums, album.Value) : -1,
            Genres = [.. TrackGenres.Of(t, features.GetValueOrDefault(t.Id)).SelectMany(GenreFamilies.WithFamilies).Distinct().Select(g => Number(genres, g))],
            Year = t.Year ?? 0,
            Plays = plays[i],
            AgeDays = Math.Max(0, (now - t.AddedAt).TotalDays),
            Perception = features.TryGetValue(t.Id, out var f) ? Perceive(f) : GenreSounds.Guess(t.Genres),
            Embedding = features.TryGetValue(t.Id, out var g) ? g.Embedding : [],
        }).ToList();
        var model = ModelBuilder.Build(items, artists.Count, genres.Count, CoListeningModel.Build(mapped, tracks.Length), $"v1-{now:yyyyMMddHHmmss}-{tracks.Length}-{Guid.CreateVersion7(now).ToString("n")[^8..]}", previous?.Model);
        return new LibrarySnapshot(model, tracks, index) 
        {
            Genres = genres, Heard = plays.Sum(), Keys = Array.ConvertAll(tracks, t => features.TryGetValue(t.Id, out var heard) && heard.Key is { } key ? NumberOf(key) : NoKey),
        };
    }

    /// <summary>A key as <see cref="Keys"/> has it.</summary>
    public static sbyte NumberOf(MusicalKey key) => (sbyte)(key.Tonic + (key.Mode == KeyMode.Minor ? 12 : 0));

    private static Perception Perceive(TrackFeatures f) => new()
    {
        TempoBpm = (float)f.TempoBpm,
        Values =
        [
            (float)f.Energy, (float)f.Danceability, (float)f.Valence, (float)f.Acousticness, (float)f.Instrumentalness, (float)f.Speechiness,
            (float)f.Liveness, (float)f.Brightness,
        ],
    };

    private static int Number<T>(Dictionary<T, int> numbers, T key) where T : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = numbers.Count;
        }

        return number;
    }
}
