using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EchoTune.Catalog.Recommendations;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EchoTune.Server.Tests.Support;

/// <summary>The real server on a free port with a database of its own and an empty music folder, unless a test wants otherwise.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    private TestServer(WebApplication app, ServerOptions options, string folder, StringWriter output)
    {
        (App, Options, Folder, Output) = (app, options, folder, output);
        Address = new Uri(app.Addresses().First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
    }

    public WebApplication App { get; }

    public ServerOptions Options { get; }

    /// <summary>Holds the data folder <c>data</c> and the music folder <c>music</c>.</summary>
    public string Folder { get; }

    public string Music => Path.Combine(Folder, "music");

    public StringWriter Output { get; }

    public Uri Address { get; }

    /// <summary>The bearer token of the data folder.</summary>
    public string Token => File.ReadAllText(Path.Combine(Options.DataFolder, "local-token")).Trim();

    public static async Task<TestServer> StartAsync(
        EmbeddedDatabase database, Func<ServerOptions, ServerOptions>? change = null, Action<IServiceCollection>? configure = null,
        Func<IServiceProvider, string, Task>? prepareMusic = null, bool waitForStorage = true)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("echotune-server-").FullName;
        var music = Directory.CreateDirectory(Path.Combine(folder, "music")).FullName;
        var options = new ServerOptions
        {
            DataFolder = Path.Combine(folder, "data"),
            ConnectionString = await database.CreateEmptyAsync(cancellation),
            MusicFolders = [music],
            Port = 0,
            WebFolder = Path.Combine(folder, "web"),
        };
        options = change?.Invoke(options) ?? options;
        var output = new StringWriter();
        var app = EchoTuneHost.Build(options, TextWriter.Synchronized(output), TextWriter.Synchronized(output), services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            configure?.Invoke(services);
        });
        if (prepareMusic is not null)
        {
            await prepareMusic(app.Services, music);
        }

        app.Services.GetRequiredService<LocalToken>();
        await app.StartAsync(cancellation);
        var server = new TestServer(app, options, folder, output);
        if (waitForStorage)
        {
            await app.Services.GetRequiredService<StorageFirst>().Ready.WaitAsync(cancellation);
        }

        return server;
    }

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A client without any credentials.</summary>
    public HttpClient Anonymous()
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        _clients.Add(client);
        return client;
    }

    /// <summary>A client with the local token.</summary>
    public HttpClient Script()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>A client with a jar for cookies, that has asked for the session and sends its anti-forgery token.</summary>
    public async Task<(HttpClient Client, SessionDto Session, CookieContainer Jar)> PageAsync()
    {
        var jar = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false }) { BaseAddress = Address };
        _clients.Add(client);
        var session = (await client.GetFromJsonAsync<SessionDto>("/api/v1/session", TestContext.Current.CancellationToken))!;
        client.DefaultRequestHeaders.Add(RequestGuard.TokenHeader, session.AntiForgeryToken);
        return (client, session, jar);
    }

    /// <summary>Asks how the server is until one part is up.</summary>
    public async Task<HealthDto> HealthyAsync(string part)
    {
        var client = Anonymous();
        return await Eventually.GetAsync($"{part} being up", async cancellation =>
            await client.GetFromJsonAsync<HealthDto>("/api/health", cancellation) is { } health && health.Parts.Single(one => one.Name == part).Status == "up" ? health : null);
    }

    /// <summary>Waits until the library is read and analysed.</summary>
    /// <returns>All tracks by title.</returns>
    public async Task<IReadOnlyDictionary<string, TrackDto>> ScannedAsync(int tracks)
    {
        var client = Script();
        var page = await Eventually.GetAsync($"a library of {tracks} analysed tracks", async cancellation =>
            await client.GetFromJsonAsync<LibraryScanDto>("/api/v1/library/scan", cancellation) is { State: "idle" } scan && (scan.Tracks, scan.Analysed) == (tracks, tracks)
                ? await client.GetFromJsonAsync<PageDto<TrackDto>>("/api/v1/tracks?limit=500", cancellation)
                : null);
        return page.Items.ToDictionary(track => track.Title);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
