using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits <see cref="ImplicitAlsModel"/>.</summary>
public sealed class ImplicitAlsTrainer : IModelTrainer
{
    private static readonly Hyperparameter Factors = new("factors", 64, 16, 256, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Iterations = new("iterations", 15, 8, 32, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Unobserved = new("unobserved", 45, 4, 400, IsLogarithmic: true);
    private static readonly Hyperparameter Regularisation = new("regularisation", 0.006, 0.0005, 0.05, IsLogarithmic: true);
    private static readonly Hyperparameter Exponent = new("exponent", 1, 0, 1);
    private static readonly Hyperparameter Power = new("power", 0.45, 0, 1);
    private static readonly Hyperparameter Steps = new("steps", 2, 1, 8, IsInteger: true);

    /// <inheritdoc/>
    public string Name => "ials";

    /// <inheritdoc/>
    public string Description =>
        "Matrix factorisation by alternating least squares on implicit data, with a weight for what was not heard and regularisation scaled by frequency (Hu et al. 2008; Rendle et al. 2021).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Factors, Iterations, Unobserved, Regularisation, Exponent, Power, Steps];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var settings = Settings(hyperparameters, data.Interactions);
        var fit = new ImplicitAlsFit(data.Interactions, settings, options);
        var (items, listeners, unobserved) = fit.Run();
        return new ImplicitAlsModel(Name, settings, fit.Weighting, items, listeners, unobserved);
    }

    /// <summary>
    /// The settings that hyperparameters mean for some data, brought into the ranges where they mean something. How much all pairs that were
    /// not observed weigh is told against all that were, and not as α₀ for each, which would mean something else for every size of data.
    /// </summary>
    internal static ImplicitAlsSettings Settings(Hyperparameters chosen, Interactions data) => new(
        (int)Math.Clamp(chosen[Factors], 1, 1024),
        (int)Math.Clamp(chosen[Iterations], 1, 1000),
        (float)Math.Clamp(chosen[Unobserved] * data.Count / Math.Max(1.0, (double)data.ListenerCount * data.ItemCount), 1e-8, 1e3),
        (float)Math.Clamp(chosen[Regularisation], 1e-9, 1e6),
        (float)Math.Clamp(chosen[Exponent], 0, 2),
        (float)Math.Clamp(chosen[Power], 0, 2),
        (int)Math.Clamp(chosen[Steps], 1, 100));
}
