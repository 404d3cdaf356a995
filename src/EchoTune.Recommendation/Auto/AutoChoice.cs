using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Auto;

/// <summary>What <see cref="AutoTuner"/> made.</summary>
/// <param name="Model">The blend, fitted.</param>
/// <param name="Histories">The rows it was fitted on: what its listeners are known to have heard.</param>
/// <param name="Members">The models in the blend, the heaviest first.</param>
/// <param name="ValidationNdcg">NDCG@10 of the blend on the validation rows.</param>
/// <param name="BestSingleNdcg">NDCG@10 of the best single model on them.</param>
/// <param name="Trials">Fits that were tried.</param>
/// <param name="WasRefitted">Whether the blend was fitted again on training and validation rows together.</param>
public sealed record AutoChoice(
    IScoringModel Model, Interactions Histories, IReadOnlyList<AutoMember> Members, double ValidationNdcg, double BestSingleNdcg, int Trials, bool WasRefitted);

/// <summary>One model of a blend.</summary>
/// <param name="Trainer">Name of its trainer.</param>
/// <param name="Hyperparameters">What it was fitted with.</param>
/// <param name="Weight">Share in the blend, all together 1.</param>
/// <param name="ValidationNdcg">NDCG@10 of it alone on the validation rows.</param>
public sealed record AutoMember(string Trainer, Hyperparameters Hyperparameters, double Weight, double ValidationNdcg);
