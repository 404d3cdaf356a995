using System.Runtime.InteropServices;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using Microsoft.Extensions.Logging;

namespace EchoTune.Media.Tools;

/// <summary>Finds ffmpeg and ffprobe: the configured path, then <c>PATH</c>, then what npm installed below <c>tools/</c>.</summary>
internal sealed partial class MediaTools(MediaOptions options, ILogger<MediaTools> logger) : IMediaTools
{
    private string? ffmpeg;
    private string? ffprobe;
    private string? quickFfprobe;
    private bool soughtQuick;

    /// <summary>Path of ffmpeg.</summary>
    /// <exception cref="EchoTuneException">media_tool_missing.</exception>
    public string Ffmpeg => ffmpeg ??= Find("ffmpeg", options.FfmpegPath, "ECHOTUNE_FFMPEG") ?? throw Missing("ffmpeg", options.FfmpegPath, "ECHOTUNE_FFMPEG");

    /// <summary>Path of ffprobe.</summary>
    /// <exception cref="EchoTuneException">media_tool_missing.</exception>
    public string Ffprobe => ffprobe ??= Find("ffprobe", options.FfprobePath, "ECHOTUNE_FFPROBE") ?? throw Missing("ffprobe", options.FfprobePath, "ECHOTUNE_FFPROBE");

    /// <summary>
    /// The bundled ffprobe, if it is there and no other was asked for. It is one static program that starts in 3 ms, where the
    /// distributions' links some 200 libraries in 70 ms: on a first scan that is nearly all of the time.
    /// </summary>
    public string? QuickFfprobe
    {
        get
        {
            if (!soughtQuick)
            {
                quickFfprobe = string.IsNullOrEmpty(options.FfprobePath) ? Bundled("ffprobe") : null;
                soughtQuick = true;
            }

            return quickFfprobe;
        }
    }

    /// <inheritdoc/>
    public (string? Ffmpeg, string? Ffprobe, string? Problem) Locate()
    {
        try
        {
            return (Ffmpeg, Ffprobe, null);
        }
        catch (EchoTuneException missing)
        {
            return (ffmpeg, ffprobe, missing.Message);
        }
    }

    private static EchoTuneException Missing(string name, string? configured, string variable) => new(
        ErrorCodes.MediaToolMissing,
        string.IsNullOrEmpty(configured)
            ? $"{name} was not found. Install it (on Debian: apt install ffmpeg), or set {variable} to its path, and start EchoTune again."
            : $"{name} was not found at {configured}. Correct or remove {variable}, and start EchoTune again.");

    private string? Find(string name, string? configured, string variable)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            // A path that someone set is meant: another program in its place would surprise.
            return IsProgram(configured) ? Path.GetFullPath(configured) : null;
        }

        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string? onPath = folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, file)).FirstOrDefault(IsProgram);
        if (onPath is not null)
        {
            return onPath;
        }

        string? bundled = Bundled(name);
        if (bundled is not null)
        {
            LogBundled(name, bundled, variable);
        }

        return bundled;
    }

    /// <summary>What npm installed below <c>tools/</c> of the folder that EchoTune lies in.</summary>
    private static string? Bundled(string name)
    {
        string platform = (OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
            + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");
        string package = Path.Combine("node_modules", $"@{name}-installer", platform, OperatingSystem.IsWindows() ? name + ".exe" : name);
        string[] places = [Path.Combine("tools", "ffmpeg", package), Path.Combine("tools", package)];
        string? bundled = Upwards(AppContext.BaseDirectory).Concat(Upwards(Environment.CurrentDirectory))
            .SelectMany(folder => places.Select(place => Path.Combine(folder, place))).FirstOrDefault(File.Exists);
        if (bundled is not null && !OperatingSystem.IsWindows() && !IsProgram(bundled))
        {
            // npm with scripts switched off may leave the program without its execute bit.
            File.SetUnixFileMode(bundled, File.GetUnixFileMode(bundled) | UnixFileMode.UserExecute);
        }

        return bundled;
    }

    private static IEnumerable<string> Upwards(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    private static bool IsProgram(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} is not on the PATH; the older bundled one at {Path} is used. Install ffmpeg or set {Variable} for the best format support.")]
    private partial void LogBundled(string name, string path, string variable);
}
