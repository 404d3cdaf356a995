namespace EchoTune.Catalog.Experiments;

/// <summary>Every experiment, and the ranking that holds for everybody, at one moment.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Weights">Factors that winners left to everybody.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Ranking">Grows with every change that alters how anybody is ranked for.</param>
public sealed record ExperimentBook(IReadOnlyList<Experiment> Items, IReadOnlyDictionary<string, double> Weights, long Version, long Ranking);

/// <summary>Keeps experiments.</summary>
public interface IExperimentStore
{
    /// <summary>All of them, as of one moment.</summary>
    Task<ExperimentBook> LoadAsync(CancellationToken cancellationToken);

    /// <summary>The version of what is stored.</summary>
    Task<long> VersionAsync(CancellationToken cancellationToken);

    /// <summary>Writes an experiment, if it is stored with its <see cref="Experiment.Revision"/> still (or, with 0, not at all).</summary>
    /// <param name="experiment">The experiment; it is stored with the next revision.</param>
    /// <param name="ranks">Whether anybody is ranked for differently from now on.</param>
    /// <param name="factors">Multiplied into everybody's factors, kept between 0 and 4; null leaves them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was written.</returns>
    Task<bool> SaveAsync(Experiment experiment, bool ranks, IReadOnlyDictionary<string, double>? factors, CancellationToken cancellationToken);

    /// <summary>Deletes an experiment, if it is stored with this revision still.</summary>
    /// <returns>Whether it was deleted.</returns>
    Task<bool> DeleteAsync(string key, long revision, CancellationToken cancellationToken);
}

/// <summary>
/// Sums over the days of an arm's listeners. A value v is a metric of one day of one listener; S and n are sum and number of the values of one listener.
/// </summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Metric">One of <see cref="ExperimentMetrics.All"/>.</param>
/// <param name="Listeners">How many listeners.</param>
/// <param name="Values">Σ n.</param>
/// <param name="Sum">Σ S.</param>
/// <param name="Squares">Σ v².</param>
/// <param name="ListenerSquares">Σ S².</param>
/// <param name="Products">Σ S·n.</param>
/// <param name="ValueSquares">Σ n².</param>
public sealed record ArmSums(string Arm, string Metric, long Listeners, long Values, double Sum, double Squares, double ListenerSquares, double Products, double ValueSquares);

/// <summary>Measures what came of what the arms of an experiment showed.</summary>
public interface IExperimentOutcomes
{
    /// <summary>Sums by arm and metric over what was shown since a moment in an experiment. Arms that showed nothing are missing.</summary>
    Task<IReadOnlyList<ArmSums>> MeasureAsync(string key, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);
}
