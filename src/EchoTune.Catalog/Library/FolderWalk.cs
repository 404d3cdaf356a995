using EchoTune.Catalog.Errors;

namespace EchoTune.Catalog.Library;

/// <summary>An audio file that a walk found.</summary>
/// <param name="RelativePath">Below the root, '/' between parts.</param>
/// <param name="FullPath">Absolute.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">To the millisecond, as a database keeps it.</param>
internal sealed record FoundFile(string RelativePath, string FullPath, long Size, DateTimeOffset ModifiedAt);

/// <summary>What lies below a root.</summary>
/// <param name="Files">In the order of their paths.</param>
/// <param name="Failures">Entries that could not be read.</param>
/// <param name="UnreadableFolders">Relative paths of folders whose content is unknown: nothing below them counts as vanished.</param>
internal sealed record WalkedFolder(IReadOnlyList<FoundFile> Files, IReadOnlyList<ScanFailure> Failures, IReadOnlyList<string> UnreadableFolders);

/// <summary>
/// Lists the audio files below a root. Hidden entries are skipped. Links are looked at after everything real: one that leads
/// out of the root, or to what was listed already, is left alone, so loops end and no file is listed twice.
/// </summary>
internal sealed class FolderWalk
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".m4b", ".aac", ".mp4", ".wav", ".aif", ".aiff", ".wma",
    };

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    private readonly string root;
    private readonly string realRoot;
    private readonly List<FoundFile> files = [];
    private readonly List<ScanFailure> failures = [];
    private readonly List<string> unreadable = [];
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FileSystemInfo> links = new(StringComparer.Ordinal);

    private FolderWalk(string root, string realRoot) => (this.root, this.realRoot) = (root, realRoot);

    /// <summary>Whether a name is one of an audio file.</summary>
    public static bool IsAudio(string name) => Extensions.Contains(Path.GetExtension(name));

    /// <summary>Whether a path lies below a folder (both absolute and clean).</summary>
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Walks a root.</summary>
    /// <exception cref="EchoTuneException">library_root_missing: it is not there, cannot be read, or vanished meanwhile.</exception>
    public static WalkedFolder Walk(string root, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root))
        {
            throw Missing(root);
        }

        var walk = new FolderWalk(root, RealPath(root));
        walk.Folder(root, walk.realRoot, cancellationToken);
        while (walk.links.Count > 0)
        {
            (string path, FileSystemInfo link) = walk.links.First();
            walk.links.Remove(path);
            walk.Link(path, link, cancellationToken);
        }

        if (walk.unreadable.Contains("") || !Directory.Exists(root))
        {
            throw Missing(root);
        }

        walk.files.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
        return new WalkedFolder(walk.files, walk.failures, walk.unreadable);
    }

    /// <summary>What a file is now; null if it is no readable file.</summary>
    public static FoundFile? Look(string root, string relativePath)
    {
        var info = new FileInfo(Path.Combine(root, relativePath));
        return info.Exists ? Found(root, info) : null;
    }

    /// <summary>A path for people: control characters replaced, bounded.</summary>
    public static string Shown(string path)
    {
        string clean = string.Concat(path.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return clean.Length <= 500 ? clean : clean[..500] + "…";
    }

    private static EchoTuneException Missing(string root) =>
        new(ErrorCodes.LibraryRootMissing, $"The music folder {Shown(root)} is not there or cannot be read. Connect its disk, correct its permissions, or start EchoTune with another folder. Nothing is lost: its tracks return with it.");

    private static FoundFile Found(string root, FileInfo info)
    {
        FileInfo file = info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : info;
        long milliseconds = new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds();
        return new FoundFile(Relative(root, info.FullName), info.FullName, file.Length, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
    }

    private static string Relative(string root, string path)
    {
        string relative = path.Length <= root.Length ? "" : path[root.Length..].TrimStart(Path.DirectorySeparatorChar);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private void Folder(string path, string realPath, CancellationToken cancellationToken)
    {
        var pending = new Stack<(string Path, string Real)>([(path, realPath)]);
        while (pending.TryPop(out (string Path, string Real) folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!visited.Add(folder.Real))
            {
                continue;
            }

            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", Everything))
                {
                    if (entry.Name.StartsWith('.'))
                    {
                        continue;
                    }

                    if (entry.LinkTarget is not null)
                    {
                        links[entry.FullName] = entry;
                    }
                    else if (entry is DirectoryInfo)
                    {
                        pending.Push((entry.FullName, Path.Combine(folder.Real, entry.Name)));
                    }
                    else if (IsAudio(entry.Name))
                    {
                        File((FileInfo)entry, Path.Combine(folder.Real, entry.Name));
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                string relative = Relative(root, folder.Path);
                unreadable.Add(relative);
                Fail(relative.Length == 0 ? "." : relative, "This folder cannot be read. Check its permissions and its disk.");
            }
        }
    }

    private void File(FileInfo file, string realPath)
    {
        if (!visited.Add(realPath))
        {
            return;
        }

        string relative = Relative(root, file.FullName);
        try
        {
            files.Add(Found(root, file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(relative);
            Fail(relative, file.Name.Contains('\uFFFD')
                ? "Its name is not valid UTF-8, so it cannot be opened. Rename it."
                : "It vanished or cannot be read. Check its permissions.");
        }
    }

    private void Link(string path, FileSystemInfo link, CancellationToken cancellationToken)
    {
        try
        {
            // A chain of links that never ends throws.
            if (link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target)
            {
                return;
            }

            string real = RealPath(target.FullName);
            if (real != realRoot && !IsBelow(real, realRoot))
            {
                return;
            }

            if (target is DirectoryInfo)
            {
                Folder(path, real, cancellationToken);
            }
            else if (IsAudio(path))
            {
                File(new FileInfo(path), real);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(Relative(root, path), "This link leads nowhere. Remove or correct it.");
        }
    }

    private void Fail(string relative, string message) => failures.Add(new ScanFailure(Shown(relative), ErrorCodes.FileUnreadable, message));

    /// <summary>The path with every link on its way resolved.</summary>
    private static string RealPath(string path)
    {
        string at = Path.GetPathRoot(path)!;
        foreach (string part in path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            if (new DirectoryInfo(at).LinkTarget is not null && Directory.ResolveLinkTarget(at, returnFinalTarget: true) is { } target)
            {
                at = RealPath(target.FullName);
            }
        }

        return at;
    }
}
