using EchoTune.Audio.Analysis;
using EchoTune.Audio.Fingerprint;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Library;

/// <summary>Another file of the same recording.</summary>
/// <param name="Track">Its track.</param>
/// <param name="Similarity">How alike the sound is, 0–1 (<see cref="FingerprintMatch.Similarity"/>).</param>
public sealed record Duplicate(Track Track, double Similarity);

/// <summary>
/// Finds files of the library that hold the same recording, by their fingerprints. The index is made when it is first asked for and anew, at most
/// every few minutes, after the library changed; of each track it keeps some hundred words.
/// </summary>
public sealed class DuplicateFinder : IDisposable
{
    private const int MostCandidates = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);
    private readonly IFeatureStore features;
    private readonly ITrackStore tracks;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim making = new(1, 1);
    private volatile Made? made;
    private long changes;

    /// <summary>Follows a library.</summary>
    public DuplicateFinder(IFeatureStore features, ITrackStore tracks, ILibrary library, TimeProvider time)
    {
        (this.features, this.tracks, this.time) = (features, tracks, time);
        library.TracksChanged += _ => Interlocked.Increment(ref changes);
    }

    /// <summary>Other available files of a track's recording, most alike first; none before it is analysed.</summary>
    /// <exception cref="Errors.EchoTuneException">storage_unavailable.</exception>
    public async Task<IReadOnlyList<Duplicate>> OfAsync(TrackId track, CancellationToken cancellationToken)
    {
        if (await features.GetAsync(track, cancellationToken) is not { Fingerprint: { Count: > 0 } words })
        {
            return [];
        }

        var index = await CurrentAsync(cancellationToken);
        uint[] own = [.. words];
        var candidates = index.Index.Find(own, MostCandidates).Select(candidate => index.Tracks[candidate.Id]).Where(id => id != track).ToArray();
        var heard = await features.GetManyAsync(candidates, cancellationToken);
        var same = heard.Select(pair => (Id: pair.Key, Fingerprints.Compare(own, [.. pair.Value.Fingerprint]).Similarity))
            .Where(match => match.Similarity >= Fingerprints.SameRecording).ToDictionary(match => match.Id, match => match.Similarity);
        var known = await tracks.GetManyAsync([.. same.Keys], cancellationToken);
        return [.. known.Where(other => other.IsAvailable).Select(other => new Duplicate(other, same[other.Id])).OrderByDescending(other => other.Similarity).ThenBy(other => other.Track.Id.Value)];
    }

    /// <inheritdoc/>
    public void Dispose() => making.Dispose();

    private async ValueTask<Made> CurrentAsync(CancellationToken cancellationToken)
    {
        if (made is { } known && IsGood(known))
        {
            return known;
        }

        await making.WaitAsync(cancellationToken);
        try
        {
            if (made is { } meanwhile && IsGood(meanwhile))
            {
                return meanwhile;
            }

            var (seen, index, ids) = (Interlocked.Read(ref changes), new FingerprintIndex(), new List<TrackId>());
            await foreach (var (id, words) in features.FingerprintsAsync(cancellationToken))
            {
                index.Add(ids.Count, words);
                ids.Add(id);
            }

            return made = new Made(index, ids, seen, time.GetUtcNow());
        }
        finally
        {
            making.Release();
        }

        bool IsGood(Made one) => one.Changes == Interlocked.Read(ref changes) || time.GetUtcNow() - one.At < Rest;
    }

    private sealed record Made(FingerprintIndex Index, List<TrackId> Tracks, long Changes, DateTimeOffset At);
}
