using System.Buffers.Binary;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Sequence;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Learned;

public sealed class LearnedSnapshotTests
{
    private static readonly TrainingSet World = TasteWorld.Make(60, 100, 5);

    private static readonly LearnedModels Models = LearningRun.Learn(World, "m1-2026", null, new LearningOptions { MaximumTrials = 1, MinimumChoices = 100 }).Models;

    [Theory]
    [InlineData("sequential-rules")]
    [InlineData("item-knn")]
    [InlineData("vs-knn")]
    [InlineData("stan")]
    [InlineData("attention")]
    public void What_is_read_answers_like_what_was_written(string trainer)
    {
        var models = Models with { Sequence = LearnedSequence.Fit(SessionTrainers.Find(trainer)!, Hyperparameters.Defaults.With("epochs", 1).With("dimension", 16), World.Sessions, new FitOptions { Seed = 9 }) };

        var read = LearnedSnapshot.Read(new MemoryStream(Written(models)));

        (read.Version, read.Projection!.ContentVersion).ShouldBe((models.Version, models.Projection!.ContentVersion));
        read.Items.ShouldBe(models.Items);
        read.Projection.Matrix.ShouldBe(models.Projection.Matrix);
        read.StrategyWeights.ShouldBe(models.StrategyWeights);
        var (before, after) = (new float[100], new float[100]);
        models.Sequence!.Score([3, 14, 15], before);
        read.Sequence!.Score([3, 14, 15], after);
        after.ShouldBe(before);
        read.Sequence.Name.ShouldBe(trainer);
        for (var item = 0; item < 100; item++)
        {
            read.Graph!.Of(item).ToArray().ShouldBe(models.Graph!.Of(item).ToArray());
            read.Graph.Weights(item).ToArray().ShouldBe(models.Graph.Weights(item).ToArray(), 1e-3);
        }

        var history = new ListenerHistory(-1, World.Interactions.Items(0), World.Interactions.Weights(0), []);
        models.Collaborative!.Score(history, before);
        read.Collaborative!.Score(history, after);
        after.ShouldBe(before, 5e-3);
    }

    [Fact]
    public void Parts_that_are_missing_stay_missing()
    {
        var read = LearnedSnapshot.Read(new MemoryStream(Written(new LearnedModels { Version = "empty", Items = [] })));

        (read.Version, read.Items.Count, read.Collaborative, read.Projection, read.Sequence, read.Graph, read.StrategyWeights).ShouldBe(("empty", 0, null, null, null, null, null));
    }

    [Fact]
    public void Written_again_it_is_the_same_and_what_follows_is_left()
    {
        var whole = Written(Models);
        var stream = new MemoryStream([.. whole, 1, 2, 3]);

        var read = LearnedSnapshot.Read(stream);

        stream.Position.ShouldBe(whole.Length);
        Written(read).ShouldBe(whole);
    }

    [Fact]
    public void A_snapshot_cut_anywhere_is_refused()
    {
        var whole = Written(Models);
        foreach (var length in Enumerable.Range(0, 160).Concat([whole.Length / 2, whole.Length - 1]))
        {
            Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(whole[..length]))).Message.ShouldContain("cut off");
            Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new Forward(whole[..length]))).Message.ShouldContain("cut off");
        }
    }

    [Fact]
    public void A_snapshot_with_any_bit_turned_is_refused()
    {
        var whole = Written(Models);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var damaged = (byte[])whole.Clone();

            // Half of the turns fall on the header and the table.
            damaged[seed % (seed % 2 == 0 ? damaged.Length : 120)] ^= (byte)(1 << (seed / 7 % 8));
            Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(damaged))).Message.Length.ShouldBeGreaterThan(20);
        }));
    }

    [Fact]
    public void Another_version_and_another_file_say_so()
    {
        var newer = Written(Models);
        newer[6] = 2;
        Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(newer))).Message.ShouldContain("version 2");
        Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(new byte[500]))).Message.ShouldContain("not a snapshot");
    }

    [Fact]
    public void A_huge_length_that_is_only_claimed_takes_no_memory()
    {
        // A table that is whole in itself and claims a section of nearly two gigabytes.
        var start = Written(Models)[..(24 + 20)];
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(8), 1);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(12), 2_000_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(20), Crc32C.Of(start.AsSpan(8, 12)));
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(28), 2_000_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(40), Crc32C.Of(start.AsSpan(24, 16)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(start))).Message.ShouldContain("cut off");
        Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new Forward(start))).Message.ShouldContain("cut off");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4_000_000);
    }

    [Fact]
    public void Sections_that_are_whole_but_do_not_go_together_are_refused()
    {
        var other = LearningRun.Learn(TasteWorld.Make(60, 110, 5), "m2", null, new LearningOptions { MaximumTrials = 1 }).Models;

        Should.Throw<InvalidDataException>(() => LearnedSnapshot.Read(new MemoryStream(Written(Models with { Graph = other.Graph })))).Message.ShouldContain("damaged");
    }

    [Fact]
    public void Only_what_training_makes_can_be_written()
    {
        var plain = SessionTrainers.Find("popularity")!.Fit(World.Sessions, Hyperparameters.Defaults, new FitOptions());

        Should.Throw<ArgumentException>(() => Written(Models with { Sequence = plain }));
    }

    private static byte[] Written(LearnedModels models)
    {
        var stream = new MemoryStream();
        LearnedSnapshot.Write(models, stream);
        return stream.ToArray();
    }

    // Cannot seek, so that nothing is known of its length.
    private sealed class Forward(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
