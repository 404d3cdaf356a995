using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Content;

namespace EchoTune.Recommendation.Auto;

/// <summary>The trainers of all rooms, by name.</summary>
public static class Trainers
{
    /// <summary>Every trainer there is, floors first.</summary>
    public static IReadOnlyList<IModelTrainer> All { get; } = [.. ModelTrainers.All, new ContentTrainer()];

    /// <summary>Those that <see cref="AutoTuner"/> may choose from: all but chance.</summary>
    public static IReadOnlyList<IModelTrainer> Candidates { get; } = [.. All.Where(trainer => trainer is not RandomTrainer)];

    /// <summary>Finds a trainer by name, without regard to case; null if there is none.</summary>
    public static IModelTrainer? Find(string name) => All.FirstOrDefault(trainer => string.Equals(trainer.Name, name, StringComparison.OrdinalIgnoreCase));
}
