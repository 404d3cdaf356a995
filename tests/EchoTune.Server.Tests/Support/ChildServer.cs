using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Support;

/// <summary>The real server as a process of its own, which can be killed.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    private ChildServer(Process process) => _process = process;

    public HttpClient Client { get; } = new();

    /// <summary>What it wrote to both its outputs.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it on a free port and waits until it takes requests.</summary>
    /// <param name="dataFolder">Its data.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="music">Its music.</param>
    /// <param name="environment">Further variables.</param>
    public static async Task<ChildServer> StartAsync(string dataFolder, string connectionString, string music, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.ChangeExtension(typeof(EchoTuneHost).Assembly.Location, ".dll"), "--port", "0", "--music", music])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ECHOTUNE_DATA"] = dataFolder;
        start.Environment["ConnectionStrings__EchoTune"] = connectionString;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ChildServer(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.OutputDataReceived += (_, line) => Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => Read(line.Data);
        server._process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The server ended at its start. {server.Said}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Client.BaseAddress = await address.Task.WaitAsync(TestContext.Current.CancellationToken);
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(dataFolder, "local-token"), TestContext.Current.CancellationToken)).Trim());
            await Eventually.GetAsync("the server's database", async cancellation =>
            {
                using var answer = await server.Client.GetAsync("/api/health", cancellation);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, server.Said);
                return (await answer.Content.ReadFromJsonAsync<HealthDto>(cancellation))!.Parts.Single(part => part.Name == "database").Status == "up" ? "" : null;
            });
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        void Read(string? line)
        {
            const string Mark = "EchoTune is at ";
            server._said.Enqueue(line ?? "");
            if (line?.StartsWith(Mark, StringComparison.Ordinal) == true)
            {
                address.TrySetResult(new Uri(line[Mark.Length..].Trim()));
            }
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it as Ctrl-C does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var signal = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
