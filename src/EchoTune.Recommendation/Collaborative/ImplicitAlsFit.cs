using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// The alternation: items are solved for fixed listeners, then listeners for fixed items. Before a side is solved, the fixed side is
/// turned into the eigenbasis of its Gram matrix (and what the solved side stood at with it; dot products do not change), where the
/// dense part of every row's system is diagonal. Work is cut into pieces that do not depend on the number of threads, and sums over
/// pieces are added in order, so that neither do results.
/// </summary>
internal sealed class ImplicitAlsFit
{
    private const int MostPieces = 64;
    private const int LeastWorkOfPiece = 8192;
    private const float FirstDeviation = 0.1f;
    private readonly ImplicitAlsSettings settings;
    private readonly FitOptions options;
    private readonly Side items;
    private readonly Side listeners;
    private readonly float[] rotation;
    private readonly float[] unobserved;
    private readonly double[] values;

    public ImplicitAlsFit(Interactions data, ImplicitAlsSettings settings, FitOptions options)
    {
        (this.settings, this.options) = (settings, options);
        (Weighting, var ofListeners, var ofItems) = ImplicitAlsWeighting.For(data, settings.Power);
        listeners = new Side(data, ofListeners, settings.Factors);
        items = new Side(data.Transposed, ofItems, settings.Factors);
        var stride = items.Factors.Stride;
        (rotation, unobserved, values) = (new float[stride * stride], new float[stride], new double[settings.Factors]);
    }

    /// <summary>How much was heard became weights so.</summary>
    public ImplicitAlsWeighting Weighting { get; }

    /// <summary>Fits.</summary>
    /// <returns>The factors of both sides in the basis where <c>Unobserved</c>, α₀ times the Gram matrix of the items, is diagonal.</returns>
    public (FactorMatrix Items, FactorMatrix Listeners, float[] Unobserved) Run()
    {
        Begin();
        for (var sweep = 0; sweep < settings.Iterations; sweep++)
        {
            SolveSide(items, listeners);
            SolveSide(listeners, items);
            options.Progress?.Report((sweep + 1.0) / settings.Iterations);
        }

        return (items.Factors, listeners.Factors, unobserved);
    }

    private void Begin()
    {
        var scale = FirstDeviation / MathF.Sqrt(settings.Factors);
        InPieces(listeners, (side, piece, _) =>
        {
            for (var row = side.Pieces[piece]; row < side.Pieces[piece + 1]; row++)
            {
                if (side.Cells.Items(row).IsEmpty)
                {
                    continue;
                }

                var factors = side.Factors.Row(row);
                for (var i = 0; i < factors.Length; i++)
                {
                    factors[i] = scale * Normal(options.Seed, ((ulong)row * (ulong)factors.Length) + (ulong)i);
                }
            }

            side.AddGram(piece);
        });
    }

    // The sum of four uniform draws is near enough to a normal one for a beginning.
    private static float Normal(ulong seed, ulong key)
    {
        var sum = 0f;
        for (var i = 0UL; i < 4; i++)
        {
            sum += VectorMath.Draw(seed, (key * 4) + i);
        }

        return (sum - 2) * 1.7320508f;
    }

    private void SolveSide(Side solved, Side held)
    {
        Diagonalise(held);
        InPieces(held, (side, piece, worker) =>
            FactorKernels.Multiply(side.Factors.Padded[(side.Pieces[piece] * side.Factors.Stride)..(side.Pieces[piece + 1] * side.Factors.Stride)], side.Factors.Stride, rotation, worker.Rows));
        var (cells, others) = (solved.Cells, held.Factors);
        InPieces(solved, (side, piece, worker) =>
        {
            for (var row = side.Pieces[piece]; row < side.Pieces[piece + 1]; row++)
            {
                var indexes = cells.Items(row);
                var x = side.Factors.PaddedRow(row);
                if (indexes.Length > ImplicitAlsRowSolver.LongestDirect)
                {
                    FactorKernels.Multiply(x, x.Length, rotation, worker.Rows);
                }

                worker.Solver.Solve(others.Padded, unobserved, settings.RowRegularisation(indexes.Length, others.Rows), indexes, side.Weights(row), settings.Steps, x);
            }

            side.AddGram(piece);
        });
    }

