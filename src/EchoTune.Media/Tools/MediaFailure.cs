using EchoTune.Catalog.Errors;

namespace EchoTune.Media.Tools;

/// <summary>Turns what ffmpeg and the file system say into failures with a code and a sentence.</summary>
internal static class MediaFailure
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The file's name for a message, without control characters and bounded.</summary>
    public static string Name(string path)
    {
        string name = Path.GetFileName(path);
        string clean = string.Concat(name.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return clean.Length <= 200 ? clean : clean[..200] + "…";
    }

    /// <summary>Checks that a file is there, readable and not empty before a child process opens it. Pipes, sockets and devices count as empty and are never opened.</summary>
    /// <exception cref="EchoTuneException">file_unreadable, file_empty.</exception>
    public static FileInfo RequireFile(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                throw Unreadable(path, "it does not exist");
            }

            long length = info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : info.Length;
            if (length == 0)
            {
                throw new EchoTuneException(ErrorCodes.FileEmpty, $"{Name(path)} is empty (0 bytes). Copy it again from its source.");
            }

            using FileStream readable = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return info;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw Unreadable(path, failure is UnauthorizedAccessException ? "permission was denied" : failure.Message, failure);
        }
    }

    /// <summary>A file that cannot be read.</summary>
    public static EchoTuneException Unreadable(string path, string why, Exception? inner = null) =>
        new(ErrorCodes.FileUnreadable, $"{Name(path)} cannot be read: {why}. Check that it is there and that EchoTune may read it.", inner);

    /// <summary>A file that ends early.</summary>
    public static EchoTuneException Truncated(string path, string detail) =>
        new(ErrorCodes.FileTruncated, $"{Name(path)} is damaged or ends early ({detail}). Copy it again from its source.");

    /// <summary>A file that is no audio.</summary>
    public static EchoTuneException NotAudio(string path) =>
        new(ErrorCodes.NotAudio, $"{Name(path)} is not audio that can be played, or is damaged at its start. Remove it from the library or replace it.");

    /// <summary>Full disk.</summary>
    public static EchoTuneException DiskFull(string folder, Exception? inner = null) =>
        new(ErrorCodes.DiskFull, $"The disk that holds {folder} is full. Free some space and try again.", inner);

    /// <summary>Whether an I/O failure means a full disk.</summary>
    public static bool IsDiskFull(Exception failure) =>
        failure is IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull };

    /// <summary>Whether a tool complained of a full disk.</summary>
    public static bool IsDiskFull(string errors) =>
        errors.Contains("No space left on device", StringComparison.Ordinal) || errors.Contains("Disk quota exceeded", StringComparison.Ordinal);

    /// <summary>Whether a tool did not end by itself: the system or a person ended it.</summary>
    /// <param name="exit">Its exit code; 128 and the signal's number where a signal ended it.</param>
    /// <param name="errors">What it wrote to standard error.</param>
    public static bool WasStopped(int exit, string errors) =>
        exit is > 128 and < 128 + 32 || (exit != 0 && errors.Contains("received signal", StringComparison.Ordinal));

    /// <summary>A decoder that something else ended.</summary>
    public static EchoTuneException DecoderStopped(string path, string when) =>
        new(ErrorCodes.DecodeLimit, $"The decoder of {Name(path)} was stopped from outside {when}, perhaps for lack of memory. Free some memory and try again.");

    /// <summary>Judges why a file could not be read from what the tool wrote to standard error.</summary>
    public static EchoTuneException FromErrors(string path, string errors)
    {
        if (errors.Contains("Permission denied", StringComparison.Ordinal) || errors.Contains("No such file", StringComparison.Ordinal)
            || errors.Contains("Input/output error", StringComparison.Ordinal))
        {
            return Unreadable(path, "it vanished or permission was denied");
        }

        if (errors.Contains("Cannot allocate memory", StringComparison.Ordinal))
        {
            return new EchoTuneException(ErrorCodes.DecodeLimit, $"{Name(path)} needs more memory to decode than allowed and was skipped. It may be damaged.");
        }

        return errors.Contains("moov atom not found", StringComparison.Ordinal)
            ? Truncated(path, "its end is missing")
            : NotAudio(path);
    }
}
