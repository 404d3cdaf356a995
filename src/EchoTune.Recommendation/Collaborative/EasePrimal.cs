using System.Buffers;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>EASE in the space of items: B = 1 − P / diag P, P the inverse of the items' Gram matrix plus the penalty; a listener's scores are x·B.</summary>
internal sealed class EasePrimal : IScoringModel
{
    private readonly DenseMatrix weights;
    private readonly EaseWeighting weighting;

    private EasePrimal(string name, DenseMatrix weights, EaseWeighting weighting) => (Name, this.weights, this.weighting) = (name, weights, weighting);

    public string Name { get; }

    public int ItemCount => weights.Size;

    public static EasePrimal Fit(string name, Interactions input, float penalty, EaseWeighting weighting, FitOptions options)
    {
        var inverse = SymmetricInverse.Of(Gram.Of(input.Transposed, penalty, options), options.Parallelism);
        var scales = new float[inverse.Size];
        for (var item = 0; item < scales.Length; item++)
        {
            scales[item] = -1 / inverse[item, item];
        }

        Parallel.For(0, scales.Length, options.Parallelism, item =>
        {
            var row = inverse.Row(item);
            System.Numerics.Tensors.TensorPrimitives.Multiply(row, scales, row);
            row[item] = 0;
        });
        return new EasePrimal(name, inverse, weighting);
    }

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        scores.Clear();
        var values = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Items.Length));
        weighting.Fill(history, values);
        for (var k = 0; k < history.Items.Length; k++)
        {
            Retrieval.VectorMath.AddScaled(weights.Row(history.Items[k]), values[k], scores);
        }

        weighting.Undo(scores);
        ArrayPool<float>.Shared.Return(values);
    }
}
