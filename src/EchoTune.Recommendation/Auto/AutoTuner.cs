using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Auto;

/// <summary>
/// Chooses by itself: tunes every trainer that suits the data on held-out rows, cheap ones first and good ones longer, blends the best and fits
/// the blend on everything, all within a budget of time. Where rows for validation are not given it holds some out.
/// </summary>
public static class AutoTuner
{
    // Enough to tell models apart, and few enough that judging does not eat the time of fitting.
    private const int MostJudged = 2000;
    private const int LeastJudged = 600;
    private const long JudgedScores = 40_000_000;

    // Of the budget: tuning ends here, if fitting again does not need more of it.
    private const double TuningShare = 0.65;

    // A trainer may be this much worse than the best and still be tuned; it may still help the blend as it is.
    private const double WorthTuning = 0.75;

    /// <summary>Chooses, blends and fits.</summary>
    /// <param name="data">The training rows, and what is known of items.</param>
    /// <param name="valid">Rows to tune on, of the same listeners and items; null to hold some out.</param>
    /// <param name="trainers">Whom to try; floors first.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">No trainer suits the data, or the shapes differ.</exception>
    public static AutoChoice Choose(TrainingData data, Interactions? valid, IReadOnlyList<IModelTrainer> trainers, AutoOptions options)
    {
        if (valid is not null && (valid.ListenerCount != data.Interactions.ListenerCount || valid.ItemCount != data.Interactions.ItemCount))
        {
            throw new ArgumentException("The validation rows must be about the same listeners and items.", nameof(valid));
        }

        var run = new Run(data, valid, options);
        var searches = trainers.Where(trainer => trainer.Suits(data)).Select(trainer => new Search(trainer, Start(trainer, options))).ToList();
        if (searches.Count == 0)
        {
            throw new ArgumentException("No model suits the data.", nameof(trainers));
        }

        run.Tune(searches);
        var tuned = searches.Where(search => search.Model is not null).OrderByDescending(search => search.BestObjective).ToList();
        return run.Finish(tuned.Count > 0 ? tuned : throw new ArgumentException("No model could be fitted within the budget. Give more seconds.", nameof(options)));
    }

    // What a knob of cost may reach, so that one fit takes a tenth of the budget at most.
    private static Hyperparameters Start(IModelTrainer trainer, AutoOptions options) => trainer.Space.Any(knob => knob.Name == "exact")
        ? Hyperparameters.Defaults.With("exact", Math.Floor(Math.Clamp(Math.Cbrt(options.BudgetSeconds * 0.1 * options.Threads * 6e9), 500, 12_000)))
        : Hyperparameters.Defaults;

    private sealed class Run
    {
        private readonly TrainingData data;
        private readonly TrainingData train;
        private readonly Interactions valid;
        private readonly AutoOptions options;
        private readonly ValidationJudge judge;
        private readonly Draws draws;
        private readonly long started;
        private int trials;

        public Run(TrainingData data, Interactions? valid, AutoOptions options)
        {
            (this.data, this.options, started) = (data, options, options.Clock.GetTimestamp());
            (var inner, this.valid) = valid is null ? InnerSplit.Of(data.Interactions, options.Seed) : (data.Interactions, valid);
            train = data with { Interactions = inner };
            judge = new ValidationJudge(inner, this.valid, (int)Math.Clamp(JudgedScores / Math.Max(1, inner.ItemCount), LeastJudged, MostJudged), options.Seed, options.Threads);
            draws = new Draws(options.Seed);
        }

        private double Elapsed => options.Clock.GetElapsedTime(started).TotalSeconds;

        private ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = options.CancellationToken };

        public void Tune(List<Search> searches)
        {
            foreach (var search in searches)
            {
                if (searches.All(other => other.Model is null) || Left(searches) > 0)
                {
                    Try(search, searches);
                }
            }

            // What was given up while others had not had their turn gets what is left, once.
            foreach (var search in searches.Where(search => search.Model is null && search.IsClosed && search.Trials == 0).Reverse().ToList())
            {
                if (Left(searches) > 0.1 * options.BudgetSeconds && trials < options.MaximumTrials)
                {
                    search.IsClosed = false;
                    Try(search, searches, 0.8 * Left(searches));
                }
            }

            while (trials < options.MaximumTrials && Next(searches) is { } search)
            {
                Try(search, searches);
            }
        }

