using System.Collections.Concurrent;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Tracks;

/// <summary>The figures of an analysis that lists show, with the gain that evens out loudness.</summary>
internal sealed record FeatureSummary(FeatureSummaryDto Dto, double GainDb);

/// <summary>Keeps the short form of analyses in memory: a whole one is large (beats, waveform), and lists show hundreds.</summary>
internal sealed class FeatureSummaryCache
{
    private const int MaxTracks = 200_000;
    private const double TargetLufs = -14;
    private const double HighestPeakDb = -1;

    private readonly ConcurrentDictionary<TrackId, FeatureSummary> _summaries = new();
    private readonly IFeatureStore _features;
    private readonly Lock _gate = new();
    private int _generation;

    public FeatureSummaryCache(IFeatureStore features, ILibrary library)
    {
        _features = features;
        library.TracksChanged += Forget;
    }

    /// <summary>Summaries of those tracks that are analysed.</summary>
    public async ValueTask<IReadOnlyDictionary<TrackId, FeatureSummary>> GetAsync(IEnumerable<TrackId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TrackId, FeatureSummary>();
        var missing = new HashSet<TrackId>();
        foreach (var id in ids)
        {
            if (_summaries.TryGetValue(id, out var summary))
            {
                found[id] = summary;
            }
            else
            {
                missing.Add(id);
            }
        }

        if (missing.Count == 0)
        {
            return found;
        }

        var generation = Volatile.Read(ref _generation);
        foreach (var (id, features) in await _features.GetManyAsync(missing, cancellationToken))
        {
            found[id] = Summarise(features);
        }

        lock (_gate)
        {
            // An analysis that was replaced while it was read must not be kept.
            if (generation == _generation)
            {
                if (_summaries.Count > MaxTracks)
                {
                    _summaries.Clear();
                }

                foreach (var id in missing.Where(found.ContainsKey))
                {
                    _summaries[id] = found[id];
                }
            }
        }

        return found;
    }

    /// <summary>Gain in dB to −14 LUFS, kept so low that the true peak stays at −1 dBTP, within −24…+12.</summary>
    public static double GainDb(double loudnessLufs, double truePeakDb) =>
        Math.Round(Math.Clamp(Math.Min(TargetLufs - loudnessLufs, HighestPeakDb - truePeakDb), -24, 12), 2);

    private static FeatureSummary Summarise(TrackFeatures features) => new(
        new FeatureSummaryDto(
            features.TempoBpm, features.Key?.ToString(), features.Key?.Camelot, features.Energy, features.Danceability, features.Valence, features.LoudnessLufs),
        GainDb(features.LoudnessLufs, features.TruePeakDb));

    private void Forget(IReadOnlyCollection<TrackId> ids)
    {
        lock (_gate)
        {
            _generation++;
            foreach (var id in ids)
            {
                _summaries.TryRemove(id, out _);
            }
        }
    }
}
