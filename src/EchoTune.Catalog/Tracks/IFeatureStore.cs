using EchoTune.Audio.Analysis;

namespace EchoTune.Catalog.Tracks;

/// <summary>Analyses of tracks, one a track.</summary>
public interface IFeatureStore
{
    /// <summary>The analysis of a track; null before it is analysed.</summary>
    Task<TrackFeatures?> GetAsync(TrackId id, CancellationToken cancellationToken);

    /// <summary>The analyses of several tracks; tracks not analysed yet are left out.</summary>
    Task<IReadOnlyDictionary<TrackId, TrackFeatures>> GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Short form of the analysis of every available track (no beats, chords, waveform), streamed, for building models.</summary>
    IAsyncEnumerable<KeyValuePair<TrackId, TrackFeatures>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Fingerprints of all available tracks that have one, streamed.</summary>
    IAsyncEnumerable<KeyValuePair<TrackId, uint[]>> FingerprintsAsync(CancellationToken cancellationToken);

    /// <summary>Writes or replaces an analysis.</summary>
    Task SaveAsync(TrackId id, TrackFeatures features, CancellationToken cancellationToken);

    /// <summary>Available tracks without an analysis of <paramref name="analyserVersion"/>, oldest first.</summary>
    Task<IReadOnlyList<TrackId>> PendingAsync(string analyserVersion, int limit, CancellationToken cancellationToken);

    /// <summary>How many available tracks have an analysis.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);
}
