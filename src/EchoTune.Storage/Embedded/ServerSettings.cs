using System.Globalization;

namespace EchoTune.Storage.Embedded;

/// <summary>The settings of the bundled server, written anew at each start.</summary>
internal static class ServerSettings
{
    public static async Task WriteAsync(ClusterFolder folder, bool socket, int port, ServerAccount account, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder.Data, "echotune.conf");
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Written by EchoTune at each start.
            listen_addresses = '{(socket ? "" : "127.0.0.1")}'
            port = {port}
            unix_socket_directories = '{(socket ? folder.Run.Replace("'", "''", StringComparison.Ordinal) : "")}'
            unix_socket_permissions = 0700
            max_connections = 100
            shared_buffers = 128MB
            work_mem = 16MB
            max_wal_size = 512MB
            effective_cache_size = 1GB
            random_page_cost = 1.1
            jit = off
            # Parallel queries need shared memory that containers often lack, and two cores gain nothing by them.
            max_parallel_workers_per_gather = 0
            # What was acknowledged survives a crash.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            timezone = 'UTC'
            log_timezone = 'UTC'

            """);
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) == text)
        {
            return;
        }

        // Whole or not at all: with half of them the server would listen elsewhere.
        var temporary = file + ".new";
        try
        {
            await File.WriteAllTextAsync(temporary, text, cancellationToken);
            await account.OwnAsync(temporary, cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
