namespace EchoTune.Recommendation.Sequence;

/// <summary>All trainers of sessions, by name.</summary>
public static class SessionTrainers
{
    /// <summary>Every trainer there is, floors first.</summary>
    public static IReadOnlyList<ISessionTrainer> All { get; } =
    [
        new PopularSessionTrainer(),
        new RepeatSessionTrainer(),
        new ItemRuleTrainer("item-knn"),
        new ItemRuleTrainer("sequential-rules"),
        new SessionNeighbourTrainer("vs-knn"),
        new SessionNeighbourTrainer("stan"),
        new SequenceTrainer(),
        new SessionBlendTrainer(),
    ];

    /// <summary>Finds a trainer by name, without regard to case; null if there is none.</summary>
    public static ISessionTrainer? Find(string name) => All.FirstOrDefault(trainer => string.Equals(trainer.Name, name, StringComparison.OrdinalIgnoreCase));
}
