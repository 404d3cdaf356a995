namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>One server with the whole demo library, composed and analysed, for the tests that only look at it.</summary>
public sealed class DemoServer : IAsyncDisposable
{
    private const int Pieces = 6;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _music;
    private RunningServer? _server;

    /// <summary>The server once no page of another test is known to it, for tests that listen: such a page counts as present for a few seconds, and would be the device that sounds.</summary>
    internal async Task<RunningServer> QuietAsync(CancellationToken cancellationToken)
    {
        var server = await GetAsync(cancellationToken);
        await server.UntilAsync("/api/v1/devices", devices => devices["items"]!.AsArray().Count == 0, Patience.Short, cancellationToken);
        return server;
    }

    /// <summary>The server.</summary>
    internal async Task<RunningServer> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_server is null)
            {
                _server = await RunningServer.StartAsync(null, cancellationToken);
                await _server.UntilAsync("/api/v1/library/scan", Complete, TimeSpan.FromMinutes(10), cancellationToken);
            }

            return _server;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A folder of real music: a few of the pieces that the shared server has composed, so that a server of its own has read and heard them soon.</summary>
    internal async Task<string> MusicAsync(CancellationToken cancellationToken)
    {
        var server = await GetAsync(cancellationToken);
        if (_music is null)
        {
            var folder = Directory.CreateDirectory(server.DataFolder + "-music").FullName;
            var pieces = Directory.EnumerateFiles(Path.Combine(server.DataFolder, "demo-library"), "*.flac", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            foreach (var piece in pieces.Where((_, i) => i % (pieces.Count / Pieces) == 0))
            {
                File.Copy(piece, Path.Combine(folder, Path.GetFileName(piece)));
            }

            _music = folder;
        }

        return _music;
    }

    private static bool Complete(System.Text.Json.Nodes.JsonNode scan) =>
        scan["state"]!.GetValue<string>() == "idle" && scan["tracks"]!.GetValue<int>() >= 48 && scan["analysed"]!.GetValue<int>() == scan["tracks"]!.GetValue<int>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_music is not null)
        {
            Directory.Delete(_music, recursive: true);
        }

        _gate.Dispose();
    }
}
