using System.Diagnostics;

namespace EchoTune.Media.Tools;

/// <summary>Starts ffmpeg and ffprobe with limits. Arguments go as a list, never through a shell.</summary>
internal sealed class ChildProcesses(MediaTools tools, MediaOptions options, TimeProvider time)
{
    /// <summary>
    /// Demuxers that may open a library's file. Playlists (hls, concat, …) are not among them: they would let one file
    /// make another be read.
    /// </summary>
    private const string AudioDemuxers = "aac,aiff,asf,caf,flac,matroska,webm,mov,mp3,mp4,ogg,w64,wav,wv,ape";

    private const string Prlimit = "/usr/bin/prlimit";

    private readonly bool limitsMemory = OperatingSystem.IsLinux() && File.Exists(Prlimit);

    /// <summary>Arguments that open an untrusted audio file. The <c>file:</c> form keeps names with '-', ':' or line breaks harmless.</summary>
    public static string[] AudioInput(string path) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", AudioDemuxers, "-i", "file:" + path];

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="arguments">After the common ones.</param>
    /// <param name="verbosity">ffmpeg's log level.</param>
    /// <param name="withInput">Whether its standard input is written by us.</param>
    /// <param name="onErrorLine">Sees each line of standard error (cut to 500 characters) as it comes.</param>
    public ChildProcess StartFfmpeg(IEnumerable<string> arguments, string verbosity = "error", bool withInput = false, Action<string>? onErrorLine = null) =>
        Start(tools.Ffmpeg, ["-nostdin", "-hide_banner", "-nostats", "-v", verbosity, "-max_alloc", "268435456", .. arguments], withInput, onErrorLine);

    /// <summary>Whether there is a second ffprobe that starts faster.</summary>
    public bool HasQuickFfprobe => tools.QuickFfprobe is not null;

    /// <summary>Starts ffprobe.</summary>
    /// <param name="arguments">After the common ones.</param>
    /// <param name="isQuick">Whether to take the one that starts faster, but may know fewer formats.</param>
    public ChildProcess StartFfprobe(IEnumerable<string> arguments, bool isQuick = false) =>
        Start(isQuick && tools.QuickFfprobe is { } quick ? quick : tools.Ffprobe, ["-hide_banner", "-v", "error", "-max_alloc", "268435456", .. arguments], false, null);

    private ChildProcess Start(string program, IEnumerable<string> arguments, bool withInput, Action<string>? onErrorLine)
    {
        var start = new ProcessStartInfo
        {
            FileName = limitsMemory ? Prlimit : program,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (limitsMemory)
        {
            // prlimit replaces itself by the program: the id stays the same.
            start.ArgumentList.Add($"--as={options.ChildMemoryBytes}");
            start.ArgumentList.Add("--core=0");
            start.ArgumentList.Add(program);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ChildProcess(start, withInput, onErrorLine, time);
    }
}
