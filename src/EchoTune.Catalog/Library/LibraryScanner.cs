using System.Collections.Concurrent;
using System.Threading.Channels;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Library;

/// <summary>What a scan tells while it runs.</summary>
internal interface IScanListener
{
    /// <summary>How many audio files lie below a root.</summary>
    void Found(string root, int files);

    /// <summary>The files of a root that are skipped.</summary>
    void Skipped(string root, IReadOnlyList<ScanFailure> failures);

    /// <summary>Tracks that appeared, changed or vanished.</summary>
    Task ChangedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <summary>Brings the catalogue in line with a folder. Only what changed in size or time since the last scan is opened.</summary>
internal sealed partial class LibraryScanner(
    ITrackStore tracks, IMediaProbe probe, IArtworkStore artwork, LibraryOptions options, ILogger<LibraryScanner> logger)
{
    private const int BatchSize = 50;

    /// <summary>Failures that concern the machine, not one file: the scan as a whole fails, and is tried again later.</summary>
    private static readonly HashSet<string> FailuresOfAll = [ErrorCodes.MediaToolMissing, ErrorCodes.DiskFull, ErrorCodes.StorageUnavailable, ErrorCodes.LibraryRootMissing];

    private readonly ConcurrentDictionary<(string Root, string RelativePath), RememberedFailure> failures = new();

    /// <summary>Scans a root.</summary>
    /// <exception cref="EchoTuneException">library_root_missing (its tracks were marked unavailable), media_tool_missing, disk_full, storage_unavailable.</exception>
    public async Task ScanAsync(string root, IScanListener listener, CancellationToken cancellationToken)
    {
        IReadOnlyList<KnownFile> known = await tracks.KnownFilesAsync(root, cancellationToken);
        WalkedFolder walked;
        try
        {
            walked = await Task.Run(() => FolderWalk.Walk(root, cancellationToken), cancellationToken);
        }
        catch (EchoTuneException)
        {
            await HideAllAsync(known, listener, cancellationToken);
            throw;
        }

        listener.Found(root, walked.Files.Count);
        Forget(root, walked);
        Dictionary<string, KnownFile> byPath = known.ToDictionary(file => file.RelativePath, StringComparer.Ordinal);
        HashSet<string> there = [.. walked.Files.Select(file => file.RelativePath)];
        List<TrackId> vanished = [.. known.Where(file => file.IsAvailable && !there.Contains(file.RelativePath) && !IsUnreadable(file.RelativePath, walked)).Select(file => file.TrackId)];
        List<TrackId> returned = [];
        List<FoundFile> changed = [];
        foreach (FoundFile file in walked.Files)
        {
            if (byPath.TryGetValue(file.RelativePath, out KnownFile? before) && before.Size == file.Size && before.ModifiedAt == file.ModifiedAt)
            {
                if (!before.IsAvailable)
                {
                    returned.Add(before.TrackId);
                }
            }
            else if (!(failures.TryGetValue((root, file.RelativePath), out RememberedFailure? failure) && failure.IsOf(file)))
            {
                changed.Add(file);
            }
        }

        // Before anything is saved: a moved file takes over the track whose own file is missing.
        await SetAvailableAsync(vanished, false, listener, cancellationToken);
        await SetAvailableAsync(returned, true, listener, cancellationToken);
        Report(root, walked, listener);
        if (changed.Count > 0)
        {
            await ReadAsync(root, changed, byPath, listener, cancellationToken);
        }

        if (!Directory.Exists(root))
        {
            // It vanished while files were read: each of them failed for a reason that is not its own.
            Forget(root, null);
            Report(root, walked, listener);
            await HideAllAsync(await tracks.KnownFilesAsync(root, cancellationToken), listener, cancellationToken);
            FolderWalk.Walk(root, cancellationToken);
        }

        Report(root, walked, listener);
        LogScanned(walked.Files.Count, changed.Count, vanished.Count);
    }

    /// <summary>Reads one file that is known to be new and whole.</summary>
    public async Task AddAsync(string root, string relativePath, IScanListener listener, CancellationToken cancellationToken)
    {
        if (FolderWalk.Look(root, relativePath) is { } file)
        {
            await ReadAsync(root, [file], new Dictionary<string, KnownFile>(), listener, cancellationToken);
        }
    }

    /// <summary>Marks tracks of folders that no longer belong to the library.</summary>
    /// <param name="roots">The folders that do.</param>
    /// <param name="listener">Told of the tracks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RetireOthersAsync(IReadOnlyCollection<string> roots, IScanListener listener, CancellationToken cancellationToken)
    {
        var others = new List<TrackId>();
        await foreach (Track track in tracks.AllAsync(cancellationToken))
        {
            if (!roots.Contains(track.File.Root))
            {
                others.Add(track.Id);
            }
        }

        await SetAvailableAsync(others, false, listener, cancellationToken);
    }

    private static bool IsUnreadable(string relativePath, WalkedFolder walked) =>
        walked.UnreadableFolders.Any(folder => relativePath == folder || relativePath.StartsWith(folder + "/", StringComparison.Ordinal));

    private async Task HideAllAsync(IReadOnlyList<KnownFile> known, IScanListener listener, CancellationToken cancellationToken) =>
        await SetAvailableAsync([.. known.Where(file => file.IsAvailable).Select(file => file.TrackId)], false, listener, cancellationToken);

    private async Task SetAvailableAsync(IReadOnlyCollection<TrackId> ids, bool available, IScanListener listener, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            await tracks.SetAvailableAsync(ids, available, cancellationToken);
            await listener.ChangedAsync(ids, cancellationToken);
        }
    }

