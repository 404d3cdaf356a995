using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Experiments;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Experiments;

/// <summary>
/// How to rank for whom, from memory. Whoever is in an arm follows from a hash; a listener takes part in the first running experiment, by its
/// start, whose ramp includes them. Other nodes' changes are read within half a minute.
/// </summary>
internal sealed partial class RankingPolicy(IExperimentStore store, TimeProvider time, ILogger<RankingPolicy> logger) : BackgroundService, IRankingPolicy
{
    private const double MostFactor = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private volatile State state = new(new ExperimentBook([], new Dictionary<string, double>(), 0, 0), RankingVariant.Plain, []);

    /// <summary>Raised after <see cref="Version"/> has grown.</summary>
    public event Action? Changed;

    /// <inheritdoc/>
    public long Version => state.Book.Ranking;

    /// <inheritdoc/>
    public RankingVariant For(ListenerId listener)
    {
        var now = state;
        if (now.Running.Length == 0)
        {
            return now.Everybody;
        }

        var subject = listener.ToString();
        foreach (var running in now.Running)
        {
            var arm = Assignment.Arm(running.Key, subject, running.Ramp, running.Shares);
            if (arm != Assignment.Outside)
            {
                return running.Variants[arm];
            }
        }

        return now.Everybody;
    }

    /// <summary>Reads what is stored now.</summary>
    public async Task<ExperimentBook> ReloadAsync(CancellationToken cancellationToken)
    {
        var book = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        bool ranksAnew;
        lock (gate)
        {
            if (book.Version <= state.Book.Version)
            {
                return book;
            }

            ranksAnew = book.Ranking != state.Book.Ranking;
            state = State.Of(book);
        }

        if (ranksAnew)
        {
            Changed?.Invoke();
        }

        return book;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                try
                {
                    if (await store.VersionAsync(stoppingToken).ConfigureAwait(false) != state.Book.Version)
                    {
                        await ReloadAsync(stoppingToken).ConfigureAwait(false);
                    }
                }
                catch (EchoTuneException failure)
                {
                    // What is known holds until the database is back.
                    ReadFailed(logger, failure);
                }

                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The experiments could not be read; those known before go on.")]
    private static partial void ReadFailed(ILogger logger, Exception failure);

    private sealed record Running(string Key, double Ramp, double[] Shares, RankingVariant[] Variants);

    private sealed record State(ExperimentBook Book, RankingVariant Everybody, Running[] Running)
    {
        public static State Of(ExperimentBook book) => new(
            book,
            book.Weights.Count == 0 ? RankingVariant.Plain : new RankingVariant(book.Weights),
            [
                .. book.Items.Where(item => item.State == ExperimentState.Running).OrderBy(item => item.StartedAt).ThenBy(item => item.Key, StringComparer.Ordinal)
                    .Select(item => new Running(
                        item.Key, item.Ramp, [.. item.Arms.Select(arm => arm.Share)],
                        [.. item.Arms.Select(arm => new RankingVariant(Product(book.Weights, arm.Weights), item.Key, arm.Name))])),
            ]);

        private static Dictionary<string, double> Product(IReadOnlyDictionary<string, double> one, IReadOnlyDictionary<string, double> other) =>
            one.Keys.Union(other.Keys).ToDictionary(name => name, name => Math.Min(MostFactor, one.GetValueOrDefault(name, 1) * other.GetValueOrDefault(name, 1)));
    }
}
