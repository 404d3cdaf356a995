using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EchoTune.Catalog;
using EchoTune.Catalog.Caching;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Observability;

namespace EchoTune.Server.Features.Recommendations;

/// <summary>What an answer was asked for. Equal questions of one listener have equal answers while nothing changes.</summary>
/// <param name="Strategy">As it was asked; null for that of the settings.</param>
/// <param name="Limit">How many.</param>
/// <param name="Context">The rest of the question in one normal form; empty for none.</param>
internal readonly record struct AnswerQuestion(string? Strategy, int Limit, string Context);

/// <summary>
/// Keeps finished answers as the bytes that go out: in this process, and behind it (where there is one) in a cache that servers share. An
/// answer holds for its listener, question, part of the day and version of models and weights, for some minutes at most, and until its
/// listener does anything. Whoever asks for what is being computed waits for the one computation.
/// </summary>
internal sealed partial class AnswerCache : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int QuestionsKept = 16;

    private readonly ConcurrentDictionary<ListenerId, Answers> _listeners = new();
    private readonly IRecommender _recommender;
    private readonly IRankingPolicy? _policy;
    private readonly ISharedAnswers? _shared;
    private readonly TimeProvider _time;
    private readonly ILogger<AnswerCache> _logger;
    private readonly long _mostBytes;
    private readonly Meter _meter = new(EchoTuneMetrics.MeterName);
    private readonly Counter<long> _asked;
    private long _bytes;
    private int _evicting;

    public AnswerCache(
        IRecommender recommender, ListeningLog log, Ratings ratings, ListenerSettings settings, ServerOptions options, TimeProvider time, ILogger<AnswerCache> logger,
        IRankingPolicy? policy = null, ISharedAnswers? shared = null)
    {
        (_recommender, _policy, _shared, _time, _logger, _mostBytes) = (recommender, policy, shared, time, logger, options.AnswerCacheBytes);
        _asked = _meter.CreateCounter<long>("echotune.recommendation.answers", "{answer}", "Answers with recommendations, by where they came from: process, shared, waited, computed");
        _meter.CreateObservableGauge("echotune.recommendation.cache.bytes", () => Interlocked.Read(ref _bytes), "By", "Answers kept in this process");
        log.Recorded += (listener, _) => Forget(listener, "listening");
        ratings.Changed += (listener, _) => Forget(listener, "listening");
        settings.Changed += (listener, _) => Forget(listener, "settings");
        if (shared is not null)
        {
            shared.Forgotten += ForgetHere;
        }
    }

    /// <summary>The answers of a listener no longer hold, and why. Raised after they are gone: whoever asks now gets new ones.</summary>
    public event Action<ListenerId, string>? Forgotten;

    /// <summary>How many bytes of answers are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The kept answer, or a computed one.</summary>
    /// <param name="listener">Whose.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="compute">Computes it. Shared by all who wait for it, so it does not stop with the first of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<byte[]> GetAsync(ListenerId listener, AnswerQuestion question, Func<Task<byte[]>> compute, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var holds = HoldsNow();
        var answers = _listeners.GetOrAdd(listener, static _ => new Answers());
        answers.LastUse = now.UtcTicks;
        Entry entry;
        lock (answers)
        {
            if (answers.Kept.TryGetValue(question, out var there) && there.Until > now && there.Holds == holds && !there.Answer.IsFaulted && !there.Answer.IsCanceled)
            {
                Count(there.Made is null ? "waited" : "process");
                return there.Made is { } made ? new ValueTask<byte[]>(made) : new ValueTask<byte[]>(there.Answer.WaitAsync(cancellationToken));
            }

            if (there is not null)
            {
                Drop(answers, question);
            }
            else if (answers.Kept.Count >= QuestionsKept)
            {
                DropAll(answers);
            }

            answers.Kept[question] = entry = new Entry(holds, now + Lifetime);
            entry.Answer = ComputeAsync(listener, question, entry, answers, compute);
        }

        return new ValueTask<byte[]>(entry.Answer.WaitAsync(cancellationToken));
    }

    /// <summary>The answer that is kept and holds; null where it would have to be computed.</summary>
    public byte[]? Find(ListenerId listener, AnswerQuestion question)
    {
        if (!_listeners.TryGetValue(listener, out var answers))
        {
            return null;
        }

        lock (answers)
        {
            return answers.Kept.TryGetValue(question, out var there) && there.Until > _time.GetUtcNow() && there.Holds == HoldsNow() ? there.Made : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_shared is not null)
        {
            _shared.Forgotten -= ForgetHere;
        }

        _meter.Dispose();
    }

    private Validity HoldsNow() => new(_recommender.ModelVersion, _policy?.Version ?? 0, Dayparts.Of(_time.GetLocalNow().Hour));

    private async Task<byte[]> ComputeAsync(ListenerId listener, AnswerQuestion question, Entry entry, Answers answers, Func<Task<byte[]>> compute)
    {
        // Not under the caller's lock.
        await Task.Yield();
        var holds = entry.Holds;
        var name = _shared is null ? "" : $"{holds.Model}|{holds.Policy}|{holds.Daypart}|{question.Strategy}|{question.Limit}|{question.Context}";
        if (_shared is not null && holds.Model is not null && await SharedAsync(listener, name) is { } known)
        {
            Count("shared");
            Keep(answers, question, entry, known);
            return known;
        }

        var made = await compute();
        Count("computed");
        if (Keep(answers, question, entry, made) && _shared is not null && holds.Model == _recommender.ModelVersion)
        {
            await ShareAsync(listener, name, made);
        }

        return made;
    }

    // Only while it still stands: what its listener did meanwhile made it old before it was finished.
    private bool Keep(Answers answers, AnswerQuestion question, Entry entry, byte[] made)
    {
        lock (answers)
        {
            if (!answers.Kept.TryGetValue(question, out var there) || there != entry)
            {
                return false;
            }

            entry.Made = made;
        }

        if (Interlocked.Add(ref _bytes, made.Length) > _mostBytes)
        {
            Evict();
        }

        return true;
    }

    private void Forget(ListenerId listener, string cause)
    {
        ForgetHere(listener);
        if (_shared is not null)
        {
            _ = ForgetSharedAsync(listener);
        }

        Forgotten?.Invoke(listener, cause);
    }

    private void ForgetHere(ListenerId listener)
    {
        if (_listeners.TryRemove(listener, out var answers))
        {
            lock (answers)
            {
                DropAll(answers);
            }
        }
    }

    private void Drop(Answers answers, AnswerQuestion question)
    {
        if (answers.Kept.Remove(question, out var entry))
        {
            Interlocked.Add(ref _bytes, -(entry.Made?.Length ?? 0));
        }
    }

    private void DropAll(Answers answers)
    {
        foreach (var entry in answers.Kept.Values)
        {
            Interlocked.Add(ref _bytes, -(entry.Made?.Length ?? 0));
        }

        answers.Kept.Clear();
    }

    // Those not asked for the longest go first, a tenth at once, so that the search for them is rare.
    private void Evict()
    {
        if (Interlocked.CompareExchange(ref _evicting, 1, 0) != 0)
        {
            return;
        }

        try
        {
            foreach (var (listener, _) in _listeners.Select(pair => (pair.Key, pair.Value.LastUse)).OrderBy(pair => pair.LastUse))
            {
                if (Bytes <= _mostBytes * 9 / 10)
                {
                    break;
                }

                ForgetHere(listener);
            }
        }
        finally
        {
            Volatile.Write(ref _evicting, 0);
        }
    }

    private void Count(string from) => _asked.Add(1, new KeyValuePair<string, object?>("from", from));

    private async Task<byte[]?> SharedAsync(ListenerId listener, string name)
    {
        try
        {
            return await _shared!.GetAsync(listener, name, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogSharedFailed(failure);
            return null;
        }
    }

    private async Task ShareAsync(ListenerId listener, string name, byte[] answer)
    {
        try
        {
            await _shared!.SetAsync(listener, name, answer, Lifetime, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogSharedFailed(failure);
        }
    }

    private async Task ForgetSharedAsync(ListenerId listener)
    {
        try
        {
            await _shared!.ForgetAsync(listener, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogSharedFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shared cache of answers does not work; answers are computed")]
    private partial void LogSharedFailed(Exception failure);

    private readonly record struct Validity(string? Model, long Policy, int Daypart);

    private sealed class Entry(Validity holds, DateTimeOffset until)
    {
        public Validity Holds => holds;

        public DateTimeOffset Until => until;

        public Task<byte[]> Answer { get; set; } = Task.FromResult<byte[]>([]);

        /// <summary>The answer; null while it is computed. Its bytes count as kept.</summary>
        public byte[]? Made { get; set; }
    }

    /// <summary>The answers of one listener; guards itself.</summary>
    private sealed class Answers
    {
        public Dictionary<AnswerQuestion, Entry> Kept { get; } = [];

        public long LastUse { get; set; }
    }
}
