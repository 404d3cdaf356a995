using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Collaborative;

public sealed class ImplicitAlsSnapshotTests
{
    private static readonly Interactions Data = Planted.Listening(9, 80, 120, 40);

    private static readonly ImplicitAlsModel Model = (ImplicitAlsModel)new ImplicitAlsTrainer().Fit(
        new TrainingData(Data), Hyperparameters.Defaults.With("factors", 11).With("power", 0.4), new FitOptions());

    [Theory]
    [InlineData(SnapshotPrecision.Half, 1e-3f, 0.995)]
    [InlineData(SnapshotPrecision.Int8, 2e-2f, 0.96)]
    public void What_is_read_ranks_like_what_was_written(SnapshotPrecision precision, float near, double same)
    {
        var read = ImplicitAlsSnapshot.Read(new MemoryStream(Written(precision)));
        (read.Name, read.ItemCount, read.ListenerFactors.Rows).ShouldBe((Model.Name, Model.ItemCount, Model.ListenerFactors.Rows));
        var (before, after) = (new float[Model.ItemCount], new float[Model.ItemCount]);
        var common = 0;
        for (var u = 0; u < Data.ListenerCount; u++)
        {
            foreach (var row in new[] { u, -1 })
            {
                var history = new ListenerHistory(row, Data.Items(u), Data.Weights(u), []);
                Model.Score(history, before);
                read.Score(history, after);
                for (var i = 0; i < before.Length; i++)
                {
                    after[i].ShouldBe(before[i], near);
                }

                common += Top(before).Intersect(Top(after)).Count();
            }
        }

        (common / (20.0 * Data.ListenerCount)).ShouldBeGreaterThan(same);

        static IEnumerable<int> Top(float[] scores) => Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(10);
    }

    [Fact]
    public void A_snapshot_cut_anywhere_is_refused()
    {
        var whole = Written(SnapshotPrecision.Half);
        foreach (var length in Enumerable.Range(0, 200).Concat([whole.Length / 2, whole.Length - 5, whole.Length - 1]))
        {
            Should.Throw<InvalidDataException>(() => ImplicitAlsSnapshot.Read(new MemoryStream(whole[..length]))).Message.ShouldContain("cut off");
        }
    }

    [Fact]
    public void A_snapshot_with_any_bit_turned_is_refused() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var damaged = Written(SnapshotPrecision.Int8);
            damaged[seed % damaged.Length] ^= (byte)(1 << (seed / damaged.Length % 8));
            Should.Throw<InvalidDataException>(() => ImplicitAlsSnapshot.Read(new MemoryStream(damaged)));
        }));

    [Fact]
    public void Another_version_and_another_file_say_so()
    {
        var newer = Written(SnapshotPrecision.Half);
        newer[6] = 2;
        Should.Throw<InvalidDataException>(() => ImplicitAlsSnapshot.Read(new MemoryStream(newer))).Message.ShouldContain("version 2");
        Should.Throw<InvalidDataException>(() => ImplicitAlsSnapshot.Read(new MemoryStream(new byte[500]))).Message.ShouldContain("not a snapshot");
    }

    [Fact]
    public void What_follows_in_the_stream_is_left_and_sizes_are_as_told()
    {
        var whole = Written(SnapshotPrecision.Half);
        var stream = new MemoryStream([.. whole, 1, 2, 3]);
        ImplicitAlsSnapshot.Read(stream);
        stream.Position.ShouldBe(whole.Length);
        (Written(SnapshotPrecision.Half).Length - Written(SnapshotPrecision.Int8).Length).ShouldBe(11 * 200);
    }

    private static byte[] Written(SnapshotPrecision precision)
    {
        var stream = new MemoryStream();
        ImplicitAlsSnapshot.Write(Model, stream, precision);
        return stream.ToArray();
    }
}
