using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>A model whose score is the dot product of a listener's factors and an item's, so that an index can find the best items.</summary>
public interface IFactorModel : IScoringModel
{
    /// <summary>One row an item; zeros for an item of which nothing is known.</summary>
    FactorMatrix ItemFactors { get; }

    /// <summary>Writes the factors of a listener, learnt or folded in; zeros for one who heard nothing. Does not allocate in proportion to anything.</summary>
    /// <param name="history">What they heard; items below <see cref="IScoringModel.ItemCount"/>.</param>
    /// <param name="factors">Overwritten; as long as the dimension of <see cref="ItemFactors"/>.</param>
    void Represent(in ListenerHistory history, Span<float> factors);
}
