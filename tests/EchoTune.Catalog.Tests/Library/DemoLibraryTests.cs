using System.Collections.Concurrent;
using System.Text.Json;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Library;

public sealed class DemoLibraryTests
{
    private static LibraryFixture New(ToneComposer composer, Action<IServiceCollection>? configure = null) => new(
        options => options with { Roots = [], UseDemoLibrary = true },
        services =>
        {
            services.AddSingleton<IDemoComposer>(composer);
            configure?.Invoke(services);
        });

    [Fact]
    public async Task Pieces_become_tracks_one_after_the_other_and_are_analysed()
    {
        await using LibraryFixture library = New(new ToneComposer());

        await library.StartAsync();
        LibraryProgress done = await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 6 });

        (done.ToCompose, done.Composed, done.Found, done.Tracks).ShouldBe((6, 6, 6, 6));
        library.Store.All.Select(track => track.Title).ShouldBe(["Piece 0", "Piece 1", "Piece 2", "Piece 3", "Piece 4", "Piece 5"]);
        library.Store.All.Select(track => track.Id.Value).ShouldBeInOrder();
        library.Store.All.ShouldAllBe(track => track.ArtworkKey != null);
        library.Told.ShouldContain(progress => progress.State == ScanState.Composing);
        JsonDocument truth = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(library.Options.DemoFolder, "truth.json"), LibraryFixture.Token));
        truth.RootElement.EnumerateArray().Select(piece => piece.GetProperty("path").GetString()).ShouldBe(library.Store.All.Select(track => track.File.RelativePath));
    }

    [Fact]
    public async Task What_a_killed_run_finished_is_kept_and_the_rest_follows()
    {
        var composer = new ToneComposer();
        await using LibraryFixture library = New(composer);
        using var killed = new CancellationTokenSource();
        var job = Job(library, composer);
        await job.PrepareAsync(LibraryFixture.Token);
        // Three pieces at a time, one of them being encoded: when the fifth is begun, two of the first four are whole.
        composer.BeforeRender = (number, _) =>
        {
            if (number == 4)
            {
                killed.Cancel();
            }
        };
        await Should.ThrowAsync<OperationCanceledException>(() => job.RunAsync(_ => Task.CompletedTask, killed.Token));
        string[] kept = Directory.GetFiles(library.Options.DemoFolder, "*.flac");
        kept.Length.ShouldBeInRange(2, 5);
        kept.ShouldNotContain(path => Path.GetFileName(path) == "piece-4.flac");
        composer.BeforeRender = (_, _) => { };
        Dictionary<string, DateTime> before = kept.ToDictionary(path => path, File.GetLastWriteTimeUtc);
        composer.Rendered.Clear();

        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 6 });

        before.ShouldAllBe(file => File.GetLastWriteTimeUtc(file.Key) == file.Value);
        composer.Rendered.Count.ShouldBe(6 - kept.Length);
        Directory.GetFiles(library.Options.DemoFolder, "*.part*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_version_replaces_what_was_there()
    {
        var composer = new ToneComposer();
        await using LibraryFixture library = New(composer);
        var job = Job(library, composer);
        await job.PrepareAsync(LibraryFixture.Token);
        await job.RunAsync(_ => Task.CompletedTask, LibraryFixture.Token);

        await job.PrepareAsync(LibraryFixture.Token);
        Directory.GetFiles(library.Options.DemoFolder, "*.flac").Length.ShouldBe(6);
        composer.Version = "two";
        await job.PrepareAsync(LibraryFixture.Token);
        Directory.GetFiles(library.Options.DemoFolder, "*.flac").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_told_and_composing_goes_on_when_there_is_room()
    {
        var composer = new ToneComposer();
        bool isFull = true;
        await using LibraryFixture library = New(composer, services =>
        {
            ServiceDescriptor real = services.Last(service => service.ServiceType == typeof(IAudioEncoder));
            services.AddSingleton(provider =>
            {
                var encoder = (IAudioEncoder)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);
                var fake = Substitute.For<IAudioEncoder>();
                fake.EncodeFlacAsync(default!, default, default, default!, default, default!, default).ReturnsForAnyArgs(call => isFull
                    ? Task.FromException(new EchoTuneException(ErrorCodes.DiskFull, "The disk is full. Free some space."))
                    : encoder.EncodeFlacAsync(
                        call.ArgAt<string>(0), call.ArgAt<int>(1), call.ArgAt<int>(2), call.ArgAt<IReadOnlyDictionary<string, string>>(3),
                        call.ArgAt<ReadOnlyMemory<byte>>(4), call.ArgAt<IAsyncEnumerable<ReadOnlyMemory<float>>>(5), call.ArgAt<CancellationToken>(6)));
                return fake;
            });
        });

        await library.StartAsync();
        LibraryProgress failed = await library.WhenAsync(progress => progress.State == ScanState.Failed);
        failed.ErrorCode.ShouldBe(ErrorCodes.DiskFull);

        isFull = false;
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 6, ErrorCode: null });
    }

    [Fact]
    public async Task Nothing_is_analysed_before_six_pieces_can_be_played()
    {
        var playable = new ConcurrentQueue<int>();
        await using LibraryFixture library = New(new ToneComposer { Count = 9 });
        library.Extractor.Fails = _ =>
        {
            playable.Enqueue(library.Store.All.Count);
            return null;
        };

        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 9 });

        playable.Count.ShouldBe(9);
        playable.ShouldAllBe(count => count >= 6);
    }

    [Fact]
    public async Task What_was_composed_before_a_failure_is_analysed()
    {
        var composer = new ToneComposer();
        await using LibraryFixture library = New(composer);
        composer.BeforeRender = (number, _) =>
        {
            if (number == 3)
            {
                throw new EchoTuneException(ErrorCodes.DiskFull, "The disk is full. Free some space.");
            }
        };

        await library.StartAsync();

        await library.WhenAsync(progress => progress is { State: ScanState.Failed, Tracks: >= 3 and < 6 } && progress.Analysed == progress.Tracks);
    }

    [Fact]
    public async Task A_piece_is_told_when_it_is_whole_not_when_another_one_is_begun()
    {
        var composer = new ToneComposer();
        using var told = new ManualResetEventSlim();
        composer.BeforeRender = (number, token) =>
        {
            if (number > 0 && !told.Wait(TimeSpan.FromSeconds(30), token))
            {
                throw new TimeoutException("The first piece was not told.");
            }
        };
        await using LibraryFixture library = New(composer);
        var job = Job(library, composer);
        await job.PrepareAsync(LibraryFixture.Token);
        var whole = new List<string>();

        await job.RunAsync(
            path =>
            {
                whole.Add(path);
                told.Set();
                return Task.CompletedTask;
            },
            LibraryFixture.Token);

        whole.ShouldBe(Enumerable.Range(0, 6).Select(number => $"piece-{number}.flac"));
    }

    [Fact]
    public async Task A_stop_reaches_the_piece_that_is_being_composed()
    {
        var composer = new ToneComposer();
        using var begun = new ManualResetEventSlim();
        composer.BeforeRender = (_, token) =>
        {
            begun.Set();
            token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue("the stop does not reach the piece");
            token.ThrowIfCancellationRequested();
        };
        await using LibraryFixture library = New(composer);
        var job = Job(library, composer);
        await job.PrepareAsync(LibraryFixture.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(LibraryFixture.Token);

        Task run = job.RunAsync(_ => Task.CompletedTask, stop.Token);
        begun.Wait(LibraryFixture.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        Directory.GetFiles(library.Options.DemoFolder, "*.flac*").ShouldBeEmpty();
    }

    [Fact]
    public void Composing_for_real_heeds_a_stop()
    {
        DemoPiece piece = new DemoComposer().Compose(1)[0];

        Should.Throw<OperationCanceledException>(() => piece.Render(new CancellationToken(canceled: true)));
    }

    private static DemoLibraryJob Job(LibraryFixture library, ToneComposer composer) =>
        new(composer, library.Get<IAudioEncoder>(), library.Options, new LibraryProgressBoard(TimeProvider.System));

    internal sealed class ToneComposer : IDemoComposer
    {
        public string Version { get; set; } = "one";

        public ConcurrentBag<string> Rendered { get; } = [];

        public int Count { get; init; } = 6;

        /// <summary>Called with the number of each piece before it is rendered.</summary>
        public Action<int, CancellationToken> BeforeRender { get; set; } = (_, _) => { };

        public IReadOnlyList<DemoPiece> Compose(int seed) => [.. Enumerable.Range(0, Count).Select(Piece)];

        private DemoPiece Piece(int number) => new()
        {
            RelativePath = $"piece-{number}.flac",
            Tags = new Dictionary<string, string> { ["title"] = $"Piece {number}", ["artist"] = "The Sines" },
            SampleRate = 44100,
            Channels = 2,
            Truth = () => $$"""{"path":"piece-{{number}}.flac","tempoBpm":{{100 + number}}}""",
            Render = token =>
            {
                BeforeRender(number, token);
                Rendered.Add($"piece-{number}");
                float[] samples = new float[44100];
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = 0.3f * MathF.Sin(i / 2 * (0.05f + (number * 0.01f)));
                }

                return samples;
            },
            DrawCover = () => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
        };
    }
}
