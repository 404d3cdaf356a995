namespace EchoTune.Media.Transcoding;

/// <summary>Files of a bounded total size; when it is full, what was used longest ago goes. A file's modification time is its last use.</summary>
internal sealed class TranscodeCache
{
    private readonly long limit;
    private readonly TimeProvider time;
    private readonly Lock gate = new();

    /// <param name="folder">Where the files lie.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="time">Clock of the last use.</param>
    public TranscodeCache(string folder, long limit, TimeProvider time)
    {
        Folder = folder;
        this.limit = limit;
        this.time = time;
        if (Directory.Exists(folder))
        {
            // Left by a run that was killed.
            foreach (string part in Directory.EnumerateFiles(folder, "*.part"))
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>Where the files lie.</summary>
    public string Folder { get; }

    /// <summary>The whole file of this name, marked as used; null if there is none.</summary>
    public string? Find(string name)
    {
        string path = Path.Combine(Folder, name);
        lock (gate)
        {
            if (!File.Exists(path))
            {
                return null;
            }

            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return path;
        }
    }

    /// <summary>Where to write a new file.</summary>
    public string NewPart(string name)
    {
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, $"{name}.{Guid.CreateVersion7(time.GetUtcNow()):N}.part");
    }

    /// <summary>Takes a whole file in, and makes room for it.</summary>
    /// <returns>Its final path.</returns>
    public string Add(string part, string name)
    {
        string path = Path.Combine(Folder, name);
        lock (gate)
        {
            File.Move(part, path, overwrite: true);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            long total = 0;
            IEnumerable<FileInfo> newestFirst = new DirectoryInfo(Folder).EnumerateFiles()
                .Where(file => file.Extension != ".part").OrderByDescending(file => file.FullName == path).ThenByDescending(file => file.LastWriteTimeUtc).ToList();
            foreach (FileInfo file in newestFirst)
            {
                total += file.Length;
                if (total > limit && file.FullName != path)
                {
                    // A stream that reads it goes on: the data stays until it is closed.
                    file.Delete();
                }
            }
        }

        return path;
    }
}
