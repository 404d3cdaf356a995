using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Evaluation;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>What comes next in a session: the best of rules, neighbours and (of many sessions) the attention network on the latest sessions.</summary>
internal static class SequencePart
{
    private const int MostCases = 2_000;
    private const int Length = 20;
    private static readonly string[] Names = ["sequential-rules", "item-knn", "vs-knn", "stan"];

    /// <summary>What was chosen and how it did.</summary>
    /// <param name="Trainer">The trainer; null where none beats popularity.</param>
    /// <param name="ReciprocalRank">MRR@20 of the chosen on the latest sessions.</param>
    /// <param name="HitRate">HR@20 of the chosen.</param>
    /// <param name="Popularity">MRR@20 of popularity.</param>
    /// <param name="Cases">How many places of sessions were asked for.</param>
    public sealed record Choice(ISessionTrainer? Trainer, double ReciprocalRank, double HitRate, double Popularity, int Cases);

    /// <summary>Sessions from which something can be learnt.</summary>
    public static int Usable(Sessions sessions)
    {
        var count = 0;
        for (var s = 0; s < sessions.Count; s++)
        {
            count += sessions[s].Length > 1 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Chooses on the latest fifth of the sessions.</summary>
    public static Choice Choose(Sessions sessions, LearningOptions options)
    {
        var held = Math.Max(1, sessions.Count / 5);
        var train = sessions.Slice(0, sessions.Count - held);
        var cases = Cases(sessions.Slice(sessions.Count - held, held));
        var floor = Rank(new PopularSessionTrainer().Fit(train, Hyperparameters.Defaults, options.Fitting), cases, options);
        var best = new Choice(null, 0, 0, SessionEvaluation.ReciprocalRank(floor, Length), cases.Count);
        string[] names = Usable(train) >= options.AttentionSessions ? [.. Names, "attention"] : Names;
        for (var tried = 0; tried < names.Length; tried++)
        {
            options.Tell(LearningRun.Sequences, (double)tried / names.Length);
            var trainer = SessionTrainers.Find(names[tried])!;
            if (Fit(trainer, train, options) is not { } model)
            {
                continue;
            }

            var ranks = Rank(model, cases, options);
            var (reciprocal, hits) = (SessionEvaluation.ReciprocalRank(ranks, Length), SessionEvaluation.HitRate(ranks, Length));
            if (reciprocal > Math.Max(best.ReciprocalRank, best.Popularity))
            {
                best = best with { Trainer = trainer, ReciprocalRank = reciprocal, HitRate = hits };
            }
        }

        return best;
    }

    // Only the network may take long; what exceeds the budget is passed over.
    private static ISessionModel? Fit(ISessionTrainer trainer, Sessions sessions, LearningOptions options)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(1, options.BudgetSeconds)), options.Clock);
        using var link = deadline.Token.Register(stop.Cancel);
        try
        {
            return trainer.Fit(sessions, Hyperparameters.Defaults, options.Fitting with { CancellationToken = trainer is SequenceTrainer ? stop.Token : options.CancellationToken });
        }
        catch (OperationCanceledException) when (!options.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static int[] Rank(ISessionModel model, List<SessionCase> cases, LearningOptions options) =>
        SessionEvaluation.Ranks(model, cases, true, 1, options.CancellationToken);

    private static List<SessionCase> Cases(Sessions held)
    {
        var cases = new List<SessionCase>();
        for (var s = held.Count - 1; s >= 0 && cases.Count < MostCases; s--)
        {
            for (var place = 1; place < held[s].Length && cases.Count < MostCases; place++)
            {
                cases.Add(new SessionCase(held.Memory(s)[..place], held[s][place]));
            }
        }

        return cases;
    }
}
