using System.Net;

namespace EchoTune.Server;

/// <summary>How this server runs: from the command line and the environment.</summary>
internal sealed record ServerOptions
{
    /// <summary>Folders of music, absolute; empty for the demo library.</summary>
    public IReadOnlyList<string> MusicFolders { get; init; } = [];

    /// <summary>TCP port; 0 lets the system choose.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Address to listen on.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Names besides addresses and localhost under which browsers may reach this server, e.g. behind a proxy.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where everything is kept, absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folder of the built web client.</summary>
    public string WebFolder { get; init; } = FindWebFolder();

    /// <summary>External database; null for the bundled one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Whether HTTPS is spoken, with <see cref="CertificateFile"/> or else a certificate made here.</summary>
    public bool Https { get; init; }

    /// <summary>PKCS#12 or PEM file with the private key.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Password of <see cref="CertificateFile"/>.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>File to write the OpenAPI document to, instead of serving.</summary>
    public string? WriteOpenApi { get; init; }

    /// <summary>Requests a peer may make at once, and per second on end.</summary>
    public int RequestBurst { get; init; } = 2_000;

    /// <summary>Requests a peer may make per second on end.</summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Attempts to sign in that a peer may make per minute.</summary>
    public int SignInsPerMinute { get; init; } = 10;

    /// <summary>Largest body of a request in bytes.</summary>
    public long MaxBodyBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Most bytes of answers with recommendations that are kept in memory.</summary>
    public long AnswerCacheBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLoopbackOnly => IPAddress.IsLoopback(Listen);

    /// <summary>The scheme of the address that is printed.</summary>
    public string Scheme => Https ? "https" : "http";

    // Beside the program when published; in the source folder when run from a build.
    private static string FindWebFolder()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null && !Directory.Exists(beside); folder = folder.Parent)
        {
            var source = Path.Combine(folder.FullName, "src", "EchoTune.Server", "wwwroot");
            if (Directory.Exists(source))
            {
                return source;
            }
        }

        return beside;
    }
}
