using System.Diagnostics;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Evaluation;

/// <summary>Lists of a model of factors, found as the product finds them: by an index, without a score for every item.</summary>
internal static class FactorLists
{
    private const int PieceLength = 64;

    /// <summary>Finds the lists of some listeners.</summary>
    /// <param name="model">The model.</param>
    /// <param name="histories">What the model is told, and what is not listed again.</param>
    /// <param name="hidden">What is not listed either; null for nothing more.</param>
    /// <param name="listeners">Whose lists; at least one.</param>
    /// <param name="longest">Places of a list.</param>
    /// <param name="lists">Overwritten: <paramref name="longest"/> places a listener.</param>
    /// <param name="lengths">Overwritten: how many of them are filled.</param>
    /// <param name="parallelism">How to run.</param>
    /// <returns>Ticks of the stopwatch that the threads took together, without building the index.</returns>
    public static long Find(
        IFactorModel model, Interactions histories, Interactions? hidden, int[] listeners, int longest, int[] lists, int[] lengths, ParallelOptions parallelism)
    {
        var index = new ExactIndex(model.ItemFactors);

        // Once before the clock runs, so that a rate of short runs is not one of compiling.
        var first = new float[model.ItemFactors.Dimension];
        model.Represent(histories.History(listeners[0]), first);
        index.Search(new ItemQuery { Vector = first, Excluded = histories.Items(listeners[0]) }, new ItemHit[longest]);

        var ticks = 0L;
        Parallel.For(
            0, (listeners.Length + PieceLength - 1) / PieceLength, parallelism, () => new Workspace(model.ItemFactors.Dimension, longest),
            (piece, _, space) =>
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = piece * PieceLength; i < Math.Min(listeners.Length, (piece + 1) * PieceLength); i++)
                {
                    var known = histories.Items(listeners[i]);
                    model.Represent(histories.History(listeners[i]), space.Factors);
                    lengths[i] = index.Search(
                        new ItemQuery { Vector = space.Factors, Excluded = hidden is null ? known : space.Both(known, hidden.Items(listeners[i])) }, space.Hits);
                    for (var rank = 0; rank < lengths[i]; rank++)
                    {
                        lists[(i * longest) + rank] = space.Hits[rank].Item;
                    }
                }

                space.Ticks += Stopwatch.GetTimestamp() - started;
                return space;
            },
            space => Interlocked.Add(ref ticks, space.Ticks));
        return ticks;
    }

    private sealed class Workspace(int dimension, int longest)
    {
        private int[] both = [];

        public float[] Factors { get; } = new float[dimension];

        public ItemHit[] Hits { get; } = new ItemHit[longest];

        public long Ticks { get; set; }

        // Two ascending lists as one.
        public ReadOnlySpan<int> Both(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
        {
            if (both.Length < first.Length + second.Length)
            {
                both = new int[2 * (first.Length + second.Length)];
            }

            var (i, j, count) = (0, 0, 0);
            while (i < first.Length || j < second.Length)
            {
                both[count++] = j == second.Length || (i < first.Length && first[i] <= second[j]) ? first[i++] : second[j++];
            }

            return both.AsSpan(0, count);
        }
    }
}
