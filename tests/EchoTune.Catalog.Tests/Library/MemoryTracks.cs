using System.Runtime.CompilerServices;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Library;

/// <summary>The track and feature stores in memory, with the contract of the ports.</summary>
internal sealed class MemoryTracks : ITrackStore, IFeatureStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<TrackId, Track> tracks = [];
    private readonly Dictionary<TrackId, TrackFeatures> features = [];

    /// <summary>While set, every call fails like a database that is away.</summary>
    public bool IsAway { get; set; }

    public IReadOnlyList<Track> All
    {
        get
        {
            lock (gate)
            {
                return [.. tracks.Values.OrderBy(track => track.File.RelativePath, StringComparer.Ordinal)];
            }
        }
    }

    public IReadOnlyList<Track> Available => [.. All.Where(track => track.IsAvailable)];

    public Task<Track?> GetAsync(TrackId id, CancellationToken cancellationToken) => Do(() => tracks.GetValueOrDefault(id));

    public Task<IReadOnlyList<Track>> GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<Track>>(() => [.. ids.Where(tracks.ContainsKey).Select(id => tracks[id])]);

    public Task<Page<Track>> QueryAsync(TrackQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<Track> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Track track in await Do(() => tracks.Values.Where(track => track.IsAvailable).ToList()))
        {
            yield return track;
        }
    }

    Task<int> ITrackStore.CountAsync(CancellationToken cancellationToken) => Do(() => tracks.Values.Count(track => track.IsAvailable));

    public Task<IReadOnlyList<KnownFile>> KnownFilesAsync(string root, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<KnownFile>>(() => [.. tracks.Values.Where(track => track.File.Root == root).Select(track =>
            new KnownFile(track.Id, track.File.RelativePath, track.File.Size, track.File.ModifiedAt, track.File.ContentHash, track.IsAvailable))]);

    public Task<IReadOnlyList<TrackId>> SaveScannedAsync(IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken) => Do<IReadOnlyList<TrackId>>(() =>
    {
        var ids = new List<TrackId>();
        foreach (ScannedFile file in files)
        {
            Track? track = tracks.Values.FirstOrDefault(one => one.File.Root == file.File.Root && one.File.RelativePath == file.File.RelativePath)
                ?? tracks.Values.FirstOrDefault(one => !one.IsAvailable && one.File.ContentHash == file.File.ContentHash);
            TrackId id = track?.Id ?? TrackId.New(TimeProvider.System);
            tracks[id] = new Track
            {
                Id = id, Title = file.Title, Artist = file.Artist, ArtistId = ArtistId.New(TimeProvider.System), Album = file.Album, Year = file.Year, Genres = file.Genres,
                Duration = file.Duration, ArtworkKey = file.ArtworkKey, AddedAt = track?.AddedAt ?? DateTimeOffset.UnixEpoch, File = file.File, Lyrics = file.Lyrics,
            };
            ids.Add(id);
        }

        return ids;
    });

    public Task SetAvailableAsync(IReadOnlyCollection<TrackId> ids, bool available, CancellationToken cancellationToken) => Do(() =>
    {
        foreach (TrackId id in ids)
        {
            tracks[id] = tracks[id] with { IsAvailable = available };
        }

        return true;
    });

    Task<TrackFeatures?> IFeatureStore.GetAsync(TrackId id, CancellationToken cancellationToken) => Do(() => features.GetValueOrDefault(id));

    Task<IReadOnlyDictionary<TrackId, TrackFeatures>> IFeatureStore.GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    IAsyncEnumerable<KeyValuePair<TrackId, TrackFeatures>> IFeatureStore.AllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    IAsyncEnumerable<KeyValuePair<TrackId, uint[]>> IFeatureStore.FingerprintsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveAsync(TrackId id, TrackFeatures found, CancellationToken cancellationToken) => Do(() => features[id] = found);

    public Task<IReadOnlyList<TrackId>> PendingAsync(string analyserVersion, int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<TrackId>>(() =>
        [.. tracks.Values.Where(track => track.IsAvailable && features.GetValueOrDefault(track.Id)?.AnalyserVersion != analyserVersion).OrderBy(track => track.Id.Value).Select(track => track.Id).Take(limit)]);

    Task<int> IFeatureStore.CountAsync(CancellationToken cancellationToken) => Do(() => features.Keys.Count(id => tracks[id].IsAvailable));

    private Task<T> Do<T>(Func<T> action)
    {
        lock (gate)
        {
            return IsAway
                ? Task.FromException<T>(new EchoTuneException(ErrorCodes.StorageUnavailable, "The database does not answer."))
                : Task.FromResult(action());
        }
    }
}
