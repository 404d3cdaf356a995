namespace EchoTune.Recommendation.Collaborative;

/// <summary>All trainers, by name.</summary>
public static class ModelTrainers
{
    /// <summary>Every trainer there is, floors first.</summary>
    public static IReadOnlyList<IModelTrainer> All { get; } =
    [
        new RandomTrainer(),
        new PopularityTrainer(),
        new ImplicitAlsTrainer(),
        new RecencyTrainer(),
        new ItemKnnTrainer(),
        new UserKnnTrainer(),
        new Rp3BetaTrainer(),
        new EaseTrainer(),
        new SlimTrainer(),
    ];

    /// <summary>Finds a trainer by name, without regard to case; null if there is none.</summary>
    public static IModelTrainer? Find(string name) => All.FirstOrDefault(trainer => string.Equals(trainer.Name, name, StringComparison.OrdinalIgnoreCase));
}