        // The better a trainer and the less it was tried, the sooner it comes again; what takes longer than what is left does not.
        private Search? Next(List<Search> searches)
        {
            var best = searches.Max(search => search.BestObjective);
            var left = Left(searches);
            return searches
                .Where(search => !search.IsClosed && search.Model is not null && search.Trainer.Space.Count > 0 && search.BestObjective >= best * WorthTuning && search.TrialSeconds * 1.2 < left)
                .OrderByDescending(search => search.BestObjective / Math.Max(best, 1e-12) - 0.012 * search.Trials - 0.1 * search.TrialSeconds / Math.Max(1, options.BudgetSeconds))
                .FirstOrDefault();
        }

        // Seconds that tuning still has, with what the last fits will take set aside.
        private double Left(List<Search> searches)
        {
            var fits = searches.Where(search => search.Model is not null).OrderByDescending(search => search.BestObjective).Take(4).Sum(search => search.FitSeconds);
            return Math.Min(TuningShare * options.BudgetSeconds, 0.92 * options.BudgetSeconds - 1.4 * fits) - Elapsed;
        }

        private void Try(Search search, List<Search> searches, double? patience = null)
        {
            if (search.Propose(draws) is not { } point)
            {
                search.IsClosed = true;
                return;
            }

            // The first model is a floor and quick; whatever else takes too long is given up.
            var isFirst = searches.All(other => other.Model is null);
            var limit = patience ?? (search.Trials == 0 ? 0.2 * options.BudgetSeconds : Left(searches));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
            using var deadline = isFirst ? null : new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(0.01, Math.Min(limit, Math.Max(0.01, Left(searches))))), options.Clock);
            using var link = deadline?.Token.Register(stop.Cancel);
            var from = Elapsed;
            trials++;
            try
            {
                var model = search.Trainer.Fit(train, point, Fitting(stop.Token));
                var fitted = Elapsed - from;
                var (ndcg, objective) = judge.Judge(model, stop.Token);
                search.Report(point, ndcg, objective, model, fitted, Elapsed - from);
            }
            catch (OperationCanceledException) when (!options.CancellationToken.IsCancellationRequested)
            {
                search.IsClosed = true;
            }
            catch (Exception e) when (e is ArithmeticException or OutOfMemoryException)
            {
                // This point cannot be solved, or not here; the next may.
                search.IsClosed = search.Model is null;
            }
        }

        public AutoChoice Finish(List<Search> tuned)
        {
            var pool = tuned.Where((search, rank) => rank < 8 && search.BestObjective > 0.3 * tuned[0].BestObjective).ToList();
            pool = pool.Count == 0 ? tuned[..1] : pool;
            var (weights, ndcg) = pool.Count == 1 || judge.Listeners.Length == 0 ? ([1.0], pool[0].BestNdcg) : new BlendWeights(judge, [.. pool.Select(s => s.Model!)], Parallelism).Find();
            var chosen = pool.Zip(weights).Where(pair => pair.Second > 0).OrderByDescending(pair => pair.Second).ToList();
            var members = chosen.Select(pair => new AutoMember(pair.First.Trainer.Name, pair.First.Best, Math.Round(pair.Second, 4), pair.First.BestNdcg)).ToArray();
            var (models, refitted) = Refit(chosen);
            var histories = refitted ? Everything : train.Interactions;
            var blend = new BlendModel("auto", data.Interactions.ItemCount, models);
            return new AutoChoice(blend, histories, members, ndcg, pool[0].BestNdcg, trials, refitted);
        }

        private Interactions Everything => ReferenceEquals(train.Interactions, data.Interactions) ? InnerSplit.Merge(data.Interactions, valid) : data.Interactions;

        private (List<(IScoringModel Model, float Weight)> Models, bool Refitted) Refit(List<(Search Search, double Weight)> chosen)
        {
            var models = chosen.Select(pair => (pair.Search.Model!, (float)pair.Weight)).ToList();
            var needed = chosen.Sum(pair => pair.Search.FitSeconds) * 1.2;
            if (!options.Refits || Elapsed + needed > options.BudgetSeconds)
            {
                return (models, false);
            }

            // The estimate may be wrong where the machine is busy; then what there is stays.
            var all = data with { Interactions = Everything };
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(0.01, options.BudgetSeconds - Elapsed)), options.Clock);
            using var link = deadline.Token.Register(stop.Cancel);
            try
            {
                return ([.. chosen.Select(pair => (pair.Search.Trainer.Fit(all, pair.Search.Best, Fitting(stop.Token)), (float)pair.Weight))], true);
            }
            catch (OperationCanceledException) when (!options.CancellationToken.IsCancellationRequested)
            {
                return (models, false);
            }
        }

        private FitOptions Fitting(CancellationToken token) => new() { Seed = options.Seed, Threads = options.Threads, CancellationToken = token };
    }
}
