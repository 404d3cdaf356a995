using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EchoTune.Catalog.Errors;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EchoTune.Storage.Embedded;

/// <summary>
/// The bundled PostgreSQL server of one data folder: made on first start, adopted when a killed run left it running, started again
/// when it vanished, stopped with the program. It stands in a session of its own, so that Ctrl-C ends the program first.
/// </summary>
internal sealed partial class EmbeddedServer(string dataFolder, string? binariesWish, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const string User = "echotune";
    private const int SocketPort = 5432;
    private static readonly TimeSpan KilledServerPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenRevivals = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim gate = new(1, 1);
    private FileStream? lease;
    private ServerAccount account = null!;
    private ClusterFolder folder = null!;
    private PostgresBinaries binaries = null!;
    private string password = "";
    private int port;
    private bool running;
    private (long At, EchoTuneException Failure)? revivalFailure;

    /// <summary>Connection string of the running server, to its maintenance database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts or adopts the server.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(dataFolder);
            Lease();
            await PrepareAsync(cancellationToken);
            await MakeClusterAsync(cancellationToken);
            if (!await AdoptAsync(cancellationToken))
            {
                await StartServerAsync(cancellationToken);
            }

            running = true;
        }
        catch
        {
            lease?.Dispose();
            lease = null;
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Starts the server again if it is gone although it should run.</summary>
    /// <exception cref="EchoTuneException">disk_full or storage_unavailable: it does not start. For a moment everyone hears the same, without another attempt.</exception>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!running || await IsRunningAsync(cancellationToken))
            {
                return;
            }

            if (revivalFailure is { } last && time.GetElapsedTime(last.At) < BetweenRevivals)
            {
                throw new EchoTuneException(last.Failure.ErrorCode, last.Failure.Message, last.Failure);
            }

            LogRevived(logger);
            try
            {
                await StartServerAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is EchoTuneException or IOException or UnauthorizedAccessException)
            {
                var told = failure as EchoTuneException ?? Failure("The bundled PostgreSQL did not start", failure.Message);
                revivalFailure = (time.GetTimestamp(), told);
                throw told;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops the server: sessions are ended, everything is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (running)
            {
                running = false;
                await StopServerAsync(cancellationToken);
            }

            lease?.Dispose();
            lease = null;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        gate.Dispose();
    }

    private void Lease()
    {
        try
        {
            lease ??= new FileStream(Path.Combine(dataFolder, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new EchoTuneException(
                ErrorCodes.Conflict, $"Another EchoTune uses the data folder {dataFolder}. Stop it, or set ECHOTUNE_DATA to another folder.", exception);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        account = await ServerAccount.ChooseAsync(Path.Combine(dataFolder, "postgres"), cancellationToken);
        folder = await ClusterFolder.PrepareAsync(dataFolder, account, place => LogElsewhere(logger, place), cancellationToken);
        binaries = PostgresBinaries.Locate(binariesWish);
        binaries.RestoreLinks();
        var (exit, version) = await account.RunAsync(binaries.Postgres, ["--version"], cancellationToken);
        if (exit != 0 && account.IsOther)
        {
            binaries = binaries.CopyTo(Path.Combine(ClusterFolder.Elsewhere(dataFolder), "native"));
            binaries.RestoreLinks();
            (exit, version) = await account.RunAsync(binaries.Postgres, ["--version"], cancellationToken);
        }

        if (exit != 0)
        {
            throw new EchoTuneException(ErrorCodes.StorageUnavailable, $"The bundled PostgreSQL in {binaries.Folder} does not run: {version}");
        }

        await CheckVersionAsync(version, cancellationToken);
        password = await PasswordAsync(cancellationToken);
    }

    private async Task CheckVersionAsync(string version, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.VersionFile))
        {
            return;
        }

        // "postgres (PostgreSQL) 18.4"
        var major = version.Split(' ')[^1].Split('.')[0];
        var cluster = (await File.ReadAllTextAsync(folder.VersionFile, cancellationToken)).Trim();
        if (cluster != major)
        {
            throw new EchoTuneException(
                ErrorCodes.StorageIncompatible,
                $"The data in {folder.Root} was written by PostgreSQL {cluster}, the bundled server is {major}. Use the EchoTune that wrote it, or move the data with pg_dump {cluster} and psql; EchoTune does not touch it.");
        }
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataFolder, "postgres.password");
        if (File.Exists(file))
        {
            return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        }

        if (File.Exists(folder.VersionFile))
        {
            throw new EchoTuneException(
                ErrorCodes.StorageUnavailable, $"The password of the database in {folder.Root} is missing: {file} was deleted. Restore it from a backup.");
        }

        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await WritePrivateAsync(file, made, cancellationToken);
        return made;
    }

    private static async Task WritePrivateAsync(string file, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    private async Task MakeClusterAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(folder.VersionFile))
        {
            return;
        }

        // Made beside its place and renamed, so that a killed first start leaves nothing half made.
        if (Directory.Exists(folder.NewData))
        {
            Directory.Delete(folder.NewData, recursive: true);
        }

        var passwordFile = Path.Combine(folder.Root, "initial.password");
        await WritePrivateAsync(passwordFile, password, cancellationToken);
        await account.OwnAsync(passwordFile, cancellationToken);
        var (exit, output) = await account.RunAsync(
            binaries.InitDb,
            ["-D", folder.NewData, "-U", User, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
            cancellationToken);
        File.Delete(passwordFile);
        if (exit != 0)
        {
            throw Failure("The database could not be made", output);
        }

        await File.AppendAllTextAsync(Path.Combine(folder.NewData, "postgresql.conf"), "\ninclude_if_exists = 'echotune.conf'\n", cancellationToken);
        Directory.Move(folder.NewData, folder.Data);
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken) =>
        (await account.RunAsync(binaries.PgCtl, ["status", "-D", folder.Data], cancellationToken)).ExitCode == 0;

    private async Task<bool> AdoptAsync(CancellationToken cancellationToken)
    {
        if (!await IsRunningAsync(cancellationToken))
        {
            return false;
        }

        // Lines of the lock file: process, data folder, start time, port, socket folder, address, …
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Data, "postmaster.pid"), cancellationToken);
        if (lines.Length >= 6 && int.TryParse(lines[3], out port))
        {
            Connect(lines[4].Length > 0 ? lines[4] : "127.0.0.1");
            if (await AnswersAsync(cancellationToken))
            {
                LogAdopted(logger, lines[0]);
                return true;
            }
        }

        await StopServerAsync(cancellationToken);
        return false;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=10");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        var socket = folder.SocketFits;
        if (File.Exists(folder.Log))
        {
            File.Move(folder.Log, folder.Log + ".old", overwrite: true);
        }

        var started = time.GetTimestamp();
        while (true)
        {
            port = socket ? SocketPort : port > 0 ? port : FreePort();
            Connect(socket ? folder.Run : "127.0.0.1");
            await ServerSettings.WriteAsync(folder, socket, port, account, cancellationToken);
            var (exit, output) = await account.RunAsync(
                binaries.PgCtl, ["start", "-D", folder.Data, "-l", folder.Log, "-w", "-t", "120"], cancellationToken);
            if (exit == 0)
            {
                return;
            }

            var log = File.Exists(folder.Log) ? await File.ReadAllTextAsync(folder.Log, cancellationToken) : "";

            // Processes of a server that was killed may live a moment longer than it; the server says so and waits for nobody.
            var leftBehind = log.Contains("is still in use", StringComparison.Ordinal) || log.Contains("lock file \"postmaster.pid\" already exists", StringComparison.Ordinal);
            var portTaken = !socket && log.Contains("could not bind", StringComparison.Ordinal);
            if (!(leftBehind || portTaken) || time.GetElapsedTime(started) > KilledServerPatience)
            {
                throw Failure("The bundled PostgreSQL did not start", log.Length > 0 ? log : output);
            }

            if (portTaken && !running)
            {
                // Another program was quicker. Nobody knows the port yet, so the next free one will do.
                port = 0;
            }

            File.Delete(folder.Log);
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }

    private async Task StopServerAsync(CancellationToken cancellationToken)
    {
        var (exit, output) = await account.RunAsync(binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "fast", "-w", "-t", "30"], cancellationToken);
        if (exit != 0 && await IsRunningAsync(cancellationToken))
        {
            LogStopFailed(logger, output);
            await account.RunAsync(binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "immediate", "-w", "-t", "30"], cancellationToken);
        }
    }

    private void Connect(string host) => ConnectionString = new NpgsqlConnectionStringBuilder
    {
        Host = host, Port = port, Username = User, Password = password, Database = "postgres", SslMode = SslMode.Disable,
    }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private EchoTuneException Failure(string what, string output) =>
        output.Contains("No space left", StringComparison.Ordinal)
            ? new(ErrorCodes.DiskFull, $"{what}: the disk with {folder.Root} is full. Free some space and start again.")
            : new(ErrorCodes.StorageUnavailable, $"{what}. It said: {(output.Length > 1500 ? output[^1500..] : output)} (the rest is in {folder.Log})");

    [LoggerMessage(Level = LogLevel.Information, Message = "A database server of an earlier run (process {Process}) still runs and is used on")]
    private static partial void LogAdopted(ILogger logger, string process);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database server is gone and is started again")]
    private static partial void LogRevived(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Started as root, so the database runs as another account that cannot reach the data folder; it is kept in {Place}")]
    private static partial void LogElsewhere(ILogger logger, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database server did not stop in time and is stopped at once; nothing acknowledged is lost: {Output}")]
    private static partial void LogStopFailed(ILogger logger, string output);
}
