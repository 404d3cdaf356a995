using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>What implicit ALS is run with, and what is needed of it to fold a listener in.</summary>
/// <param name="Factors">Length of a row of factors, at least 1.</param>
/// <param name="Iterations">Sweeps over both sides.</param>
/// <param name="Unobserved">α₀: the weight of a pair that was not observed, against 1 for the mean of those that were; above 0.</param>
/// <param name="Regularisation">λ, above 0.</param>
/// <param name="Exponent">ν, 0–1: how much more the rows of many interactions are held back.</param>
/// <param name="Power">0–1: the weight of an observed pair grows with this power of how much was heard; 0 counts every pair alike.</param>
/// <param name="Steps">Steps of conjugate gradient for a long row in a sweep.</param>
internal sealed record ImplicitAlsSettings(int Factors, int Iterations, float Unobserved, float Regularisation, float Exponent, float Power, int Steps)
{
    /// <summary>λ·(observed + α₀·all)^ν, as in Rendle et al. 2021.</summary>
    public float RowRegularisation(int observed, int all) => Math.Max(Regularisation * MathF.Pow(observed + (Unobserved * all), Exponent), 1e-6f);
}

/// <summary>Turns how much was heard into the weight of an observed pair: a power of it, with mean 1 over the training data.</summary>
/// <param name="Power">See <see cref="ImplicitAlsSettings.Power"/>.</param>
/// <param name="Scale">What brings the mean to 1.</param>
internal readonly record struct ImplicitAlsWeighting(float Power, float Scale)
{
    private const float Least = 1e-3f;
    private const float Most = 1e4f;

    public static ImplicitAlsWeighting For(Interactions data, ImplicitAlsSettings settings)
    {
        if (settings.Power <= 0 || data.Count == 0)
        {
            return new ImplicitAlsWeighting(0, 1);
        }

        var sum = 0.0;
        foreach (var weight in data.AllWeights)
        {
            sum += MathF.Pow(weight, settings.Power);
        }

        return new ImplicitAlsWeighting(settings.Power, (float)Math.Clamp(data.Count / sum, 1e-30, 1e30));
    }

    public float Of(float weight) => Power == 0 ? 1 : Math.Clamp(MathF.Pow(weight, Power) * Scale, Least, Most);

    public float[] Of(ReadOnlySpan<float> weights)
    {
        var result = new float[weights.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Of(weights[i]);
        }

        return result;
    }
}
