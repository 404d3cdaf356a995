using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Server.Features.Tracks;

/// <summary>
/// Finds the file of a track for reading. The path must lie inside a folder of the library after every symbolic link in it is
/// followed, and what was opened is checked once more, so that a link exchanged meanwhile gives nothing away.
/// </summary>
internal sealed class LibraryFiles(ILibrary library)
{
    private const int MaxLinks = 40;

    /// <summary>The real absolute path of a track's file.</summary>
    /// <exception cref="EchoTuneException">file_unreadable: it is missing, empty, or lies outside the library.</exception>
    public string Resolve(Track track)
    {
        var root = RealPath(track.File.Root);
        var path = root is null ? null : RealPath(Path.Combine(track.File.Root, track.File.RelativePath));
        var isRoot = library.Progress.Roots.Any(known => RealPath(known) is { } real && (real == root || IsInside(real, root)));
        if (root is null || path is null || !isRoot || !IsInside(root, path) || new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw Unreadable();
        }

        return path;
    }

    /// <summary>Opens the file of a track.</summary>
    /// <exception cref="EchoTuneException">file_unreadable.</exception>
    public FileStream Open(Track track)
    {
        var path = Resolve(track);
        var stream = OpenFile(path);
        // Linux tells the real path of what is open; elsewhere the check before opening has to do.
        var opened = $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}";
        if (OperatingSystem.IsLinux() && new FileInfo(opened).LinkTarget is { } target && target != path)
        {
            stream.Dispose();
            throw Unreadable();
        }

        return stream;
    }

    /// <summary>Opens a file for streaming.</summary>
    /// <exception cref="EchoTuneException">file_unreadable.</exception>
    public static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 0,
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable();
        }
    }

    private static bool IsInside(string root, string? path) =>
        path is not null && path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static EchoTuneException Unreadable() =>
        new(ErrorCodes.FileUnreadable, "The file of this track cannot be read. Check that the music folder is there, and scan the library again.");

    /// <summary>A path with all links followed; null where something is missing or the links turn in a circle.</summary>
    internal static string? RealPath(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
            }

            foreach (var step in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                if (step != ".")
                {
                    rest.Push(step);
                }
            }
        }

        return Path.Exists(real) ? real : null;
    }
}
