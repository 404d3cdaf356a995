namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>One server with the whole demo library, composed and analysed, for the tests that only look at it.</summary>
public sealed class DemoServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private RunningServer? _server;

    internal async Task<RunningServer> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_server is null)
            {
                _server = await RunningServer.StartAsync(null, cancellationToken);
                await _server.UntilAsync("/api/v1/library/scan", Complete, TimeSpan.FromMinutes(6), cancellationToken);
            }

            // The page of the test before counts as present for a few seconds: who opens one now wants to be the device that sounds.
            await _server.UntilAsync("/api/v1/devices", devices => devices["items"]!.AsArray().Count == 0, TimeSpan.FromSeconds(20), cancellationToken);
            return _server;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A folder of real music: the pieces that the shared server has composed.</summary>
    internal async Task<string> MusicAsync(CancellationToken cancellationToken) =>
        Path.Combine((await GetAsync(cancellationToken)).DataFolder, "demo-library");

    private static bool Complete(System.Text.Json.Nodes.JsonNode scan) =>
        scan["state"]!.GetValue<string>() == "idle" && scan["tracks"]!.GetValue<int>() >= 48 && scan["analysed"]!.GetValue<int>() == scan["tracks"]!.GetValue<int>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }
}
