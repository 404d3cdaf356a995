using System.Collections.Concurrent;
using System.Diagnostics;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Catalog.Tests.Library;

/// <summary>A library over a folder of its own, with real ffmpeg, stores in memory, and an extractor that says only that it was asked.</summary>
internal sealed class LibraryFixture : IAsyncDisposable
{
    /// <summary>How long to wait for what must come. Long: it is only waited out where something is broken, and a loaded machine is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ServiceProvider services;
    private readonly ConcurrentQueue<LibraryProgress> told = new();
    private LibraryService? service;

    public LibraryFixture(Func<LibraryOptions, LibraryOptions>? change = null, Action<IServiceCollection>? configure = null)
    {
        Folder = Directory.CreateTempSubdirectory("echotune-library-").FullName;
        Root = Directory.CreateDirectory(Path.Combine(Folder, "music")).FullName;
        Options = new LibraryOptions { Roots = [Root], DataFolder = Path.Combine(Folder, "data"), Parallelism = 2, Debounce = TimeSpan.FromMilliseconds(30), RootCheckInterval = TimeSpan.FromMilliseconds(100) };
        Options = change?.Invoke(Options) ?? Options;
        var collection = new ServiceCollection();
        collection.AddMedia(new MediaOptions { DataFolder = Options.DataFolder });
        collection.AddSingleton<ITrackStore>(Store).AddSingleton<IFeatureStore>(Store);
        collection.AddSingleton<IFeatureExtractor>(Extractor);
        Type probe = collection.Last(service => service.ServiceType == typeof(IMediaProbe)).ImplementationType!;
        collection.AddSingleton<IMediaProbe>(provider => new CountingProbe((IMediaProbe)ActivatorUtilities.CreateInstance(provider, probe), Probed));
        collection.AddLibrary(Options);
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public string Folder { get; }

    public string Root { get; }

    public LibraryOptions Options { get; }

    public MemoryTracks Store { get; } = new();

    public FakeExtractor Extractor { get; } = new();

    /// <summary>Paths that were probed.</summary>
    public ConcurrentQueue<string> Probed { get; } = new();

    public RecordingListener Listener { get; } = new();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public LibraryScanner Scanner => services.GetRequiredService<LibraryScanner>();

    public LibraryService Service => service ??= services.GetRequiredService<LibraryService>();

    /// <summary>Every progress that was told.</summary>
    public IReadOnlyList<LibraryProgress> Told => [.. told];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string PathOf(string name) => Path.Combine(Root, name);

    public Task ScanAsync() => Scanner.ScanAsync(Root, Listener, Token);

    /// <summary>Starts the service; it is stopped with the fixture.</summary>
    public async Task StartAsync()
    {
        Service.ProgressChanged += told.Enqueue;
        await Service.StartAsync(Token);
    }

    /// <summary>Completes as soon as a progress fits.</summary>
    public async Task<LibraryProgress> WhenAsync(Func<LibraryProgress, bool> fits)
    {
        var seen = new TaskCompletionSource<LibraryProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(LibraryProgress progress)
        {
            if (fits(progress))
            {
                seen.TrySetResult(progress);
            }
        }

        Service.ProgressChanged += Look;
        try
        {
            Look(Service.Progress);
            return await seen.Task.WaitAsync(Patience, Token);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The progress stayed at {Service.Progress}");
        }
        finally
        {
            Service.ProgressChanged -= Look;
        }
    }

    /// <summary>Writes a short tone with tags.</summary>
    public async Task<string> SongAsync(string name, string title = "Song", int hertz = 440, double seconds = 0.3)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await FfmpegAsync("-f", "lavfi", "-i", FormattableString.Invariant($"sine=frequency={hertz}:duration={seconds}"), "-metadata", "title=" + title, "-metadata", "artist=The Sines", "file:" + path);
        return path;
    }

    public static async Task FfmpegAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0, errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class CountingProbe(IMediaProbe probe, ConcurrentQueue<string> probed) : IMediaProbe
    {
        public Task<ProbedFile> ProbeAsync(string path, CancellationToken cancellationToken)
        {
            probed.Enqueue(path);
            return probe.ProbeAsync(path, cancellationToken);
        }
    }

    internal sealed class RecordingListener : IScanListener
    {
        public int FoundFiles { get; private set; }

        public IReadOnlyList<ScanFailure> Failures { get; private set; } = [];

        public ConcurrentQueue<TrackId> Changed { get; } = new();

        public Action? OnChanged { get; set; }

        public void Found(string root, int files) => FoundFiles = files;

        public void Skipped(string root, IReadOnlyList<ScanFailure> failures) => Failures = failures;

        public Task ChangedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
        {
            foreach (TrackId id in ids)
            {
                Changed.Enqueue(id);
            }

            OnChanged?.Invoke();
            return Task.CompletedTask;
        }
    }

    internal sealed class FakeExtractor : IFeatureExtractor
    {
        public string Version { get; set; } = "one";

        public ConcurrentQueue<string> Asked { get; } = new();

        public Func<string, Exception?> Fails { get; set; } = _ => null;

        public ConcurrentQueue<string?> EarlierVersions { get; } = new();

        /// <summary>What happens while it listens; null for nothing.</summary>
        public Func<string, Listening?, Task>? During { get; set; }

        public async Task<TrackFeatures> ExtractAsync(string path, TrackFeatures? earlier, Listening? listening, CancellationToken cancellationToken)
        {
            Asked.Enqueue(Path.GetFileName(path));
            EarlierVersions.Enqueue(earlier?.AnalyserVersion);
            if (During is { } during)
            {
                await during(Path.GetFileName(path), listening);
            }

            return Fails(path) is { } failure
                ? throw failure
                : new TrackFeatures { AnalyserVersion = Version, DurationSeconds = 1, TempoBpm = 120, TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1 };
        }
    }
}
