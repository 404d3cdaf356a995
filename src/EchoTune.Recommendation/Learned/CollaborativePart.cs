using System.Globalization;
using EchoTune.Recommendation.Auto;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Learned;

/// <summary>Factors by implicit ALS, with hyperparameters chosen on an inner split within the budget.</summary>
internal static class CollaborativePart
{
    private const int MostJudged = 1_000;
    private static readonly ImplicitAlsTrainer Trainer = new();

    /// <summary>Chooses hyperparameters on a set.</summary>
    /// <returns>The best, how it did on the inner split, and how many were tried.</returns>
    public static (Hyperparameters Best, double Ndcg, int Trials) Choose(TrainingSet set, LearningOptions options)
    {
        var start = options.Clock.GetTimestamp();
        var (train, valid) = InnerSplit.Of(set.Interactions, options.Seed);

        // On this thread alone: the judge would take others from the pool, which are not polite.
        var judge = new ValidationJudge(train, valid, MostJudged, options.Seed, 1);

        // Few listeners cannot fill many factors; tuning may find that they can.
        var search = new Search(Trainer, Hyperparameters.Defaults.With("factors", train.ListenerCount < 200 ? 24 : 64));
        var draws = new Draws(options.Seed);
        while (search.Trials < options.MaximumTrials && search.Propose(draws) is { } point)
        {
            var from = options.Clock.GetElapsedTime(start).TotalSeconds;
            if (search.Trials > 0 && from + (1.2 * search.TrialSeconds) > options.BudgetSeconds)
            {
                break;
            }

            options.Tell(LearningRun.Choosing, (double)search.Trials / options.MaximumTrials);
            var model = Trainer.Fit(new TrainingData(train), point, options.Fitting);
            var fitted = options.Clock.GetElapsedTime(start).TotalSeconds - from;
            var (ndcg, objective) = judge.Judge(model, options.CancellationToken);
            search.Report(point, ndcg, objective, model, fitted, options.Clock.GetElapsedTime(start).TotalSeconds - from);
        }

        return (search.Best, search.BestNdcg, search.Trials);
    }

    /// <summary>Fits; the model holds factors of items only, so that every listener is folded in.</summary>
    public static ImplicitAlsModel Fit(TrainingSet set, Hyperparameters chosen, LearningOptions options)
    {
        var model = (ImplicitAlsModel)Trainer.Fit(new TrainingData(set.Interactions), chosen, options.Fitting);
        return new ImplicitAlsModel(
            model.Name, model.Settings, model.Weighting, model.ItemFactors, new FactorMatrix(0, model.ItemFactors.Dimension), model.Unobserved.ToArray());
    }

    /// <summary>What was chosen, in words.</summary>
    public static string Describe(Hyperparameters chosen, int trials)
    {
        var space = Trainer.Space.ToDictionary(knob => knob.Name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"implicit ALS with {chosen[space["factors"]]:0} factors, regularisation {chosen[space["regularisation"]]:G2}, the best of {trials} tried");
    }
}
