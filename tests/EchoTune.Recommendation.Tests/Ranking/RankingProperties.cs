using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;
using EchoTune.Recommendation.Retrieval;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Ranking;

public sealed class RankingProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(60);

    // Of the whole range: FsCheck's own integers are small, and the same few cases would come again and again.
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    private static (ModelSnapshot Model, RankQuery Query) Case(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 150);
        var artists = random.Next(1, 40);
        var model = ModelBuilder.Build(
            [.. Enumerable.Range(0, count).Select(i => new TrackItem
            {
                Key = (ulong)i, Artist = random.Next(-1, artists), Genres = [random.Next(5)],
                Perception = random.Next(4) == 0 ? null : new Perception { TempoBpm = random.Next(60, 180), Values = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle())] },
            })],
            artists, 5, CoListeningModel.Build([.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 5).Select(_ => random.Next(count)).ToArray())], count), "test");
        var signals = Enumerable.Range(0, count).Where(_ => random.Next(3) == 0).Select(i => new TrackSignal { Track = i, Positive = random.NextSingle(), Listens = random.Next(3), HoursSinceHeard = random.Next(60) }).ToArray();
        var query = new RankQuery
        {
            Profile = ListenerProfile.Build(model, signals, [.. signals.Select(s => new RecentSignal(s.Track, random.Next(2) == 0 ? 1 : -1, 0, true))]),
            Blocked = [.. Enumerable.Range(0, count).Select(_ => (byte)(random.Next(5) == 0 ? 1 : 0))],
            Fit = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())],
            Weights = [.. Enumerable.Range(0, StrategyNames.Count).Select(_ => random.NextDouble() * 2)],
            Limit = random.Next(1, 40), Seed = (ulong)seed, Seeds = random.Next(2) == 0 ? [] : [random.Next(count)],
        };
        return (model, query);
    }

    [Fact]
    public void Rules_hold_and_the_same_seed_gives_the_same_answer() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var (model, query) = Case(seed);
        var answer = HybridRanker.Rank(model, query);
        answer.Count.ShouldBeLessThanOrEqualTo(query.Limit);
        answer.ShouldAllBe(r => query.Blocked![r.Track] == 0);
        answer.Select(r => r.Track).ShouldBeUnique();
        answer.Where(r => model.Artist(r.Track) >= 0).GroupBy(r => model.Artist(r.Track)).ShouldAllBe(g => g.Count() <= query.ArtistCap);
        answer.ShouldAllBe(r => r.Shares.Sum() < 1.001f && r.Shares.All(s => s >= 0));
        HybridRanker.Rank(model, query).Select(r => r.Track).ShouldBe(answer.Select(r => r.Track));
    }));

    [Fact]
    public void More_weight_never_lowers_a_share() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var (model, query) = Case(seed);
        var (strategy, track) = (Math.Abs(seed % StrategyNames.Count), Math.Abs(seed % model.Count));
        query.Blocked![track] = 0;
        var before = HybridRanker.Score(model, query, track).Shares[strategy];
        var more = query.Weights.Select((w, s) => s == strategy ? w + 0.5 : w).ToArray();
        HybridRanker.Score(model, query with { Weights = more }, track).Shares[strategy].ShouldBeGreaterThanOrEqualTo(before - 1e-5f);
    }));

    [Fact]
    public void Wide_arithmetic_equals_plain() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var (rows, dimension, queries) = (random.Next(1, 9), random.Next(1, 50), random.Next(1, 8));
        var matrix = Enumerable.Range(0, rows * dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var asked = Enumerable.Range(0, queries * dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var results = new float[rows * queries];
        VectorMath.DotRows(matrix, dimension, asked, [], results);
        for (var at = 0; at < results.Length; at++)
        {
            var (row, query) = (at / queries, at % queries);
            results[at].ShouldBe(Enumerable.Range(0, dimension).Sum(k => matrix[(row * dimension) + k] * asked[(query * dimension) + k]), 1e-4f);
        }
    }));

    [Fact]
    public void The_top_equals_a_sort() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, random.Next(1, 300)).Select(_ => (float)random.Next(40)).ToArray();
        var count = random.Next(1, 60);
        TopTracks.Of(scores, [], count).ShouldBe(Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count));
    }));
}
