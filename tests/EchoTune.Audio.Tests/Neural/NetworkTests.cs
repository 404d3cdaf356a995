using EchoTune.Audio.Neural;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Neural;

public sealed class NetworkTests
{
    public static TheoryData<string> Networks() => ["dense", "convolution", "wide convolution", "residual", "dropout", "scaled"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        const int rows = 23;
        var network = Make(name);
        var random = new Random(3);
        var x = Numbers(random, rows * network.Inputs);
        float[] targets = [.. Numbers(random, rows * network.Outputs).Select(v => v > 0 ? 1f : 0f)], weights = [.. Numbers(random, rows * network.Outputs).Select(Math.Abs)];
        var gradient = new float[rows * network.Outputs];
        var pass = new NetworkPass(training: true);

        // Chance falls the same way in every run.
        double Run() => Loss.Binary(network.Forward(x, rows, pass, new Random(9)), targets, weights, gradient);

        Run();
        network.Backward(pass, gradient);
        var parameters = network.Parameters.ToList();
        parameters.ShouldNotBeEmpty();
        foreach (var parameter in parameters)
        {
            for (var k = 0; k < 12; k++)
            {
                const float step = 2e-3f;
                var i = random.Next(parameter.Values.Length);
                var was = parameter.Values[i];
                parameter.Values[i] = was + step;
                var above = Run();
                parameter.Values[i] = was - step;
                var below = Run();
                parameter.Values[i] = was;
                ((double)parameter.Gradient[i]).ShouldBe((above - below) / (2 * step), 0.02 + (0.02 * Math.Abs(parameter.Gradient[i])), name);
            }
        }
    }

    [Fact]
    public void The_gradient_of_one_answer_of_several_is_that_of_finite_differences()
    {
        var random = new Random(4);
        var outputs = Numbers(random, 5 * 4);
        int[] targets = [2, 0, -1, 3, 1];
        var gradient = new float[outputs.Length];
        Loss.Softmax(outputs, 4, targets, gradient);
        var found = gradient.ToArray();
        for (var i = 0; i < outputs.Length; i++)
        {
            const float step = 1e-2f;
            var was = outputs[i];
            outputs[i] = was + step;
            var above = Loss.Softmax(outputs, 4, targets, gradient);
            outputs[i] = was - step;
            var below = Loss.Softmax(outputs, 4, targets, gradient);
            outputs[i] = was;
            ((double)found[i]).ShouldBe((above - below) / (2 * step), 2e-3);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(8, 16, 33)]
    [InlineData(13, 40, 50)]
    [InlineData(4, 31, 8)]
    public void Products_are_those_of_plain_loops(int rows, int inner, int columns)
    {
        var random = new Random(1);
        float[] a = Numbers(random, rows * inner), b = Numbers(random, inner * columns), start = Numbers(random, rows * columns);
        var expected = new double[rows * columns];
        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < columns; j++)
            {
                expected[(r * columns) + j] = start[(r * columns) + j] + Enumerable.Range(0, inner).Sum(k => (double)a[(r * inner) + k] * b[(k * columns) + j]);
            }
        }

