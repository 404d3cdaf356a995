using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

/// <summary>The gradients that were derived by hand, against the loss's own change.</summary>
public sealed class SequenceGradientTests
{
    private const int Items = 30;
    private const int Dimension = 12;
    private const int Hidden = 10;
    private const int Drawn = 20;

    private static readonly int[][] Heard = [[3, 7, 7, 1, 4, 9], [5, 2], [11, 12, 13, 29, 3, 8, 8, 0]];

    [Theory]
    [InlineData("Query", 0f)]
    [InlineData("Key", 0f)]
    [InlineData("FromItem", 0f)]
    [InlineData("FromContext", 0f)]
    [InlineData("HiddenBias", 0f)]
    [InlineData("Out", 0f)]
    [InlineData("Distance", 0f)]
    [InlineData("Repeat", 0f)]
    [InlineData("Embeddings", 0f)]
    [InlineData("Biases", 0f)]
    [InlineData("Embeddings", 0.3f)]
    [InlineData("Out", 0.3f)]
    public void A_step_along_a_random_direction_changes_the_loss_as_the_gradient_says(string part, float dropout)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var network = SequenceNetwork.Create(Items, Dimension, Hidden, 6, (ulong)seed);
            var random = new Random(seed);
            Grow(network.Dense, random, 0.3f);
            Grow(network.Biases, random, 0.5f);
            var weights = Weights(network, part, out var offset, out var length);
            var direction = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray();

            var along = Gradient(network, part, dropout, offset).Zip(direction, (g, d) => (double)g * d).Sum();

            const float Step = 1e-3f;
            var before = weights.AsSpan(offset, length).ToArray();
            var here = Moved(0);
            var (ahead, behind) = ((Moved(Step) - here) / Step, (here - Moved(-Step)) / Step);

            // Both ways, since a hidden unit may bend just here: then the slope is between the two.
            var near = 0.01 + (0.02 * Math.Abs(along));
            along.ShouldBeInRange(Math.Min(ahead, behind) - near, Math.Max(ahead, behind) + near, $"{part}, seed {seed}");

            double Moved(float step)
            {
                for (var i = 0; i < length; i++)
                {
                    weights[offset + i] = before[i] + (step * direction[i]);
                }

                var loss = Loss(network, dropout, out _, out _, out _);
                before.CopyTo(weights, offset);
                return loss;
            }
        }
    }

    [Fact]
    public void Dropped_coordinates_change_the_loss()
    {
        var network = SequenceNetwork.Create(Items, Dimension, Hidden, 6, 1);

        Loss(network, 0.4f, out _, out _, out _).ShouldNotBe(Loss(network, 0, out _, out _, out _));
    }

    private static void Grow(float[] weights, Random random, float by)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] += by * (random.NextSingle() - 0.5f);
        }
    }

    private static float[] Weights(SequenceNetwork network, string part, out int offset, out int length)
    {
        if (part is "Embeddings" or "Biases")
        {
            var rows = part == "Embeddings" ? network.Embeddings : network.Biases;
            (offset, length) = (0, rows.Length);
            return rows;
        }

        // Marks the part in a copy to find where it lies.
        var marks = new float[network.Dense.Length];
        var parts = new DenseParts(marks, Dimension, Hidden);
        var marked = part switch
        {
            "Query" => parts.Query,
            "Key" => parts.Key,
            "FromItem" => parts.FromItem,
            "FromContext" => parts.FromContext,
            "HiddenBias" => parts.HiddenBias,
            "Out" => parts.Out,
            "Repeat" => parts.Repeat,
            _ => parts.Distance,
        };
        marked.Fill(1);
        (offset, length) = (Array.IndexOf(marks, 1f), marked.Length);
        return network.Dense;
    }

    private static double Loss(SequenceNetwork network, float dropout, out SequencePass pass, out SequenceLoss loss, out SequenceNegatives negatives)
    {
        pass = new SequencePass(network, 64);
        loss = new SequenceLoss(network, 64, Drawn);
        negatives = new SequenceNegatives(Drawn, Dimension);
        negatives.Draw(network, [.. Enumerable.Range(1, Items).Select(i => i / (double)Items)], 5);
        foreach (var session in Heard)
        {
            pass.TryAdd(session.AsSpan(0, session.Length - 1), session.AsSpan(1)).ShouldBeTrue();
        }

        pass.Forward(dropout, 9);
        return loss.Run(pass, negatives, 1);
    }

    private static float[] Gradient(SequenceNetwork network, string part, float dropout, int offset)
    {
        Loss(network, dropout, out var pass, out var loss, out var negatives);
        pass.Backward();
        if (part is not ("Embeddings" or "Biases"))
        {
            return pass.DenseGradient[offset..];
        }

        var (rows, biases) = (new float[network.Embeddings.Length], new float[Items]);
        for (var place = 0; place < pass.Places; place++)
        {
            biases[pass.Targets[place]] += loss.TargetGradient[place];
            biases[pass.Inputs[place]] += loss.InputBiasGradient[place];
            for (var k = 0; k < Dimension; k++)
            {
                rows[(pass.Inputs[place] * Dimension) + k] += pass.GradientX[(place * Dimension) + k] + loss.InputGradient[(place * Dimension) + k];
                rows[(pass.Targets[place] * Dimension) + k] += network.Scale * loss.TargetGradient[place] * pass.Z[(place * Dimension) + k];
            }
        }

        for (var n = 0; n < Drawn; n++)
        {
            biases[negatives.Items[n]] += loss.NegativeBiasGradient[n];
            for (var k = 0; k < Dimension; k++)
            {
                rows[(negatives.Items[n] * Dimension) + k] += loss.NegativeGradient[(n * Dimension) + k];
            }
        }

        return part == "Biases" ? biases : rows;
    }
}
