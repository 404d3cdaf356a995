using EchoTune.Audio.Analysis.Genre;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis.Genre;

public sealed class LabelModelTests
{
    private static readonly string[] Columns = ["a", "b", "c", "d"];

    [Fact]
    public void Labels_that_no_line_parts_are_told_apart_in_rows_never_seen()
    {
        var (rows, labels) = Rings(240, 1);
        var trial = LabelTrial.Run(rows, labels, Columns, 5, 1, TestContext.Current.CancellationToken);

        trial.Accuracy.ShouldBeGreaterThan(0.9);
        trial.Low.ShouldBeLessThan(trial.Accuracy);
        trial.High.ShouldBeInRange(trial.Accuracy, 1);
        trial.Confusion.Sum(r => r.Sum()).ShouldBe(240);
        trial.Confusion.Select((r, i) => r[i]).Sum().ShouldBe((int)Math.Round(240 * trial.Accuracy));
    }

    [Fact]
    public void Labels_dealt_at_random_are_not_told_and_no_confidence_is_claimed()
    {
        var random = new Random(3);
        double[][] rows = [.. Enumerable.Range(0, 300).Select(_ => Row(random, 0))];
        string[] labels = [.. rows.Select(_ => random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture))];

        var trial = LabelTrial.Run(rows, labels, Columns, 5, 1, TestContext.Current.CancellationToken);

        trial.Accuracy.ShouldBeInRange(0.23, 0.44);
        trial.CalibrationError.ShouldBeLessThan(0.12, "a leak of the answers, or confidence without reason, would show here");
        trial.LogLoss.ShouldBeLessThan(1.2);
    }

    [Fact]
    public void Confidence_is_how_often_it_is_right_where_three_in_ten_labels_are_wrong()
    {
        var (rows, labels) = Rings(400, 5);
        var random = new Random(6);
        labels = [.. labels.Select(l => random.NextDouble() < 0.3 ? (l == "inner" ? "outer" : "inner") : l)];

        var trial = LabelTrial.Run(rows, labels, Columns, 5, 2, TestContext.Current.CancellationToken);

        trial.Accuracy.ShouldBeInRange(0.6, 0.75);
        trial.CalibrationError.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Missing_values_constant_columns_and_outliers_do_no_harm()
    {
        var (rows, labels) = Rings(240, 2);
        var random = new Random(9);
        double[][] worse = [.. rows.Select(r => (double[])[.. r.Select(v => random.NextDouble() < 0.05 ? double.NaN : v), 7, double.NaN, random.NextDouble() < 0.02 ? 1e12 : 0])];

        var trial = LabelTrial.Run(worse, labels, [.. Columns, "constant", "never", "wild"], 5, 1, TestContext.Current.CancellationToken);

        trial.Accuracy.ShouldBeGreaterThan(0.85);
        LabelTrainer.Train(worse, labels, [.. Columns, "constant", "never", "wild"]).UsedColumns.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void Units_do_not_matter()
    {
        var (rows, labels) = Rings(160, 4);
        var other = rows.Select(r => (double[])[1e6 * r[0], r[1] - 500, Math.Exp(r[2]), 1e-6 * r[3]]).ToArray();
        var (one, two) = (LabelTrainer.Train(rows, labels, Columns), LabelTrainer.Train(other, labels, Columns));
        for (var i = 0; i < rows.Length; i += 7)
        {
            two.Probabilities(other[i])[0].ShouldBe(one.Probabilities(rows[i])[0], 0.05);
        }
    }

    [Fact]
    public void What_is_far_from_all_training_gets_no_confidence()
    {
        var (rows, labels) = Rings(240, 1);
        var model = LabelTrainer.Train(rows, labels, Columns);
        model.Probabilities(rows[0], out var near);
        model.Probabilities([1e9, -1e9, 1e9, -1e9], out var far);
        near.ShouldBeGreaterThan(0.99);
        far.ShouldBeLessThan(0.7 * near);
    }

    [Fact]
    public void A_model_written_and_read_answers_the_same_and_training_again_gives_the_same_bytes()
    {
        var (rows, labels) = Rings(200, 1);
        var model = LabelTrainer.Train(rows, labels, Columns, 3);
        var bytes = model.Write();
        LabelTrainer.Train(rows, labels, Columns, 3).Write().ShouldBe(bytes);

        var again = LabelModel.Read(bytes);

        again.Labels.ShouldBe(model.Labels);
        again.Columns.ShouldBe(Columns);
        foreach (var row in rows.Take(40))
        {
            again.Probabilities(row)[0].ShouldBe(model.Probabilities(row)[0], 0.02);
        }

        Should.Throw<FormatException>(() => LabelModel.Read(bytes.AsSpan(0, bytes.Length / 2)));
        Should.Throw<FormatException>(() => LabelModel.Read("not a model at all"u8));
    }

    [Fact]
    public void More_rows_than_bells_are_learnt_from_and_answers_stay_probabilities()
    {
        var (rows, labels) = Rings(1500, 8);
        var model = LabelTrainer.Train(rows, labels, Columns, 1);
        rows.Select((r, i) => model.Labels[model.Probabilities(r)[0] > 0.5 ? 0 : 1] == labels[i] ? 1.0 : 0).Average().ShouldBeGreaterThan(0.93);
        model.Probabilities(rows[3]).Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void A_table_that_cannot_be_learnt_from_is_refused_with_the_reason()
    {
        Should.Throw<ArgumentException>(() => LabelTrainer.Train([[1.0], [2.0]], ["a", "a"], ["x"])).Message.ShouldContain("two labels");
        Should.Throw<ArgumentException>(() => LabelTrainer.Train([[1.0], [1.0]], ["a", "b"], ["x"])).Message.ShouldContain("differ");
        Should.Throw<ArgumentException>(() => LabelTrainer.Train([[1.0], [2.0]], ["a", "b"], ["x"]).Probabilities([1.0, 2.0]));
    }

    // Two rings about one centre in the first two columns, noise in the others.
    private static (double[][] Rows, string[] Labels) Rings(int count, int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "inner" : "outer").ToArray();
        return ([.. labels.Select(l => Row(random, l == "inner" ? 0.7 : 2))], labels);
    }

    private static double[] Row(Random random, double radius)
    {
        var angle = 2 * Math.PI * random.NextDouble();
        return [(radius * Math.Cos(angle)) + Noise(random), (radius * Math.Sin(angle)) + Noise(random), Noise(random), Noise(random)];
    }

    private static double Noise(Random random) => 0.5 * (random.NextDouble() + random.NextDouble() - 1);
}
