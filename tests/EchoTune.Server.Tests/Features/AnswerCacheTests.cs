using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Caching;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Recommendations;
using EchoTune.Server.Features.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace EchoTune.Server.Tests.Features;

public sealed class AnswerCacheTests : IDisposable
{
    private static readonly ListenerId Ada = new(Guid.CreateVersion7());
    private static readonly ListenerId Bob = new(Guid.CreateVersion7());
    private static readonly AnswerQuestion Plain = new(null, 20, "");

    private readonly IRecommender _recommender = Substitute.For<IRecommender>();
    private readonly Clock _time = new();
    private readonly ListeningLog _log;
    private readonly ListenerSettings _settings;
    private readonly AnswerCache _cache;
    private int _computed;

    public AnswerCacheTests()
    {
        _recommender.Strategies.Returns(["content"]);
        _recommender.ModelVersion.Returns("one");
        var plays = Substitute.For<IPlayStore>();
        plays.AppendAsync(default, [], default).ReturnsForAnyArgs(call => call.Arg<IReadOnlyList<Play>>());
        _log = new ListeningLog(plays, _recommender);
        var library = Substitute.For<ILibrary>();
        library.Progress.Returns(new LibraryProgress { State = ScanState.Idle, Roots = [] });
        var stored = Substitute.For<ISettingStore>();
        stored.AllAsync(default, default).ReturnsForAnyArgs(new Dictionary<string, System.Text.Json.JsonElement>());
        _settings = new ListenerSettings(stored, _recommender, library, new ServerOptions { DataFolder = "/data" });
        _cache = Cache();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task The_same_question_is_computed_once_and_another_for_itself()
    {
        var first = await AskAsync(Ada, Plain);
        (await AskAsync(Ada, Plain)).ShouldBeSameAs(first);
        _computed.ShouldBe(1);

        await AskAsync(Ada, Plain with { Limit = 10 });
        await AskAsync(Ada, Plain with { Strategy = "content" });
        await AskAsync(Ada, Plain with { Context = "evening" });
        await AskAsync(Bob, Plain);
        _computed.ShouldBe(5);
    }

    [Fact]
    public async Task An_event_of_a_listener_ends_their_answers_and_nobody_elses()
    {
        List<(ListenerId, string)> told = [];
        _cache.Forgotten += (listener, cause) => told.Add((listener, cause));
        await AskAsync(Ada, Plain);
        await AskAsync(Bob, Plain);

        await _log.RecordAsync(Ada, [new Play { EventId = Guid.CreateVersion7(), TrackId = new TrackId(Guid.CreateVersion7()), Kind = PlayKind.Completed, StartedAt = _time.GetUtcNow() }], Cancellation);
        await AskAsync(Bob, Plain);
        _computed.ShouldBe(2);
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(3);

        await _settings.ChangeAsync(Bob, new SettingsDto { Tuning = new TuningDto(1, null, null) }, Cancellation);
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(3);
        await AskAsync(Bob, Plain);
        _computed.ShouldBe(4);
        told.ShouldBe([(Ada, "listening"), (Bob, "settings")]);
    }

    [Fact]
    public async Task A_new_model_another_part_of_the_day_and_some_minutes_end_an_answer()
    {
        await AskAsync(Ada, Plain);
        _recommender.ModelVersion.Returns("two");
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(2);

        _time.Now += TimeSpan.FromHours(6);
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(3);

        _time.Now += TimeSpan.FromMinutes(4);
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(3);
        _time.Now += TimeSpan.FromMinutes(2);
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(4);
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_computation_and_one_who_leaves_does_not_stop_it()
    {
        var gate = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = new CancellationTokenSource();
        var left = _cache.GetAsync(Ada, Plain, ComputeAsync, leaving.Token).AsTask();
        var waiting = Enumerable.Range(0, 50).Select(_ => _cache.GetAsync(Ada, Plain, ComputeAsync, Cancellation).AsTask()).ToList();

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        gate.SetResult([1, 2, 3]);

        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.Length == 3);
        _computed.ShouldBe(1);

        Task<byte[]> ComputeAsync()
        {
            Interlocked.Increment(ref _computed);
            return gate.Task;
        }
    }

    [Fact]
    public async Task What_is_computed_while_its_listener_acts_is_not_kept()
    {
        var gate = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = _cache.GetAsync(Ada, Plain, () => gate.Task, Cancellation).AsTask();
        await _log.RecordAsync(Ada, [new Play { EventId = Guid.CreateVersion7(), TrackId = new TrackId(Guid.CreateVersion7()), Kind = PlayKind.Liked, StartedAt = _time.GetUtcNow() }], Cancellation);
        gate.SetResult([1]);
        await asking;

        await AskAsync(Ada, Plain);
        _computed.ShouldBe(1);
        _cache.Bytes.ShouldBe(100);
    }

    [Fact]
    public async Task What_is_kept_is_found_without_asking_for_it()
    {
        _cache.Find(Ada, Plain).ShouldBeNull();
        var answer = await AskAsync(Ada, Plain);
        _cache.Find(Ada, Plain).ShouldBeSameAs(answer);
        _cache.Find(Ada, Plain with { Limit = 3 }).ShouldBeNull();
        _cache.Find(Bob, Plain).ShouldBeNull();

        _recommender.ModelVersion.Returns("two");
        _cache.Find(Ada, Plain).ShouldBeNull();
        _computed.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_told_and_tried_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _cache.GetAsync(Ada, Plain, () => Task.FromException<byte[]>(new InvalidOperationException("away")), Cancellation).AsTask());
        await AskAsync(Ada, Plain);
        _computed.ShouldBe(1);
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_was_not_asked_for_longest_goes_first()
    {
        using var small = Cache(most: 1_000);
        var listeners = Enumerable.Range(0, 12).Select(_ => new ListenerId(Guid.CreateVersion7())).ToList();
        foreach (var listener in listeners)
        {
            _time.Now += TimeSpan.FromSeconds(1);
            await small.GetAsync(listener, Plain, Compute, Cancellation);
            small.Bytes.ShouldBeLessThanOrEqualTo(1_000);
        }

        var before = _computed;
        await small.GetAsync(listeners[^1], Plain, Compute, Cancellation);
        _computed.ShouldBe(before);
        await small.GetAsync(listeners[0], Plain, Compute, Cancellation);
        _computed.ShouldBe(before + 1);

        // Many questions of one listener are bounded too.
        for (var limit = 1; limit <= 100; limit++)
        {
            await small.GetAsync(listeners[0], Plain with { Limit = limit }, Compute, Cancellation);
            small.Bytes.ShouldBeLessThanOrEqualTo(1_600 + 1_000);
        }
    }

    [Fact]
    public async Task Servers_share_answers_and_learn_when_they_end()
    {
        var shared = new SharedInMemory();
        using var here = Cache(shared: shared);
        using var there = Cache(shared: shared);
        await here.GetAsync(Ada, Plain, Compute, Cancellation);
        await there.GetAsync(Ada, Plain, Compute, Cancellation);
        _computed.ShouldBe(1);

        await shared.ForgetAsync(Ada, Cancellation);
        await here.GetAsync(Ada, Plain, Compute, Cancellation);
        await there.GetAsync(Ada, Plain, Compute, Cancellation);
        _computed.ShouldBe(2);

        shared.IsAway = true;
        await here.GetAsync(Bob, Plain, Compute, Cancellation);
        await there.GetAsync(Bob, Plain, Compute, Cancellation);
        _computed.ShouldBe(4);
    }

    private AnswerCache Cache(long most = 1_000_000, ISharedAnswers? shared = null) => new(
        _recommender, _log, new Ratings(Substitute.For<ITasteStore>(), _log, _recommender, Substitute.For<ITrackStore>(), Substitute.For<IBrowseStore>(), _time), _settings,
        new ServerOptions { DataFolder = "/data", AnswerCacheBytes = most }, _time, NullLogger<AnswerCache>.Instance, shared: shared);

    private async Task<byte[]> AskAsync(ListenerId listener, AnswerQuestion question) => await _cache.GetAsync(listener, question, Compute, Cancellation);

    private Task<byte[]> Compute()
    {
        Interlocked.Increment(ref _computed);
        return Task.FromResult(new byte[100]);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class SharedInMemory : ISharedAnswers
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<(ListenerId, string), byte[]> _answers = new();

        public event Action<ListenerId>? Forgotten;

        public bool IsAway { get; set; }

        public ValueTask<byte[]?> GetAsync(ListenerId listener, string name, CancellationToken cancellationToken) =>
            IsAway ? throw new IOException("away") : ValueTask.FromResult(_answers.GetValueOrDefault((listener, name)));

        public ValueTask SetAsync(ListenerId listener, string name, byte[] answer, TimeSpan lifetime, CancellationToken cancellationToken)
        {
            _answers[(listener, name)] = IsAway ? throw new IOException("away") : answer;
            return ValueTask.CompletedTask;
        }

        public ValueTask ForgetAsync(ListenerId listener, CancellationToken cancellationToken)
        {
            foreach (var key in _answers.Keys.Where(key => key.Item1 == listener))
            {
                _answers.TryRemove(key, out _);
            }

            Forgotten?.Invoke(listener);
            return ValueTask.CompletedTask;
        }
    }
}
