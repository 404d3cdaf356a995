using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Retrieval;

public sealed class ClusteredIndexTests
{
    // Centres and spread are those of the items; queries of the two halves are different ones.
    private static readonly FactorMatrix All = FactorCases.Clustered(new Random(1), 12_400, 24, 60);
    private static readonly FactorMatrix Items = Part(0, 12_000);
    private static readonly FactorMatrix Queries = Part(12_000, 200);
    private static readonly FactorMatrix Asked = Part(12_200, 200);
    private static readonly ClusteredIndex Index = ClusteredIndex.Build(Items, Queries, new ClusteredIndexOptions { Threads = 2 });

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.02)]
    [InlineData(0.005)]
    public void Nearly_all_of_the_true_best_are_found_under_any_mask(double share)
    {
        var random = new Random(3);
        var allowed = share == 1 ? null : ItemMask.Where(Items.Rows, _ => random.NextDouble() < share);
        var (found, wanted) = (0, 0);
        var hits = new ItemHit[100];
        for (var n = 0; n < Asked.Rows; n += 4)
        {
            int[] excluded = [n, n + 500, n + 7000];
            var best = FactorCases.Sorted(Items, Asked.Row(n), excluded, allowed, 100);
            var count = Index.Search(new ItemQuery { Vector = Asked.Row(n), Excluded = excluded, Allowed = allowed }, hits);
            count.ShouldBe(best.Length);
            var answer = hits[..count];
            answer.ShouldAllBe(hit => (allowed == null || allowed[hit.Item]) && !excluded.Contains(hit.Item));
            answer.Zip(answer.Skip(1)).ShouldAllBe(pair => pair.First.Score >= pair.Second.Score);
            found += answer.Select(hit => hit.Item).Intersect(best.Select(hit => hit.Item)).Count();
            wanted += best.Length;
        }

        (found / (double)wanted).ShouldBeGreaterThanOrEqualTo(0.98);
    }

    [Fact]
    public void It_looks_at_a_part_only_and_is_exact_where_it_looks_at_all()
    {
        Index.Visits.ShouldBeLessThan(Index.Clusters / 2);
        var hits = new ItemHit[50];
        for (var n = 0; n < 20; n++)
        {
            Index.Search(new ItemQuery { Vector = Asked.Row(n) }, hits, Index.Clusters).ShouldBe(50);
            hits.ShouldBe(FactorCases.Sorted(Items, Asked.Row(n), [], null, 50));
        }
    }

    [Fact]
    public void It_is_built_alike_by_any_number_of_threads()
    {
        var one = ClusteredIndex.Build(Items, Queries, new ClusteredIndexOptions { Threads = 1 });
        one.Visits.ShouldBe(Index.Visits);
        var (hits, others) = (new ItemHit[30], new ItemHit[30]);
        for (var n = 0; n < 20; n++)
        {
            one.Search(new ItemQuery { Vector = Asked.Row(n) }, hits, 2);
            Index.Search(new ItemQuery { Vector = Asked.Row(n) }, others, 2);
            hits.ShouldBe(others);
        }
    }

    [Fact]
    public void More_than_there_is_gives_all_there_is()
    {
        var few = ClusteredIndex.Build(FactorMatrix.From([1, 2, 0, 0, 3, -1], 2), new FactorMatrix(0, 2), new ClusteredIndexOptions());
        var hits = new ItemHit[10];
        few.Search(new ItemQuery { Vector = [1, 1] }, hits).ShouldBe(3);
        hits[..3].Select(hit => hit.Item).ShouldBe([0, 2, 1]);
        ClusteredIndex.Build(new FactorMatrix(0, 2), new FactorMatrix(0, 2), new ClusteredIndexOptions()).Search(new ItemQuery { Vector = [1, 1] }, hits).ShouldBe(0);
        Should.Throw<ArgumentException>(() => ClusteredIndex.Build(new FactorMatrix(0, 2), new FactorMatrix(0, 3), new ClusteredIndexOptions()));
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        var hits = new ItemHit[10];
        Index.Search(new ItemQuery { Vector = Asked.Row(0) }, hits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 50; n++)
        {
            Index.Search(new ItemQuery { Vector = Asked.Row(n) }, hits);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Masks_are_made_of_what_is_known_of_the_items()
    {
        var tempo = ItemMask.Between([90, 120, float.NaN, 130], 100, 130);
        var genre = ItemMask.OneOf(["Rock", "jazz", "rock", ""], new HashSet<string> { "rock" });
        Enumerable.Range(0, 4).Where(i => tempo[i]).ShouldBe([1, 3]);
        Enumerable.Range(0, 4).Where(i => genre[i]).ShouldBe([0, 2]);
        Enumerable.Range(0, 4).Where(i => tempo.Or(genre)[i]).ShouldBe([0, 1, 2, 3]);
        tempo.And(genre).Count.ShouldBe(0);
        tempo.Not().Count.ShouldBe(2);
        Should.Throw<ArgumentException>(() => tempo.And(ItemMask.Where(3, _ => true)));
    }

    private static FactorMatrix Part(int first, int count)
    {
        var part = new FactorMatrix(count, All.Dimension);
        for (var row = 0; row < count; row++)
        {
            All.Row(first + row).CopyTo(part.Row(row));
        }

        return part;
    }
}
