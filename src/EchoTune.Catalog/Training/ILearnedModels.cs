using EchoTune.Recommendation.Learned;

namespace EchoTune.Catalog.Training;

/// <summary>The learnt models in service: the last good ones.</summary>
public interface ILearnedModels
{
    /// <summary>The models in service; null before anything was learnt.</summary>
    LearnedModels? Current { get; }

    /// <summary>Raised after <see cref="Current"/> was swapped. Handlers must return fast and must not throw.</summary>
    event Action? Changed;
}
