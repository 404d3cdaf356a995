using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Auto;

/// <summary>The trainers of all rooms, by name.</summary>
public static class Trainers
{
    /// <summary>Every trainer there is, floors first.</summary>
    public static IReadOnlyList<IModelTrainer> All { get; } = [.. ModelTrainers.All];

    /// <summary>Finds a trainer by name, without regard to case; null if there is none.</summary>
    public static IModelTrainer? Find(string name) => All.FirstOrDefault(trainer => string.Equals(trainer.Name, name, StringComparison.OrdinalIgnoreCase));
}
