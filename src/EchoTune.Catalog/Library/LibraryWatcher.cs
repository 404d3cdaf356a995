using System.Collections.Concurrent;

namespace EchoTune.Catalog.Library;

/// <summary>Watches folders and tells, once they are quiet again, that something changed. A hint only: rescans catch what it misses.</summary>
internal sealed class LibraryWatcher : IDisposable
{
    /// <summary>A folder that never rests is told of after this many debounce times.</summary>
    private const int LongestWait = 15;

    private readonly TimeProvider time;
    private readonly TimeSpan debounce;
    private readonly Action changed;
    private readonly ITimer timer;
    private readonly ConcurrentDictionary<string, FileSystemWatcher> watchers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private DateTimeOffset? firstChange;

    /// <param name="time">Clock of the debounce.</param>
    /// <param name="debounce">How long it must be quiet.</param>
    /// <param name="changed">Told.</param>
    public LibraryWatcher(TimeProvider time, TimeSpan debounce, Action changed)
    {
        this.time = time;
        this.debounce = debounce;
        this.changed = changed;
        timer = time.CreateTimer(_ => Quiet(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches a folder that is there, or forgets one that is not.</summary>
    /// <returns>Null, or why it cannot be watched.</returns>
    public string? Watch(string root)
    {
        if (!Directory.Exists(root))
        {
            Forget(root);
            return null;
        }

        if (watchers.ContainsKey(root))
        {
            return null;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(root)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = 64 << 10,
            };
            watcher.Created += Seen;
            watcher.Changed += Seen;
            watcher.Deleted += Seen;
            watcher.Renamed += Seen;
            watcher.Error += (_, _) =>
            {
                // Too many changes at once, or the folder is gone: the next pass watches it afresh.
                Forget(root);
                Change();
            };
            watcher.EnableRaisingEvents = true;
            watchers[root] = watcher;
            return null;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            return failure.Message;
        }
    }

    /// <summary>Notes a change.</summary>
    internal void Change()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            firstChange ??= now;
            TimeSpan left = firstChange.Value + (debounce * LongestWait) - now;
            timer.Change(left < debounce ? (left < TimeSpan.Zero ? TimeSpan.Zero : left) : debounce, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        foreach (string root in watchers.Keys)
        {
            Forget(root);
        }
    }

    private void Seen(object sender, FileSystemEventArgs change)
    {
        // Hidden files are not part of the library; ours are written under hidden names first.
        bool isHidden = (change.Name ?? "").Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'));
        if (!isHidden || change is RenamedEventArgs)
        {
            Change();
        }
    }

    private void Quiet()
    {
        lock (gate)
        {
            firstChange = null;
        }

        changed();
    }

    private void Forget(string root)
    {
        if (watchers.TryRemove(root, out FileSystemWatcher? watcher))
        {
            watcher.Dispose();
        }
    }
}
