using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;
using EchoTune.Recommendation.Retrieval;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Ranking;

public sealed class HybridRankerTests
{
    // Two worlds of sound: even tracks are lively (genre 0), odd ones calm (genre 1); an artist has six tracks.
    private static ModelSnapshot Model(int count = 120)
    {
        var random = new Random(5);
        var tracks = Enumerable.Range(0, count).Select(i => new TrackItem
        {
            Key = (ulong)i,
            Artist = i / 6,
            Genres = [i % 2],
            Perception = new Perception { TempoBpm = i % 2 == 0 ? 150 : 80, Values = [.. Enumerable.Range(0, 8).Select(_ => (i % 2 == 0 ? 0.7f : 0.2f) + (0.1f * random.NextSingle()))] },
        }).ToList();
        return ModelBuilder.Build(tracks, (count + 5) / 6, 2, CoListeningModel.Empty, "test");
    }

    private static IReadOnlyList<RankedTrack> Rank(ModelSnapshot model, TrackSignal[] signals, RecentSignal[] recent, byte[]? blocked = null, int limit = 20) =>
        HybridRanker.Rank(model, new RankQuery
        {
            Profile = ListenerProfile.Build(model, signals, recent), Blocked = blocked ?? new byte[model.Count], Weights = [1, 1, 1, 1, 1, 1, 1, 1, 1], Limit = limit, Seed = 7,
        });

    [Fact]
    public void A_like_brings_similar_tracks()
    {
        var model = Model();
        var answer = Rank(model, [new TrackSignal { Track = 1, Rating = 1, HoursSinceHeard = 1 }], [new RecentSignal(1, 2.5f, 0, false)], limit: 10);
        answer.Count(r => r.Track % 2 == 1).ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public void A_skip_moves_away()
    {
        var model = Model();
        var answer = Rank(model, [new TrackSignal { Track = 1, Negative = 1, HoursSinceHeard = 1 }], [new RecentSignal(1, -1, 0, false)], limit: 10);
        answer.Count(r => r.Track % 2 == 0).ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public void At_most_two_tracks_an_artist_none_blocked_two_signals_and_the_same_answer_twice()
    {
        var model = Model();
        var blocked = new byte[model.Count];
        blocked[4] = blocked[10] = 1;
        var answer = Rank(model, [], [], blocked);
        answer.Count.ShouldBe(20);
        answer.GroupBy(r => model.Artist(r.Track)).Max(g => g.Count()).ShouldBeLessThanOrEqualTo(2);
        answer.ShouldNotContain(r => r.Track == 4 || r.Track == 10);
        answer.SelectMany(r => r.Shares.Select((s, i) => (s, i))).Where(x => x.s > 0).Select(x => x.i).Distinct().Count().ShouldBeGreaterThanOrEqualTo(2);
        Rank(model, [], [], blocked).Select(r => r.Track).ShouldBe(answer.Select(r => r.Track));
    }

    [Fact]
    public void Heard_tracks_come_last_and_least_recent_first()
    {
        var model = Model(12);
        var signals = Enumerable.Range(0, 12).Select(i => new TrackSignal { Track = i, Listens = 1, Positive = 1, HoursSinceHeard = i < 10 ? i + 1 : 100 }).ToArray();
        var answer = Rank(model, signals, [], limit: 4);
        answer[0].IsRepeat.ShouldBeFalse();
        answer.Where(r => r.IsRepeat).Select(r => r.Track).ShouldBe([5, 4]);
    }

    [Fact]
    public void Rows_equal_their_scalar_twin()
    {
        var random = new Random(3);
        var matrix = Enumerable.Range(0, 7 * 37).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var queries = Enumerable.Range(0, 2 * 37).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var results = new float[14];
        VectorMath.DotRows(matrix, 37, queries, new byte[7], results);
        for (var r = 0; r < 7; r++)
        {
            for (var q = 0; q < 2; q++)
            {
                results[(r * 2) + q].ShouldBe(Enumerable.Range(0, 37).Sum(k => matrix[(r * 37) + k] * queries[(q * 37) + k]), 1e-4f);
            }
        }
    }
}
