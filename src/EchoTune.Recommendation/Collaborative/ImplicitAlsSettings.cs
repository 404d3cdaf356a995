namespace EchoTune.Recommendation.Collaborative;

/// <summary>What implicit ALS is run with, and what is needed of it to fold a listener in.</summary>
/// <param name="Factors">Length of a row of factors, at least 1.</param>
/// <param name="Iterations">Sweeps over both sides.</param>
/// <param name="Unobserved">α₀: the weight of a pair that was not observed, against 1 for the mean of those that were; above 0.</param>
/// <param name="Regularisation">λ, above 0.</param>
/// <param name="Exponent">ν, 0–1: how much more the rows of many interactions are held back.</param>
/// <param name="Power">0–1: the weight of an observed pair grows with this power of how much was heard, see <see cref="ImplicitAlsWeighting"/>; 0 counts every pair alike.</param>
/// <param name="Steps">Steps of conjugate gradient for a long row in a sweep.</param>
internal sealed record ImplicitAlsSettings(int Factors, int Iterations, float Unobserved, float Regularisation, float Exponent, float Power, int Steps)
{
    /// <summary>λ·(observed + α₀·all)^ν, as in Rendle et al. 2021.</summary>
    public float RowRegularisation(int observed, int all) => Math.Max(Regularisation * MathF.Pow(observed + (Unobserved * all), Exponent), 1e-6f);
}
