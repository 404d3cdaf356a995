using System.Numerics.Tensors;

namespace EchoTune.Recommendation.Auto;

/// <summary>Brings the scores of different models for one listener to one scale: mean 0 and deviation 1 over the items that are not known.</summary>
internal static class ScoreScale
{
    /// <summary>Mean and one over the deviation of the scores of items that the listener does not know; (0, 0) where all are equal.</summary>
    public static (float Mean, float Inverse) Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> known)
    {
        double sum = TensorPrimitives.Sum(scores), squares = TensorPrimitives.SumOfSquares(scores);
        foreach (var item in known)
        {
            sum -= scores[item];
            squares -= (double)scores[item] * scores[item];
        }

        var count = scores.Length - known.Length;
        if (count < 1)
        {
            return (0, 0);
        }

        var mean = sum / count;
        var variance = squares / count - mean * mean;
        return variance > 1e-6 * (mean * mean + 1e-30) && double.IsFinite(variance) ? ((float)mean, (float)(1 / Math.Sqrt(variance))) : (0, 0);
    }
}
