using System.Security.Cryptography;
using System.Text;
using EchoTune.Catalog.Errors;

namespace EchoTune.Storage.Embedded;

/// <summary>Where the bundled server's files lie: <c>data</c>, <c>run</c> (socket) and <c>server.log</c> in one folder.</summary>
internal sealed record ClusterFolder(string Root)
{
    // The smallest limit of the systems for the path of a socket, without the closing NUL.
    private const int LongestSocketPath = 103;

    public string Data => Path.Combine(Root, "data");

    /// <summary>A cluster that is being made; renamed to <see cref="Data"/> when it is whole.</summary>
    public string NewData => Path.Combine(Root, "data.new");

    public string Run => Path.Combine(Root, "run");

    public string Log => Path.Combine(Root, "server.log");

    public string VersionFile => Path.Combine(Data, "PG_VERSION");

    /// <summary>Whether a socket in <see cref="Run"/> has a path that the system takes.</summary>
    public bool SocketFits => !OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(Path.Combine(Run, ".s.PGSQL.65535")) <= LongestSocketPath;

    /// <summary>The place beside the data folder for an account that cannot reach it.</summary>
    public static string Elsewhere(string dataFolder) =>
        "/var/lib/echotune-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)).AsSpan(0, 6));

    /// <summary>Makes the folder below the data folder, or where the account cannot reach that, elsewhere.</summary>
    public static async Task<ClusterFolder> PrepareAsync(string dataFolder, ServerAccount account, Action<string> elsewhere, CancellationToken cancellationToken)
    {
        var folder = new ClusterFolder(Path.Combine(dataFolder, "postgres"));
        await account.MakeFolderAsync(folder.Root, cancellationToken);
        if (!await account.CanUseAsync(folder.Root, cancellationToken))
        {
            if (File.Exists(folder.VersionFile) || OperatingSystem.IsWindows())
            {
                throw new EchoTuneException(
                    ErrorCodes.StorageUnavailable,
                    $"The database's account cannot reach its data in {folder.Root}. Let it pass the folders above (chmod o+x), or start EchoTune as the user who owns them.");
            }

            var place = Elsewhere(dataFolder);
            elsewhere(place);
            Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            folder = new ClusterFolder(Path.Combine(place, "postgres"));
            await account.MakeFolderAsync(folder.Root, cancellationToken);
        }

        await account.MakeFolderAsync(folder.Run, cancellationToken);
        return folder;
    }
}