    /// <summary>Opens files in parallel, and saves them in batches while others are still read.</summary>
    private async Task ReadAsync(string root, IReadOnlyList<FoundFile> files, Dictionary<string, KnownFile> known, IScanListener listener, CancellationToken cancellationToken)
    {
        var read = Channel.CreateBounded<ScannedFile>(new BoundedChannelOptions(BatchSize * 2) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task saving = SaveAsync(read.Reader, listener, stop);
        var broken = new ConcurrentBag<TrackId>();
        Exception? failed = null;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(files, parallel, async (file, token) =>
            {
                if (await TryReadAsync(root, file, token) is { } scanned)
                {
                    await read.Writer.WriteAsync(scanned, token);
                }
                else if (known.TryGetValue(file.RelativePath, out KnownFile? before) && before.IsAvailable)
                {
                    broken.Add(before.TrackId);
                }
            });
        }
        catch (Exception failure)
        {
            failed = failure;
        }

        // What was read is saved even if the rest failed; a failure of saving explains a stop better than the stop itself.
        read.Writer.Complete();
        await saving;
        if (failed is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed);
        }

        await SetAvailableAsync(broken, false, listener, cancellationToken);
    }

    private async Task SaveAsync(ChannelReader<ScannedFile> read, IScanListener listener, CancellationTokenSource stop)
    {
        try
        {
            var batch = new List<ScannedFile>(BatchSize);
            while (await read.WaitToReadAsync(stop.Token))
            {
                while (batch.Count < BatchSize && read.TryRead(out ScannedFile? file))
                {
                    batch.Add(file);
                }

                IReadOnlyList<TrackId> ids = await tracks.SaveScannedAsync(batch, stop.Token);
                batch.Clear();
                await listener.ChangedAsync(ids, stop.Token);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<ScannedFile?> TryReadAsync(string root, FoundFile file, CancellationToken cancellationToken)
    {
        try
        {
            ProbedFile probed = await probe.ProbeAsync(file.FullPath, cancellationToken);
            FileDigest digest = await FileDigest.OfAsync(file.FullPath, cancellationToken);
            string? key = await artwork.ImportAsync(file.FullPath, probed.HasArtwork, cancellationToken);
            failures.TryRemove((root, file.RelativePath), out _);
            return TagReading.Read(root, file, digest, probed, key);
        }
        catch (EchoTuneException failure) when (!FailuresOfAll.Contains(failure.ErrorCode))
        {
            Remember(failure.ErrorCode, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Remember(ErrorCodes.FileUnreadable, "It vanished or cannot be read. Check its permissions and its disk.");
        }

        return null;

        void Remember(string code, string message) =>
            failures[(root, file.RelativePath)] = new RememberedFailure(file.Size, file.ModifiedAt, new ScanFailure(FolderWalk.Shown(file.RelativePath), code, message));
    }

    /// <summary>Drops failures of files that are gone or changed.</summary>
    private void Forget(string root, WalkedFolder? walked)
    {
        Dictionary<string, FoundFile> now = walked?.Files.ToDictionary(file => file.RelativePath, StringComparer.Ordinal) ?? [];
        foreach (((string Root, string RelativePath) key, RememberedFailure failure) in failures)
        {
            if (key.Root == root && !(now.TryGetValue(key.RelativePath, out FoundFile? file) && failure.IsOf(file)))
            {
                failures.TryRemove(key, out _);
            }
        }
    }

    private void Report(string root, WalkedFolder walked, IScanListener listener) =>
        listener.Skipped(root, [.. walked.Failures.Concat(failures.Where(failure => failure.Key.Root == root).Select(failure => failure.Value.Failure)).OrderBy(failure => failure.Path, StringComparer.Ordinal)]);

    [LoggerMessage(Level = LogLevel.Information, Message = "Scanned a folder: {Files} audio files, {Changed} read, {Vanished} vanished")]
    private partial void LogScanned(int files, int changed, int vanished);

    private sealed record RememberedFailure(long Size, DateTimeOffset ModifiedAt, ScanFailure Failure)
    {
        // Permission comes and a disk comes back without a trace in size and time: what could not be read is tried again.
        public bool IsOf(FoundFile file) => file.Size == Size && file.ModifiedAt == ModifiedAt && Failure.ErrorCode != ErrorCodes.FileUnreadable;
    }
}
