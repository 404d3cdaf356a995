using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// Requests a second of <c>GET /api/v1/recommendations</c> against the real server in a process of its own, on the same machine as the
/// load: a library of files that the server finds unchanged, listeners with accounts, cookies and histories. Warm asks again what was
/// asked before; cold asks each listener for a device they have not named before, so that each answer is computed; first is the first
/// answer of each listener, whose history is read from the database.
/// </summary>
internal static class RecommendationLoad
{
    private const string Cookie = "echotune.session";
    private const int EventsEach = 60;

    /// <summary>Runs it: <c>recommendation-load [TRACKS [LISTENERS [SECONDS [CONNECTIONS]]]]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var (tracks, listeners, seconds, connections) = (Number(0, 100_000), Number(1, 10_000), Number(2, 10), Number(3, 32));
        var work = Directory.CreateTempSubdirectory("echotune-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The bundled database may run as another user, who must reach the data.
            File.SetUnixFileMode(work, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        try
        {
            var (data, music) = (Path.Combine(work, "data"), Path.Combine(work, "music"));
            var clock = Stopwatch.StartNew();
            var people = await FillAsync(data, music, tracks, listeners);
            Console.WriteLine($"load: {tracks} tracks, {listeners} listeners with {EventsEach} events each, written in {clock.Elapsed.TotalSeconds:0} s");
            await using var server = await Server.StartAsync(data, music);
            var requests = people.Select(listener => Head(server.Port, Ticket(data, listener))).ToArray();
            await server.ReadyAsync(requests[0], tracks);
            await server.TrainedAsync(File.ReadAllText(Path.Combine(data, "local-token")).Trim());
            Console.WriteLine($"load: server ready after {clock.Elapsed.TotalSeconds:0} s, {server.Megabytes} MB");

            // The code is compiled by the first thousands.
            await LoadAsync("", server, connections, seconds: 3, asked => Ask(requests[asked % Math.Min(200, listeners)], $"limit=20&device=start{asked}"));
            await LoadAsync("first", server, connections, seconds: 180, asked => asked < listeners ? Ask(requests[asked], "limit=20") : null);
            Console.WriteLine($"load: server holds {server.Megabytes} MB");
            await LoadAsync("warm", server, connections, seconds, asked => Ask(requests[(int)((asked * 7919L) % listeners)], "limit=20"));
            await LoadAsync("nine of ten warm", server, connections, seconds, asked => Ask(requests[(int)((asked * 7919L) % listeners)], asked % 10 == 0 ? $"limit=20&device=e{asked}" : "limit=20"));
            await LoadAsync("cold", server, connections, seconds, asked => Ask(requests[(int)((asked * 7919L) % listeners)], $"limit=20&device=d{asked}"));
            Console.WriteLine($"load: server holds {server.Megabytes} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static byte[] Ask(string head, string query) => Encoding.ASCII.GetBytes($"GET /api/v1/recommendations?{query} {head}");

    private static string Head(int port, string cookie) => $"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {Cookie}={cookie}\r\n\r\n";

    /// <summary>A closed loop of connections, each asking again as soon as it is answered.</summary>
    private static async Task LoadAsync(string name, Server server, int connections, int seconds, Func<int, byte[]?> ask)
    {
        var (asked, failed) = (-1, 0);
        var times = new List<double>[connections];
        var (bytes, cpu, clock) = (0L, server.CpuMilliseconds, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async c =>
        {
            var mine = times[c] = [];
            using var line = await Line.ConnectAsync(server.Port);
            while (clock.Elapsed.TotalSeconds < seconds && ask(Interlocked.Increment(ref asked)) is { } request)
            {
                var start = Stopwatch.GetTimestamp();
                var (status, length) = await line.AskAsync(request);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Interlocked.Add(ref bytes, length);
                if (status != 200 && Interlocked.Increment(ref failed) == 1)
                {
                    Console.WriteLine($"load: an answer was {status}");
                }
            }
        }));
        var elapsed = clock.Elapsed.TotalSeconds;
        cpu = server.CpuMilliseconds - cpu;
        var all = times.SelectMany(list => list).Order().ToArray();
        if (name.Length > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"load {name}: {all.Length / elapsed:0} requests/s, p50 {all[all.Length / 2]:0.0} ms, p95 {all[all.Length * 95 / 100]:0.0} ms, p99 {all[all.Length * 99 / 100]:0.0} ms, {all.Length} answers of {bytes / 1024 / Math.Max(1, all.Length)} KB over {connections} connections, {cpu / all.Length:0.000} ms of the server's processor each, {failed} failed"));
        }
    }

    private static async Task<List<Listener>> FillAsync(string data, string music, int count, int listeners)
    {
        await using ServiceProvider services = new ServiceCollection().AddStorage(new StorageOptions { DataFolder = data }).BuildServiceProvider();
        await services.GetRequiredService<IStorageHost>().StartAsync(CancellationToken.None);
        var (store, features, plays, accounts) = (services.GetRequiredService<ITrackStore>(), services.GetRequiredService<IFeatureStore>(), services.GetRequiredService<IPlayStore>(), services.GetRequiredService<IListenerStore>());
        var modified = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var ids = new List<TrackId>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(2_000))
        {
            var files = new List<ScannedFile>(chunk.Length);
            foreach (var i in chunk)
            {
                var path = $"{i / 1000:000}/{i:000000}.flac";
                var full = Path.Combine(music, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                await File.WriteAllBytesAsync(full, []);
                File.SetLastWriteTimeUtc(full, modified);
                files.Add(new ScannedFile
                {
                    File = new TrackFile { Root = music, RelativePath = path, Size = 0, ModifiedAt = modified, ContentHash = i.ToString("x64", CultureInfo.InvariantCulture), Codec = "flac", SampleRate = 44_100, Channels = 2, Bitrate = 900 },
                    Title = $"Title {i} of many", Artist = $"Artist {i / 24}", Album = $"Album {i / 12}", TrackNumber = (i % 12) + 1, Year = 1960 + (i / 12 % 66), Genres = [$"genre {i / 240 % 60}"],
                    Duration = TimeSpan.FromSeconds(120 + (i % 240)), ArtworkKey = (i / 12).ToString("x64", CultureInfo.InvariantCulture),
                });
            }

            ids.AddRange(await store.SaveScannedAsync(files, CancellationToken.None));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) => await features.SaveAsync(ids[i], Features(i), token));
        var people = Enumerable.Range(0, listeners).Select(i => new Listener
        {
            Id = new ListenerId(Guid.CreateVersion7()), Name = $"listener{i}", PasswordHash = "none", IsOwner = false, CreatedAt = TimeProvider.System.GetUtcNow(), SecurityStamp = $"stamp{i}",
        }).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, listeners), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            await accounts.SaveAsync(people[i], token);
            await plays.AppendAsync(people[i].Id, Events(i, ids), token);
        });
        return people;
    }

    // Most of what a listener hears is of two genres.
    private static List<Play> Events(int listener, List<TrackId> ids)
    {
        var random = new Random(listener);
        var start = TimeProvider.System.GetUtcNow().AddDays(-40);
        return [.. Enumerable.Range(0, EventsEach).Select(i =>
        {
            var block = (listener + (random.Next(4) == 0 ? random.Next(60) : random.Next(2))) % Math.Max(1, ids.Count / 240);
            return new Play
            {
                EventId = Guid.CreateVersion7(), TrackId = ids[((block * 240) + random.Next(240)) % ids.Count], Kind = random.Next(6) == 0 ? PlayKind.Skipped : PlayKind.Completed,
                StartedAt = start.AddHours((i * 12) + random.Next(12)), Heard = TimeSpan.FromMinutes(3),
            };
        })];
    }

    private static TrackFeatures Features(int i)
    {
        var random = new Random(i);
        var genre = new Random(i / 240);
        return new TrackFeatures
        {
            AnalyserVersion = AnalysisPipeline.Version, DurationSeconds = 180, TempoBpm = 60 + (120 * random.NextDouble()), TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1,
            Energy = random.NextDouble(), Danceability = random.NextDouble(), Valence = random.NextDouble(), Acousticness = random.NextDouble(), Instrumentalness = random.NextDouble(),
            Brightness = random.NextDouble(), Embedding = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f + (genre.NextSingle() - 0.5f))],
        };
    }

    /// <summary>The cookie that signing in would have given: made with the server's own keys, since hashing ten thousand passwords would take an hour.</summary>
    private static string Ticket(string data, Listener listener)
    {
        var protector = DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(data, "keys")), builder => builder.SetApplicationName("EchoTune"))
            .CreateProtector("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", "cookie", "v2");
        Claim[] claims = [new(ClaimTypes.NameIdentifier, listener.Id.ToString()), new("name", listener.Name), new("stamp", listener.SecurityStamp), new("amr", "account")];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "cookie", "name", "role"));
        var now = TimeProvider.System.GetUtcNow();
        return new TicketDataFormat(protector).Protect(new AuthenticationTicket(principal, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddDays(30) }, "cookie"));
    }

    /// <summary>The server as people start it, but for how many requests one peer may make.</summary>
    private sealed class Server(Process process, int port) : IAsyncDisposable
    {
        public int Port => port;

        public double CpuMilliseconds
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime.TotalMilliseconds;
            }
        }

        public long Megabytes
        {
            get
            {
                process.Refresh();
                return process.WorkingSet64 / 1024 / 1024;
            }
        }

        public static async Task<Server> StartAsync(string data, string music)
        {
            var program = Path.Combine(Environment.CurrentDirectory, "src/EchoTune.Server/bin/Release/net10.0/EchoTune.Server.dll");
            var start = new ProcessStartInfo("dotnet", [program, "--port", "0", "--music", music]) { RedirectStandardOutput = true };
            start.Environment["ECHOTUNE_DATA"] = data;
            start.Environment["ECHOTUNE_REQUESTS_PER_SECOND"] = "1000000";
            var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Contains("EchoTune is at ", StringComparison.Ordinal))
                {
                    _ = process.StandardOutput.ReadToEndAsync();
                    return new Server(process, new Uri(line[(line.IndexOf("http", StringComparison.Ordinal))..].Trim()).Port);
                }
            }

            throw new InvalidOperationException("The server ended before it told its address.");
        }

        /// <summary>Waits until the whole library is recommended from.</summary>
        public async Task ReadyAsync(string head, int tracks)
        {
            for (var tries = 0; tries < 600; tries++)
            {
                using var line = await Line.ConnectAsync(Port);
                if (await line.AskAsync(Ask(head, "limit=1")) is { Status: 200 } && (await line.TextAsync(Encoding.ASCII.GetBytes($"GET /api/v1/library/scan {head}"))) is { } scan
                    && scan.Contains($"\"tracks\":{tracks}", StringComparison.Ordinal) && scan.Contains("\"state\":\"idle\"", StringComparison.Ordinal))
                {
                    return;
                }

                await Task.Delay(500);
            }

            throw new InvalidOperationException("The server did not read the library within five minutes.");
        }

        /// <summary>Waits until the models are learnt that the server begins to train by itself: answers are to use them, and the load is not to share its cores with training.</summary>
        public async Task TrainedAsync(string token)
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using (await client.PostAsync("/api/v1/admin/models/training", null))
            {
            }

            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < TimeSpan.FromMinutes(30))
            {
                using var models = JsonDocument.Parse(await client.GetStringAsync("/api/v1/admin/models"));
                if (models.RootElement.GetProperty("training").GetProperty("state").GetString() == "idle")
                {
                    var state = models.RootElement.GetProperty("models").EnumerateArray().Select(model => $"{model.GetProperty("version")} {model.GetProperty("state")}").FirstOrDefault();
                    Console.WriteLine($"load: trained in {clock.Elapsed.TotalSeconds:0} s: {state ?? models.RootElement.GetProperty("training").GetProperty("message").GetString()}");
                    return;
                }

                await Task.Delay(500);
            }

            throw new InvalidOperationException("Training did not end within half an hour.");
        }

        public async ValueTask DisposeAsync()
        {
            using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>One kept connection that asks and reads whole answers, and does nothing else, so that the load costs little of the two cores.</summary>
    private sealed class Line(Socket socket) : IDisposable
    {
        private byte[] buffer = new byte[256 * 1024];

        public static async Task<Line> ConnectAsync(int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return new Line(socket);
        }

        public async ValueTask<(int Status, int Length)> AskAsync(byte[] request)
        {
            await socket.SendAsync(request);
            var (have, need, status) = (0, -1, 0);
            while (need < 0 || have < need)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(have));
                if (read == 0)
                {
                    return (0, 0);
                }

                have += read;
                var end = need < 0 ? buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8) : -1;
                if (end >= 0)
                {
                    var head = Encoding.ASCII.GetString(buffer, 0, end);
                    var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
                    status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
                    var length = at < 0 ? throw new InvalidOperationException("An answer without Content-Length:\n" + head) : int.Parse(head.AsSpan(at + 16, (head + "\r").IndexOf('\r', at) - at - 16), CultureInfo.InvariantCulture);
                    need = end + 4 + length;
                    if (need > buffer.Length)
                    {
                        Array.Resize(ref buffer, need);
                    }
                }
            }

            return (status, have);
        }

        public async Task<string> TextAsync(byte[] request)
        {
            // Other endpoints answer in chunks; only what is looked for matters.
            await socket.SendAsync(request);
            var read = await socket.ReceiveAsync(buffer.AsMemory());
            return Encoding.UTF8.GetString(buffer, 0, read);
        }

        public void Dispose() => socket.Dispose();
    }
}
