using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Retrieval;

public sealed class ExactIndexProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(100);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void A_search_equals_a_sort_whatever_is_excluded_and_allowed() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var items = FactorCases.Clustered(random, random.Next(1, 700), random.Next(1, 70), random.Next(1, 9));
        var query = Query(random, items);
        var excluded = Enumerable.Range(0, items.Rows).Where(_ => random.Next(9) == 0).ToArray();
        var kept = random.Next(3) switch { 0 => 2, 1 => 50, _ => 1 };
        var allowed = random.Next(3) == 0 ? null : ItemMask.Where(items.Rows, _ => random.Next(kept) == 0);
        var wanted = FactorCases.Sorted(items, query, excluded, allowed, random.Next(1, 120));
        var hits = new ItemHit[wanted.Length + random.Next(2)];
        var full = FactorCases.Sorted(items, query, excluded, allowed, hits.Length);
        var found = new ExactIndex(items).Search(new ItemQuery { Vector = query, Excluded = excluded, Allowed = allowed }, hits);
        found.ShouldBe(full.Length);
        hits[..found].ShouldBe(full);
    }));

    [Fact]
    public void Every_width_of_vector_marks_the_same_rows_and_none_is_lost() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var items = FactorCases.Clustered(random, random.Next(1, 60), random.Next(1, 70), 3);
        var query = Query(random, items);
        var blocks = new Int8Blocks(items, Enumerable.Range(0, items.Rows).ToArray());
        var asked = Int8Query.For(query, items.Stride);
        var threshold = FactorKernels.Dot(items.PaddedRow(random.Next(items.Rows)), asked.Padded);
        for (var block = 0; block < blocks.BlockCount; block++)
        {
            var plain = blocks.Plain(block, asked, threshold);
            if (System.Runtime.Intrinsics.X86.Avx512BW.IsSupported)
            {
                blocks.Wide(block, asked, threshold).ShouldBe(plain);
            }

            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            {
                blocks.Medium(block, asked, threshold).ShouldBe(plain);
            }

            for (var row = 0; row < Int8Blocks.Width; row++)
            {
                var item = blocks.Item((block * Int8Blocks.Width) + row);
                if (item >= 0 && FactorKernels.Dot(items.PaddedRow(item), asked.Padded) >= threshold)
                {
                    (plain >> row & 1).ShouldBe(1u);
                }
            }
        }
    }));

    [Fact]
    public void The_first_look_leaves_little_to_compute()
    {
        // A bound that let everything through would keep every other test green.
        var random = new Random(7);
        var items = FactorCases.Clustered(random, 4000, 64, 20);
        var query = Query(random, items);
        var tenth = FactorCases.Sorted(items, query, [], null, 10)[9].Score;
        var blocks = new Int8Blocks(items, Enumerable.Range(0, items.Rows).ToArray());
        var asked = Int8Query.For(query, items.Stride);
        Enumerable.Range(0, blocks.BlockCount).Sum(block => System.Numerics.BitOperations.PopCount(blocks.MayReach(block, asked, tenth))).ShouldBeInRange(10, 60);
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        var random = new Random(1);
        var items = FactorCases.Clustered(random, 3000, 64, 20);
        var index = new ExactIndex(items);
        var allowed = ItemMask.Where(items.Rows, item => item % 3 != 0);
        var (query, hits) = (Query(random, items), new ItemHit[10]);
        int[] excluded = [3, 5, 900];
        index.Search(new ItemQuery { Vector = query, Excluded = excluded, Allowed = allowed }, hits).ShouldBe(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            index.Search(new ItemQuery { Vector = query, Excluded = excluded, Allowed = allowed }, hits);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var index = new ExactIndex(FactorMatrix.From([1, 2, 3, 4], 2));
        Should.Throw<ArgumentException>(() => index.Search(new ItemQuery { Vector = [1] }, new ItemHit[1])).Message.ShouldContain("1 numbers");
        Should.Throw<ArgumentException>(() => index.Search(new ItemQuery { Vector = [1, float.NaN] }, new ItemHit[1])).Message.ShouldContain("finite");
        Should.Throw<ArgumentException>(() => index.Search(new ItemQuery { Vector = [1, 2], Allowed = ItemMask.Where(3, _ => true) }, new ItemHit[1])).Message.ShouldContain("mask");
        Should.Throw<ArgumentException>(() => new ExactIndex(FactorMatrix.From([1, float.PositiveInfinity], 2))).Message.ShouldContain("Row 0");
        index.Search(new ItemQuery { Vector = [1, 2] }, []).ShouldBe(0);
        new ExactIndex(new FactorMatrix(0, 2)).Search(new ItemQuery { Vector = [1, 2] }, new ItemHit[3]).ShouldBe(0);
    }

    [Fact]
    public void Numbers_of_any_size_are_ranked()
    {
        foreach (var size in new[] { 1e-38f, 1e-20f, 1f, 1e14f })
        {
            var index = new ExactIndex(FactorMatrix.From([size, 0, 0, size, 2 * size, size], 2));
            var hits = new ItemHit[3];
            index.Search(new ItemQuery { Vector = [1, 0.5f] }, hits).ShouldBe(3);
            hits.Select(hit => hit.Item).ShouldBe([2, 0, 1]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void A_batch_finds_what_single_searches_find(int kept)
    {
        var random = new Random(2);
        var items = FactorCases.Clustered(random, 500, 20, 5);
        var listeners = FactorCases.Clustered(random, 147, 20, 5);
        var heard = Interactions.FromCells(
            147, 500, [.. Enumerable.Range(0, 3000).Select(n => n % 147)], [.. Enumerable.Range(0, 3000).Select(_ => random.Next(500))]);
        var allowed = kept == 1 ? null : ItemMask.Where(500, item => item % kept == 0);
        var index = new ExactIndex(items);
        var hits = new ItemHit[147 * 25];
        BatchSearch.Run(index, listeners, heard, allowed, 25, new ParallelOptions { MaxDegreeOfParallelism = 2 }, hits);
        for (var u = 0; u < 147; u++)
        {
            var wanted = FactorCases.Sorted(items, listeners.Row(u), heard.Items(u).ToArray(), allowed, 25);
            hits.AsSpan(u * 25, wanted.Length).ToArray().ShouldBe(wanted);
            hits.AsSpan((u * 25) + wanted.Length, 25 - wanted.Length).ToArray().ShouldAllBe(hit => hit.Item == -1);
        }

        Should.Throw<ArgumentException>(() => BatchSearch.Run(index, listeners, null, null, 26, new ParallelOptions(), hits));
    }

    private static float[] Query(Random random, FactorMatrix items) => random.Next(3) == 0
        ? items.Row(random.Next(items.Rows)).ToArray()
        : [.. Enumerable.Range(0, items.Dimension).Select(_ => FactorCases.Normal(random))];
}
