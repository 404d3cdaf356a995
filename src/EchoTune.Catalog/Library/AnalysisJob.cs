using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Library;

/// <summary>Analyses tracks that lack an analysis of the present version, several at once. A file that failed is not tried again until it changes.</summary>
internal sealed partial class AnalysisJob(
    ITrackStore tracks, IFeatureStore features, IFeatureExtractor extractor, LibraryOptions options, LibraryProgressBoard board, LibraryCounts counts, HearingBoard hearing, TimeProvider time,
    ILogger<AnalysisJob> logger)
{
    private const int BatchSize = 32;

    private readonly ConcurrentDictionary<TrackId, (string ContentHash, ScanFailure Failure)> failures = new();

    /// <summary>Lets files that could not be read be tried again: a scan looked at them anew.</summary>
    public void ScanPassed()
    {
        foreach ((TrackId id, (string ContentHash, ScanFailure Failure) failed) in failures)
        {
            if (failed.Failure.ErrorCode == ErrorCodes.FileUnreadable)
            {
                failures.TryRemove(id, out _);
            }
        }

        ListFailures();
    }

    /// <summary>Analyses until nothing is pending.</summary>
    /// <param name="analysed">Told the ids of each few tracks that got their analysis.</param>
    /// <param name="cancellationToken">Stops it, and the decoders.</param>
    public async Task RunAsync(Action<IReadOnlyCollection<TrackId>> analysed, CancellationToken cancellationToken)
    {
        var tried = new HashSet<TrackId>();
        try
        {
            while (true)
            {
                IReadOnlyList<TrackId> pending = await features.PendingAsync(extractor.Version, BatchSize + failures.Count, cancellationToken);
                IReadOnlyList<Track> batch = [.. (await tracks.GetManyAsync([.. pending.Where(id => !tried.Contains(id))], cancellationToken)).Where(IsUntried).Take(BatchSize)];
                if (batch.Count == 0)
                {
                    return;
                }

                board.Doing(analysing: true);
                await AnalyseAsync(InOrderAsync(batch, tried, cancellationToken), analysed, cancellationToken);
            }
        }
        finally
        {
            board.Doing(analysing: false);
        }
    }

    private bool IsUntried(Track track) => !(failures.TryGetValue(track.Id, out var failed) && failed.ContentHash == track.File.ContentHash);

    /// <summary>A batch, and before each of it what somebody looks at or plays meanwhile. Each track comes once.</summary>
    private async IAsyncEnumerable<Track> InOrderAsync(IReadOnlyList<Track> batch, HashSet<TrackId> tried, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Track track in batch)
        {
            while (hearing.TakePreferred() is { } id)
            {
                if (!tried.Contains(id) && await tracks.GetAsync(id, cancellationToken) is { IsAvailable: true } first && IsUntried(first)
                    && (await features.GetAsync(id, cancellationToken))?.AnalyserVersion != extractor.Version && tried.Add(id))
                {
                    yield return first;
                }
            }

            if (tried.Add(track.Id))
            {
                yield return track;
            }
        }
    }

    private async Task AnalyseAsync(IAsyncEnumerable<Track> batch, Action<IReadOnlyCollection<TrackId>> analysed, CancellationToken cancellationToken)
    {
        var fresh = new ConcurrentQueue<TrackId>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(batch, parallel, async (track, token) =>
            {
                if (await TryExtractAsync(track, token) is not { } found)
                {
                    return;
                }

                await features.SaveAsync(track.Id, found, token);
                hearing.Note(new Hearing(track.Id, HearingState.Heard));
                fresh.Enqueue(track.Id);
                await counts.CountAnalysedAsync(token);
                if (fresh.Count >= options.Parallelism * 2)
                {
                    Tell();
                }
            });
        }
        finally
        {
            Tell();
        }

        void Tell()
        {
            var some = new List<TrackId>();
            while (fresh.TryDequeue(out TrackId id))
            {
                some.Add(id);
            }

            if (some.Count > 0)
            {
                analysed(some);
            }
        }
    }

    private async Task<TrackFeatures?> TryExtractAsync(Track track, CancellationToken cancellationToken)
    {
        string path = Path.Combine(track.File.Root, track.File.RelativePath);
        try
        {
            TrackFeatures? earlier = await features.GetAsync(track.Id, cancellationToken);
            TrackFeatures found = await extractor.ExtractAsync(path, earlier, new Listening(hearing, track.Id, track.Duration, time), cancellationToken);
            if (failures.TryRemove(track.Id, out _))
            {
                ListFailures();
            }

            return found;
        }
        catch (Exception failure) when (failure is OperationCanceledException or EchoTuneException { ErrorCode: ErrorCodes.MediaToolMissing or ErrorCodes.StorageUnavailable })
        {
            hearing.Note(new Hearing(track.Id, HearingState.Waiting));
            throw;
        }
        catch (EchoTuneException failure)
        {
            Remember(failure.ErrorCode, failure.Message);
        }
        catch (Exception failure)
        {
            // One odd file must not keep the others from being analysed.
            LogFailure(failure, track.Id);
            Remember(ErrorCodes.Internal, "The analysis of this file failed unexpectedly; the log has the details. The track plays, but without tempo, key and similar tracks.");
        }

        return null;

        void Remember(string code, string message)
        {
            if (!File.Exists(path))
            {
                // It went away, alone or with its disk: that is for the scan to tell, and it stays pending for the day it is back.
                hearing.Note(new Hearing(track.Id, HearingState.Waiting));
                return;
            }

            hearing.Note(new Hearing(track.Id, HearingState.Failed, Problem: message));
            failures[track.Id] = (track.File.ContentHash, new ScanFailure(FolderWalk.Shown(track.File.RelativePath), code, message));
            ListFailures();
        }
    }

    private void ListFailures() =>
        board.AnalysisFailures(() => [.. failures.Values.Select(failed => failed.Failure).OrderBy(failed => failed.Path, StringComparer.Ordinal)]);

    [LoggerMessage(Level = LogLevel.Error, Message = "Analysing track {Track} failed")]
    private partial void LogFailure(Exception failure, TrackId track);
}