    private void Diagonalise(Side held)
    {
        var (n, stride) = (settings.Factors, held.Factors.Stride);
        var gram = new double[n * n];
        var vectors = new double[n * n];
        held.Gram(gram, n);
        SymmetricEigen.Decompose(gram, values, vectors);
        for (var i = 0; i < n; i++)
        {
            unobserved[i] = (float)(settings.Unobserved * Math.Max(values[i], 0));
            for (var k = 0; k < n; k++)
            {
                rotation[(k * stride) + i] = (float)vectors[(i * n) + k];
            }
        }
    }

    private void InPieces(Side side, Action<Side, int, Worker> act)
    {
        var pieces = side.Pieces.Length - 1;
        var stride = side.Factors.Stride;
        if (options.Threads <= 1 || pieces == 1)
        {
            var worker = new Worker(stride);
            for (var piece = 0; piece < pieces; piece++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                act(side, piece, worker);
            }

            return;
        }

        Parallel.For(0, pieces, options.Parallelism, () => new Worker(stride), (piece, _, worker) =>
        {
            act(side, piece, worker);
            return worker;
        }, _ => { });
    }

    private sealed class Worker(int stride)
    {
        public ImplicitAlsRowSolver Solver { get; } = new(stride);

        public float[] Rows { get; } = new float[4 * stride];
    }

    /// <summary>The listeners or the items.</summary>
    private sealed class Side
    {
        private readonly float[] weights;
        private readonly float[] grams;

        public Side(Interactions cells, float[] weights, int factors)
        {
            (Cells, this.weights) = (cells, weights);
            Factors = new FactorMatrix(cells.ListenerCount, factors);
            Pieces = Cut(cells.Offsets);
            grams = new float[(Pieces.Length - 1) * Factors.Stride * Factors.Stride];
        }

        public Interactions Cells { get; }

        public FactorMatrix Factors { get; }

        /// <summary>Where each piece begins, and the end.</summary>
        public int[] Pieces { get; }

        public ReadOnlySpan<float> Weights(int row) => weights.AsSpan(Cells.Offsets[row]..Cells.Offsets[row + 1]);

        public void AddGram(int piece)
        {
            var size = Factors.Stride * Factors.Stride;
            var gram = grams.AsSpan(piece * size, size);
            gram.Clear();
            FactorKernels.AddGram(Factors.Padded[(Pieces[piece] * Factors.Stride)..(Pieces[piece + 1] * Factors.Stride)], Factors.Stride, gram);
        }

        public void Gram(Span<double> sum, int n)
        {
            var stride = Factors.Stride;
            for (var piece = 0; piece < Pieces.Length - 1; piece++)
            {
                for (var i = 0; i < n; i++)
                {
                    var row = grams.AsSpan((((piece * stride) + i) * stride) + i, n - i);
                    for (var j = 0; j < row.Length; j++)
                    {
                        sum[(i * n) + i + j] += row[j];
                    }
                }
            }

            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    sum[(i * n) + j] = sum[(j * n) + i];
                }
            }
        }

        // A row costs what its cells cost and something of its own.
        private static int[] Cut(ReadOnlySpan<int> offsets)
        {
            const int RowCost = 8;
            var rows = offsets.Length - 1;
            var work = offsets[^1] + ((long)rows * RowCost);
            var pieces = (int)Math.Clamp(work / LeastWorkOfPiece, 1, MostPieces);
            var cuts = new int[pieces + 1];
            var row = 0;
            for (var piece = 1; piece < pieces; piece++)
            {
                while (row < rows && offsets[row] + ((long)row * RowCost) < work * piece / pieces)
                {
                    row++;
                }

                cuts[piece] = row;
            }

            cuts[pieces] = rows;
            return cuts;
        }
    }
}
