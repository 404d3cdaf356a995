using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Which rows share columns, each row with its strongest others.</summary>
internal static class CoOccurrence
{
    private const int LongestTable = 60_000_000;

    /// <summary>How many neighbours a row can have at most without the table growing out of memory.</summary>
    public static int Bound(int rows, int wanted) => (int)Math.Clamp(LongestTable / Math.Max(1L, rows), 1, Math.Max(1, wanted));

    /// <summary>Sums left[row, c] · right[c, other] over columns c, turns sums into strengths and keeps the strongest.</summary>
    /// <param name="left">Rows × columns.</param>
    /// <param name="right">Columns × others.</param>
    /// <param name="keep">Others kept for a row, at most.</param>
    /// <param name="strength">Of row, other and sum; those of 0 or less are left out. The row itself is never among the others.</param>
    /// <param name="options">Threads.</param>
    public static SparseRows Build(Interactions left, Interactions right, int keep, Func<int, int, float, float> strength, FitOptions options)
    {
        var rows = new (int[] Columns, float[] Values)[left.ListenerCount];
        var bound = Math.Min(Bound(rows.Length, keep), Math.Max(1, right.ItemCount));
        Parallel.For(0, (rows.Length + 31) / 32, options.Parallelism, () => new Workspace(right.ItemCount, bound), (block, _, space) =>
        {
            for (var row = block * 32; row < Math.Min(rows.Length, block * 32 + 32); row++)
            {
                space.Sum(left.Items(row), left.Weights(row), right);
                rows[row] = space.Take(row, strength);
            }

            return space;
        }, _ => { });
        return SparseRows.Join(rows);
    }

    internal sealed class Workspace(int others, int keep)
    {
        private readonly float[] sums = new float[others];
        private readonly int[] touched = new int[others];
        private readonly (float Strength, int Other)[] heap = new (float, int)[keep];
        private int count;

        public void Sum(ReadOnlySpan<int> columns, ReadOnlySpan<float> weights, Interactions right)
        {
            count = 0;
            for (var k = 0; k < columns.Length; k++)
            {
                var items = right.Items(columns[k]);
                var values = right.Weights(columns[k]);
                for (var n = 0; n < items.Length; n++)
                {
                    ref var sum = ref sums[items[n]];
                    if (sum == 0)
                    {
                        touched[count++] = items[n];
                    }

                    sum += weights[k] * values[n];
                }
            }
        }

        // Ties go to the lower index, so that the order in which sums were met does not matter.
        public (int[] Columns, float[] Values) Take(int row, Func<int, int, float, float> strength)
        {
            var size = 0;
            for (var t = 0; t < count; t++)
            {
                var other = touched[t];
                var value = other == row ? 0 : strength(row, other, sums[other]);
                sums[other] = 0;
                if (value > 0)
                {
                    if (size < heap.Length)
                    {
                        heap[size++] = (value, other);
                        if (size == heap.Length)
                        {
                            Heapify(heap);
                        }
                    }
                    else if (IsWeaker(heap[0], (value, other)))
                    {
                        heap[0] = (value, other);
                        Sink(heap, 0);
                    }
                }
            }

            var kept = heap.AsSpan(0, size);
            kept.Sort((a, b) => a.Other.CompareTo(b.Other));
            var (columns, values) = (new int[size], new float[size]);
            for (var n = 0; n < size; n++)
            {
                (values[n], columns[n]) = kept[n];
            }

            return (columns, values);
        }

        private static bool IsWeaker((float Strength, int Other) a, (float Strength, int Other) b) => a.Strength < b.Strength || (a.Strength == b.Strength && a.Other > b.Other);

        private static void Heapify(Span<(float, int)> heap)
        {
            for (var place = heap.Length / 2 - 1; place >= 0; place--)
            {
                Sink(heap, place);
            }
        }

        private static void Sink(Span<(float Strength, int Other)> heap, int place)
        {
            while (2 * place + 1 < heap.Length)
            {
                var child = 2 * place + 1;
                if (child + 1 < heap.Length && IsWeaker(heap[child + 1], heap[child]))
                {
                    child++;
                }

                if (!IsWeaker(heap[child], heap[place]))
                {
                    return;
                }

                (heap[place], heap[child]) = (heap[child], heap[place]);
                place = child;
            }
        }
    }
}
