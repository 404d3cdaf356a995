using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Experiments;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Experiments;

/// <summary>Makes, starts, judges and ends experiments. They act on the ranking through <see cref="IRankingPolicy"/>.</summary>
public sealed partial class ExperimentService
{
    private const int MostKept = 200;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly IExperimentStore store;
    private readonly IExperimentOutcomes outcomes;
    private readonly RankingPolicy policy;
    private readonly TimeProvider time;
    private readonly ILogger<ExperimentService> logger;
    private readonly SemaphoreSlim judging = new(1, 1);
    private DateTimeOffset judgedAt = DateTimeOffset.MinValue;

    internal ExperimentService(IExperimentStore store, IExperimentOutcomes outcomes, RankingPolicy policy, TimeProvider time, ILogger<ExperimentService> logger) =>
        (this.store, this.outcomes, this.policy, this.time, this.logger) = (store, outcomes, policy, time, logger);

    /// <summary>Raised after anybody may be ranked for differently. Handlers must return fast and must not throw.</summary>
    public event Action? RankingChanged
    {
        add => policy.Changed += value;
        remove => policy.Changed -= value;
    }

    /// <summary>Every experiment, newest first, and everybody's factors; the running ones judged within the last minute.</summary>
    public async Task<ExperimentBook> ListAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - judgedAt > Fresh)
        {
            await JudgeAsync(cancellationToken).ConfigureAwait(false);
        }

        return await policy.ReloadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One experiment.</summary>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public async Task<Experiment> GetAsync(string key, CancellationToken cancellationToken) => Find(await ListAsync(cancellationToken).ConfigureAwait(false), key);

    /// <summary>Makes a draft.</summary>
    /// <exception cref="EchoTuneException">invalid_request; conflict: the key is taken, or there are too many.</exception>
    public async Task<Experiment> CreateAsync(ExperimentDraft draft, CancellationToken cancellationToken)
    {
        var experiment = draft.Checked(time.GetUtcNow());
        var book = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (book.Items.Count >= MostKept)
        {
            throw Conflict($"There are {MostKept} experiments already; delete one that has ended first.");
        }

        return await store.SaveAsync(experiment, ranks: false, factors: null, cancellationToken).ConfigureAwait(false)
            ? Find(await policy.ReloadAsync(cancellationToken).ConfigureAwait(false), experiment.Key)
            : throw Conflict($"There is an experiment “{experiment.Key}” already; choose another key.");
    }

    /// <summary>Changes the ramp, starts or stops.</summary>
    /// <param name="key">Which.</param>
    /// <param name="ramp">The new ramp, 0–1; while it runs only more than before, so that nobody is taken out. Null leaves it.</param>
    /// <param name="state"><see cref="ExperimentState.Running"/> starts a draft, <see cref="ExperimentState.Stopped"/> stops what runs; null leaves it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EchoTuneException">not_found; invalid_request; conflict: its state does not allow it, or it changed meanwhile.</exception>
    public async Task<Experiment> ChangeAsync(string key, double? ramp, ExperimentState? state, CancellationToken cancellationToken)
    {
        if (ramp is null && state is null)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give a ramp, or the state running or stopped.");
        }

        if (state is ExperimentState.Draft or ExperimentState.Decided)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "state must be running (to start) or stopped (to stop).");
        }

        var before = Find(await store.LoadAsync(cancellationToken).ConfigureAwait(false), key);
        var after = before;
        if (ramp is { } wanted)
        {
            after = Ramped(after, wanted);
        }

        after = state switch
        {
            ExperimentState.Running when before.State == ExperimentState.Draft => after with { State = ExperimentState.Running, StartedAt = time.GetUtcNow(), Reason = null },
            ExperimentState.Running => throw Conflict($"“{key}” is {Name(before.State)}; only a draft can be started."),
            ExperimentState.Stopped when before.State == ExperimentState.Running =>
                after with { State = ExperimentState.Stopped, EndedAt = time.GetUtcNow(), Reason = "Stopped by hand." },
            ExperimentState.Stopped => throw Conflict($"“{key}” is {Name(before.State)}; only a running experiment can be stopped."),
            _ => after,
        };
        var ranks = before.State == ExperimentState.Running || after.State == ExperimentState.Running;
        return await store.SaveAsync(after, ranks, factors: null, cancellationToken).ConfigureAwait(false)
            ? Find(await policy.ReloadAsync(cancellationToken).ConfigureAwait(false), key)
            : throw Changed(key);
    }

    /// <summary>Deletes a draft, or one that has ended.</summary>
    /// <exception cref="EchoTuneException">not_found; conflict: it runs, or it changed meanwhile.</exception>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var experiment = Find(await store.LoadAsync(cancellationToken).ConfigureAwait(false), key);
        if (experiment.State == ExperimentState.Running)
        {
            throw Conflict($"“{key}” is running; stop it first.");
        }

        if (!await store.DeleteAsync(key, experiment.Revision, cancellationToken).ConfigureAwait(false))
        {
            throw Changed(key);
        }

        await policy.ReloadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Judges every running experiment by what came of what its arms showed. One that is decided ends; where it has a winner and is to be followed, the winner's weights
    /// are multiplied into everybody's.
    /// </summary>
    /// <returns>Keys of those that ended.</returns>
    public async Task<IReadOnlyList<string>> JudgeAsync(CancellationToken cancellationToken)
    {
        await judging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var ended = new List<string>();
            var book = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var running in book.Items.Where(item => item.State == ExperimentState.Running))
            {
                var now = time.GetUtcNow();
                var sums = await outcomes.MeasureAsync(running.Key, running.StartedAt ?? running.CreatedAt, now, cancellationToken).ConfigureAwait(false);
                var judged = ExperimentJudgement.Of(running, sums, now);
                var follows = judged is { State: ExperimentState.Decided, FollowWinner: true, Winner: not null };
                var factors = follows ? judged.Arms.First(arm => arm.Name == judged.Winner).Weights : null;

                // Whoever changed it meanwhile is right; it is judged again the next time.
                if (await store.SaveAsync(judged, ranks: judged.State == ExperimentState.Decided, factors, cancellationToken).ConfigureAwait(false)
                    && judged.State == ExperimentState.Decided)
                {
                    ended.Add(judged.Key);
                    Decided(logger, judged.Key, judged.Outcome, judged.Reason);
                }
            }

            judgedAt = time.GetUtcNow();
            await policy.ReloadAsync(cancellationToken).ConfigureAwait(false);
            return ended;
        }
        finally
        {
            judging.Release();
        }
    }

    private static Experiment Ramped(Experiment experiment, double ramp)
    {
        ExperimentDraft.CheckRamp(ramp);
        return experiment.State switch
        {
            ExperimentState.Draft => experiment with { Ramp = ramp },
            ExperimentState.Running when ramp >= experiment.Ramp => experiment with { Ramp = ramp },
            ExperimentState.Running => throw Conflict($"The ramp of “{experiment.Key}” is {experiment.Ramp:0.###} and can only grow while it runs; stop it to take listeners out."),
            _ => throw Conflict($"“{experiment.Key}” is {Name(experiment.State)}; its ramp cannot be changed any more."),
        };
    }

    private static Experiment Find(ExperimentBook book, string key) =>
        book.Items.FirstOrDefault(item => item.Key == key) ?? throw new EchoTuneException(ErrorCodes.NotFound, "There is no such experiment.");

    private static string Name(ExperimentState state) => state.ToString().ToLowerInvariant();

    private static EchoTuneException Conflict(string message) => new(ErrorCodes.Conflict, message);

    private static EchoTuneException Changed(string key) => Conflict($"“{key}” changed meanwhile; load it again.");

    [LoggerMessage(Level = LogLevel.Information, Message = "The experiment {Key} ended: {Outcome}. {Reason}")]
    private static partial void Decided(ILogger logger, string key, ExperimentOutcome outcome, string? reason);
}
