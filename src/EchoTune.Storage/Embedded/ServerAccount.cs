using System.Globalization;
using EchoTune.Catalog.Errors;

namespace EchoTune.Storage.Embedded;

/// <summary>
/// The account that the bundled server runs as. PostgreSQL refuses to run as root; there another account is taken: the one that
/// owns the cluster already, else <c>postgres</c>, else <c>nobody</c>.
/// </summary>
internal sealed class ServerAccount
{
    private readonly string? user;
    private readonly string? group;

    private ServerAccount(string? user, string? group) => (this.user, this.group) = (user, group);

    /// <summary>Whether the server runs as another account than the program.</summary>
    public bool IsOther => user is not null;

    public static async Task<ServerAccount> ChooseAsync(string cluster, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null, null);
        }

        if (Directory.Exists(cluster))
        {
            var (exit, owner) = await ChildProcess.RunAsync("stat", ["-c", "%u:%g", cluster], cancellationToken);
            if (exit == 0 && owner.Split(':') is [var uid, var gid] && uid != "0")
            {
                return new ServerAccount(uid, gid);
            }
        }

        var accounts = (await File.ReadAllLinesAsync("/etc/passwd", cancellationToken)).Select(l => l.Split(':')).Where(f => f.Length > 3).ToList();
        var account = accounts.FirstOrDefault(f => f[0] == "postgres") ?? accounts.FirstOrDefault(f => f[0] == "nobody")
            ?? throw new EchoTuneException(
                ErrorCodes.StorageUnavailable,
                "PostgreSQL does not run as root, and there is no account \"postgres\" or \"nobody\" to run it as. Start EchoTune as an ordinary user, or name an external database in ConnectionStrings__EchoTune.");
        return new ServerAccount(account[2], account[3]);
    }

    /// <summary>Runs a program as this account.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        user is null
            ? ChildProcess.RunAsync(file, arguments, cancellationToken)
            : ChildProcess.RunAsync("setpriv", ["--reuid", user, "--regid", group!, "--clear-groups", "--", file, .. arguments], cancellationToken);

    /// <summary>Whether this account can list and write a folder.</summary>
    public async Task<bool> CanUseAsync(string folder, CancellationToken cancellationToken) =>
        user is null || (await RunAsync("/bin/sh", ["-c", "test -r \"$1\" && test -w \"$1\" && test -x \"$1\"", "sh", folder], cancellationToken)).ExitCode == 0;

    /// <summary>Makes a folder that only this account can enter.</summary>
    public async Task MakeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await OwnAsync(folder, cancellationToken);
    }

    /// <summary>Gives a file or folder to this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (user is not null)
        {
            var (exit, output) = await ChildProcess.RunAsync("chown", ["-h", string.Create(CultureInfo.InvariantCulture, $"{user}:{group}"), "--", path], cancellationToken);
            if (exit != 0)
            {
                throw new EchoTuneException(ErrorCodes.StorageUnavailable, $"{path} could not be given to the database's account: {output}");
            }
        }
    }
}