        float[] plain = [.. start], turned = [.. start], turnedA = [.. Enumerable.Range(0, a.Length).Select(i => a[(i % rows * inner) + (i / rows)])];
        MatrixProduct.Add(a, inner, 1, b, columns, plain, columns, rows, inner, columns);
        MatrixProduct.Add(turnedA, 1, rows, b, columns, turned, columns, rows, inner, columns);
        for (var i = 0; i < expected.Length; i++)
        {
            ((double)plain[i]).ShouldBe(expected[i], 1e-4);
            ((double)turned[i]).ShouldBe(expected[i], 1e-4);
        }
    }

    [Fact]
    public void A_convolution_weighs_rows_at_its_distance_and_zeros_beyond_the_ends()
    {
        var layer = new Conv1d(1, 1, 3, dilation: 2);
        float[] weights = [1, 10, 100];
        weights.CopyTo(layer.Weights.Values, 0);
        layer.Bias.Values[0] = 0.5f;
        var y = new float[5];
        layer.Forward([1, 2, 3, 4, 5], 5, y);
        y.ShouldBe([310.5f, 420.5f, 531.5f, 42.5f, 53.5f]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(139)]
    [InlineData(1000)]
    public void Any_length_is_answered_in_pieces_as_at_once(int rows)
    {
        var network = Make("residual");
        var x = Numbers(new Random(5), rows * network.Inputs);
        var whole = network.Forward(x, rows, new NetworkPass()).ToArray();
        var pieces = new List<float>();
        var sliding = new SlidingNetwork(network, 64, (outputs, count) =>
        {
            outputs.Length.ShouldBe(count * network.Outputs);
            pieces.AddRange(outputs);
        });
        for (var round = 0; round < 2; round++)
        {
            pieces.Clear();
            for (var t = 0; t < rows; t++)
            {
                x.AsSpan(t * network.Inputs, network.Inputs).CopyTo(sliding.Next());
                if (t % 31 == 0)
                {
                    // A look ahead changes nothing.
                    sliding.Peek((outputs, count) => (pieces.Count + outputs.Length).ShouldBe((t + 1) * network.Outputs));
                }
            }

            sliding.Complete();
            pieces.Count.ShouldBe(whole.Length);
            for (var i = 0; i < whole.Length; i++)
            {
                pieces[i].ShouldBe(whole[i], 1e-4f);
            }
        }
    }

    [Fact]
    public void Running_forward_again_allocates_nothing()
    {
        var network = Make("residual");
        var x = Numbers(new Random(5), 100 * network.Inputs);
        var pass = new NetworkPass();
        network.Forward(x, 100, pass);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            network.Forward(x, 100 - i, pass);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_file_holds_the_network_to_half_precision(string name)
    {
        var network = Make(name);
        var x = Numbers(new Random(6), 30 * network.Inputs);
        var (read, version) = WeightFile.Read(WeightFile.Write(network, "test", 7), "test");

        version.ShouldBe(7);
        read.Reach.ShouldBe(network.Reach);
        float[] before = network.Forward(x, 30, new NetworkPass()).ToArray(), after = read.Forward(x, 30, new NetworkPass()).ToArray();
        after.ShouldBe(before, 0.02);
        WeightFile.Write(read, "test", 7).ShouldBe(WeightFile.Write(read, "test", 7));
    }

    [Fact]
    public void A_damaged_or_foreign_file_is_refused()
    {
        var file = WeightFile.Write(Make("dense"), "test", 1);
        Should.Throw<InvalidDataException>(() => WeightFile.Read(file, "other")).Message.ShouldContain("other");
        Should.Throw<InvalidDataException>(() => WeightFile.Read(file[..^1], "test"));
        Should.Throw<InvalidDataException>(() => WeightFile.Read([], "test"));
        for (var i = 0; i < file.Length; i += 7)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 16;
            Should.Throw<InvalidDataException>(() => WeightFile.Read(damaged, "test"));
        }
    }

    [Fact]
    public void A_network_learns_what_only_neighbours_far_away_tell()
    {
        // The answer of a row is whether the rows three before and three after it agree.
        const int rows = 200;
        var random = new Random(11);
        var network = new Network(1);
        network.Add(new Conv1d(1, 16, 3, dilation: 3).Initialise(random));
        network.Add(new Elu(16));
        network.Add(new Dense(16, 8).Initialise(random));
        network.Add(new Relu(8));
        network.Add(new Dense(8, 1).Initialise(random, 1));
        var adam = new Adam(network.Parameters) { Decay = 0.001f };
        var pass = new NetworkPass(training: true);
        float[] x = new float[rows], targets = new float[rows], weights = [.. Enumerable.Repeat(1f, rows)], gradient = new float[rows];
        double first = 0, last = 0;
        for (var step = 0; step < 400; step++)
        {
            for (var t = 0; t < rows; t++)
            {
                x[t] = random.Next(2) == 0 ? -1 : 1;
            }

            for (var t = 0; t < rows; t++)
            {
                targets[t] = (t >= 3 ? x[t - 3] : 0) * (t + 3 < rows ? x[t + 3] : 0) > 0 ? 1 : 0;
            }

            last = Loss.Binary(network.Forward(x, rows, pass, random), targets, weights, gradient) / rows;
            first = step == 0 ? last : first;
            network.Backward(pass, gradient);
            adam.Step(0.01, 1.0 / rows);
        }

        first.ShouldBeGreaterThan(0.5);
        last.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Layers_that_do_not_fit_are_refused()
    {
        var network = new Network(4);
        Should.Throw<ArgumentException>(() => network.Add(new Dense(5, 2)));
        Should.Throw<ArgumentException>(() => network.Add(new Dense(4, 2), plus: 0));
        Should.Throw<ArgumentException>(() => network.Add(new Elu(4), plus: 0));
        network.Layers.ShouldBeEmpty();
    }

    private static Network Make(string name)
    {
        var random = new Random(2);
        switch (name)
        {
            case "dense":
                return Join(5, new Dense(5, 9).Initialise(random), new Elu(9), new Dense(9, 3).Initialise(random, 1));
            case "convolution":
                return Join(3, new Conv1d(3, 7, 3).Initialise(random), new Elu(7), new Conv1d(7, 2, 5, 4).Initialise(random, 1));
            case "wide convolution":
                return Join(18, new Conv1d(18, 32, 5, 2).Initialise(random), new Elu(32), new Dense(32, 2).Initialise(random, 1));
            case "dropout":
                return Join(6, new Dense(6, 20).Initialise(random), new Elu(20), new Dropout(20, 0.3f), new Dense(20, 2).Initialise(random, 1));
            case "scaled":
                return Join(6, new Dense(6, 6).Initialise(random), new Standardise(6).Fit(Numbers(random, 60), 10), new Dense(6, 2).Initialise(random, 1));
            default:
                var network = new Network(4);
                var place = network.Add(new Conv1d(4, 16, 3).Initialise(random));
                for (var dilation = 1; dilation <= 8; dilation *= 2)
                {
                    network.Add(new Conv1d(16, 16, 5, dilation).Initialise(random));
                    network.Add(new Elu(16));
                    place = network.Add(new Dense(16, 16).Initialise(random, 0.5), place);
                }

                network.Add(new Dense(16, 2).Initialise(random, 1));
                return network;
        }
    }

    private static Network Join(int inputs, params Layer[] layers)
    {
        var network = new Network(inputs);
        foreach (var layer in layers)
        {
            network.Add(layer);
        }

        return network;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
