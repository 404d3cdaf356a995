using System.Buffers;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Each item of the history adds to the scores of the items it points to.</summary>
internal sealed class SparseItemModel(string name, SparseRows rows, EaseWeighting weighting) : IScoringModel
{
    public string Name => name;

    public int ItemCount => rows.Count;

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        scores.Clear();
        var values = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Items.Length));
        weighting.Fill(history, values);
        for (var k = 0; k < history.Items.Length; k++)
        {
            var columns = rows.Columns(history.Items[k]);
            var strengths = rows.Values(history.Items[k]);
            var value = values[k];
            for (var n = 0; n < columns.Length; n++)
            {
                scores[columns[n]] += value * strengths[n];
            }
        }

        weighting.Undo(scores);
        ArrayPool<float>.Shared.Return(values);
    }
}
