using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>The real server as a child process with its own data folder, database and demo library.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    private RunningServer(string dataFolder, string? music)
    {
        DataFolder = dataFolder;
        Music = music;
    }

    public string DataFolder { get; }

    public string? Music { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public HttpClient Http { get; private set; } = new();

    public int ProcessId => _process!.Id;

    public string Output => string.Join('\n', _output);

    /// <summary>A server on a fresh data folder.</summary>
    /// <param name="music">A folder of music; null for the demo library.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<RunningServer> StartAsync(string? music, CancellationToken cancellationToken)
    {
        var root = Environment.GetEnvironmentVariable("ECHOTUNE_TEST_ROOT") ?? Path.GetTempPath();
        var server = new RunningServer(Path.Combine(root, "echotune-e2e-" + Guid.CreateVersion7().ToString("N")[16..]), music);
        Directory.CreateDirectory(server.DataFolder);
        try
        {
            await server.LaunchAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Stops it as Ctrl+C does, and starts it again on the same data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await LaunchAsync(cancellationToken);
    }

    /// <summary>Starts it again after it was killed.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken) => LaunchAsync(cancellationToken);

    /// <summary>Kills the server and its database at once, as a power cut would.</summary>
    public async Task KillEverythingAsync()
    {
        var postmaster = await File.ReadAllLinesAsync(Directory.EnumerateFiles(DataFolder, "postmaster.pid", SearchOption.AllDirectories).Single());
        var database = int.Parse(postmaster[0], System.Globalization.CultureInfo.InvariantCulture);
        var victims = Children(database).Append(database).ToArray();
        _process!.Kill();
        foreach (var victim in victims)
        {
            try
            {
                using var process = Process.GetProcessById(victim);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
        }

        await _process.WaitForExitAsync();
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        await Http.GetFromJsonAsync<JsonNode>(path, cancellationToken) ?? throw new InvalidOperationException($"{path} answered nothing.");

    public async Task<JsonNode> PostAsync(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await Http.PostAsJsonAsync(path, body ?? new { }, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>Asks again until the answer satisfies, at most for a time.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> satisfies, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await GetAsync(path, cancellationToken);
            if (satisfies(answer))
            {
                return answer;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"{path} did not become what was waited for within {limit.TotalSeconds:0} s. Last: {answer.ToJsonString()[..Math.Min(2000, answer.ToJsonString().Length)]}");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private static IEnumerable<int> Children(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && ParentOf(id) == parent)
            {
                yield return id;
            }
        }

        static int ParentOf(int id)
        {
            try
            {
                // After the name in brackets: state, parent, …
                var stat = File.ReadAllText($"/proc/{id}/stat");
                return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add(Repository.ServerDll);
        start.ArgumentList.Add("--port");
        start.ArgumentList.Add(Address.IsDefaultPort ? "0" : Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Music is not null)
        {
            start.ArgumentList.Add("--music");
            start.ArgumentList.Add(Music);
        }

        start.Environment["ECHOTUNE_DATA"] = DataFolder;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The server ended at its start.\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await address.Task.WaitAsync(Patience.Long, cancellationToken);
        Http.Dispose();
        Http = new HttpClient { BaseAddress = Address, Timeout = Patience.Short };
        var token = Path.Combine(DataFolder, "local-token");
        await WaitForDatabaseAsync(cancellationToken);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(token, cancellationToken)).Trim());

        void Read(string? line)
        {
            if (line is null)
            {
                return;
            }

            _output.Enqueue(line);
            const string Mark = "EchoTune is at ";
            if (line.StartsWith(Mark, StringComparison.Ordinal) && Uri.TryCreate(line[Mark.Length..].Trim(), UriKind.Absolute, out var found))
            {
                address.TrySetResult(found);
            }
        }
    }

    private async Task WaitForDatabaseAsync(CancellationToken cancellationToken) =>
        await UntilAsync(
            "/api/health",
            health => health["parts"]!.AsArray().Any(part => part!["name"]!.GetValue<string>() == "database" && part["status"]!.GetValue<string>() == "up"),
            Patience.Long,
            cancellationToken);

    private async Task StopAsync()
    {
        if (_process is null or { HasExited: true })
        {
            return;
        }

        using (var signal = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience.Short);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The server did not stop within {Patience.Short.TotalSeconds:0} s.\n{Output}");
        }
    }
}
