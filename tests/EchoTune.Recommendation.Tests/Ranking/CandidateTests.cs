using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Online;
using EchoTune.Recommendation.Ranking;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Ranking;

public sealed class CandidateTests(PlantedLibrary library, ITestOutputHelper output) : IClassFixture<PlantedLibrary>
{
    private const int Asked = 60;

    private IReadOnlyList<RankedTrack> Rank(RankQuery query) => HybridRanker.Rank(library.Model, query);

    [Fact]
    public void Candidates_give_nearly_the_answer_of_the_whole_library()
    {
        // Without the draw of the day, which would lift some of thousands that are otherwise alike.
        double[] weights = [.. Enumerable.Range(0, StrategyNames.Count).Select(s => s == (int)Strategy.Novelty ? 0.0 : 1)];
        var (same, reached) = (0.0, 0.0);
        for (var listener = 0; listener < Asked; listener++)
        {
            var query = library.Query(listener, weights);
            var all = Rank(query with { IsExhaustive = true });
            var some = Rank(query);
            same += some.Select(r => r.Track).Intersect(all.Select(r => r.Track)).Count() / (double)all.Count / Asked;
            var drawn = library.Query(listener);
            reached += Rank(drawn).Sum(r => r.Score) / Rank(drawn with { IsExhaustive = true }).Sum(r => r.Score) / Asked;
        }

        output.WriteLine($"overlap {same:0.000}, score {reached:0.000}");
        same.ShouldBeGreaterThanOrEqualTo(0.9);
        reached.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void An_answer_is_the_same_whether_candidates_are_kept_or_gathered()
    {
        var query = library.Query(3);
        var first = Rank(query);
        query.Profile.Shortlist.ShouldNotBeNull();
        var second = Rank(query);
        Rank(library.Query(4));
        second.Select(r => (r.Track, r.Score)).ShouldBe(first.Select(r => (r.Track, r.Score)));
        Rank(library.Query(3)).Select(r => (r.Track, r.Score)).ShouldBe(first.Select(r => (r.Track, r.Score)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(6_000)]
    public void What_a_request_rules_out_never_comes_and_enough_of_the_rest_does(int fitting)
    {
        var query = library.Query(5);
        var random = new Random(fitting);
        var blocked = new byte[PlantedLibrary.Tracks];
        foreach (var track in Enumerable.Range(0, blocked.Length).OrderBy(_ => random.Next()).Skip(fitting))
        {
            blocked[track] = 1;
        }

        var answer = Rank(query with { Blocked = blocked, Limit = 100 });
        answer.Count.ShouldBe(100);
        answer.ShouldAllBe(r => blocked[r.Track] == 0);
        var all = Rank(query with { Blocked = blocked, Limit = 100, IsExhaustive = true });
        (answer.Sum(r => r.Score) / all.Sum(r => r.Score)).ShouldBeGreaterThan(0.95f);
    }

    [Fact]
    public void A_soft_wish_finds_the_few_that_fit_wherever_they_are()
    {
        var fit = new float[PlantedLibrary.Tracks];
        int[] wanted = [17, 2_222, 4_444, 6_666, 8_990];
        foreach (var track in wanted)
        {
            fit[track] = 1;
        }

        Rank(library.Query(6) with { Fit = fit, Limit = 5 }).Select(r => r.Track).ShouldBe(wanted, ignoreOrder: true);
    }

    [Fact]
    public void What_must_never_come_does_not_though_it_was_a_candidate()
    {
        var query = library.Query(7);
        var first = Rank(query);
        var never = first.Take(10).Select(r => r.Track).ToArray();
        var second = Rank(query with { Never = never });
        second.Count.ShouldBe(20);
        second.ShouldNotContain(r => never.Contains(r.Track));
        second.Select(r => r.Track).Intersect(first.Select(r => r.Track)).Count().ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public void Caps_are_held_even_where_candidates_run_out()
    {
        var answer = Rank(library.Query(8) with { Limit = 700, ArtistCap = 1 });
        answer.Count.ShouldBe(700);
        answer.GroupBy(r => library.Model.Artist(r.Track)).ShouldAllBe(artist => artist.Count() == 1);
    }

    [Fact]
    public void Each_learnt_strategy_brings_its_own()
    {
        var query = library.Query(9);
        RankedTrack[] By(Strategy only) => [.. Rank(query with { Weights = Only(only), Calibration = 0, Diversity = 0, ArtistCap = 0, RestHours = 0 })];

        // The factors of a listener of three genres lie in these.
        var own = query.Profile.Genres.Best(3);
        By(Strategy.Collaborative).Count(r => own.Contains(PlantedLibrary.GenreOf(r.Track))).ShouldBeGreaterThanOrEqualTo(16);
        var valued = query.Profile.Valued.Take(40).Select(v => v.Track / PlantedLibrary.OfArtist).ToHashSet();
        By(Strategy.Graph).ShouldAllBe(r => valued.Contains(r.Track / PlantedLibrary.OfArtist));
        var session = query.Profile.LastSession.GroupBy(PlantedLibrary.GenreOf).MaxBy(g => g.Count())!.Key;
        By(Strategy.Sequence).Count(r => PlantedLibrary.GenreOf(r.Track) == session).ShouldBeGreaterThanOrEqualTo(12);
        foreach (var strategy in (Strategy[])[Strategy.Collaborative, Strategy.Graph, Strategy.Sequence])
        {
            By(strategy)[0].Shares[(int)strategy].ShouldBeGreaterThan(0.9f);
            By(strategy)[0].Values[(int)strategy].ShouldBeGreaterThan(0.5f);
        }
    }

    [Fact]
    public void What_is_rejected_pushes_away_in_every_source()
    {
        var before = library.Query(10);
        var rejected = Rank(before with { Weights = Only(Strategy.Collaborative) })[0].Track;
        var genre = PlantedLibrary.GenreOf(rejected);
        TrackSignal[] more = [.. before.Profile.Signals.Where(s => PlantedLibrary.GenreOf(s.Track) != genre), .. Enumerable.Range(0, 6).Select(k => new TrackSignal
        {
            Track = (rejected / PlantedLibrary.OfArtist * PlantedLibrary.OfArtist) + k, Rating = -1, HoursSinceHeard = 40,
        })];
        var after = before with { Profile = ListenerProfile.Build(library.Model, more, [], null, before.Profile.LastSession, 3) };
        foreach (var strategy in (Strategy[])[Strategy.Content, Strategy.History, Strategy.CoListening, Strategy.Collaborative, Strategy.Graph])
        {
            var (was, now) = (HybridRanker.Score(library.Model, before, rejected).Values[(int)strategy], HybridRanker.Score(library.Model, after, rejected).Values[(int)strategy]);
            now.ShouldBeLessThanOrEqualTo(was, strategy.ToString());
        }

        HybridRanker.Score(library.Model, after, rejected).Score.ShouldBeLessThan(HybridRanker.Score(library.Model, before, rejected).Score - 1);
    }

    [Fact]
    public void More_familiarity_brings_more_that_was_heard()
    {
        var counts = Sweep((query, value) => query with { Familiarity = value }, (query, r) => query.Profile.Signals.Any(s => s.Track == r.Track && s.Listens > 0) ? 1 : 0);
        counts.ShouldBeInOrder(SortDirection.Ascending);
        counts[0].ShouldBe(0);
        counts[^1].ShouldBeGreaterThan(15);
    }

    [Fact]
    public void More_novelty_brings_what_fewer_know()
    {
        var popularity = Sweep((query, value) => query with { Novelty = value }, (_, r) => library.Model.Popularity(r.Track));
        popularity.ShouldBeInOrder(SortDirection.Descending);
        popularity[0].ShouldBeGreaterThan(1.7 * popularity[^1]);
    }

    [Fact]
    public void More_diversity_brings_tracks_less_alike()
    {
        var alike = new List<double>();
        foreach (var diversity in (float[])[0, 0.25f, 0.7f])
        {
            var sum = 0.0;
            for (var listener = 0; listener < 20; listener++)
            {
                var answer = Rank(library.Query(listener) with { Diversity = diversity });
                sum += answer.Sum(a => answer.Where(b => b != a).Average(b => library.Model.Similarity(a.Track, b.Track)));
            }

            alike.Add(sum);
        }

        alike.ShouldBeInOrder(SortDirection.Descending);
        alike[^1].ShouldBeLessThan(0.9 * alike[0]);
    }

    [Fact]
    public void Calibration_brings_the_mix_of_genres_nearer_to_the_listeners_own()
    {
        double Away(float calibration) => Enumerable.Range(0, 20).Sum(listener =>
        {
            var query = library.Query(listener) with { Calibration = calibration };
            var own = query.Profile.Genres;
            var sum = own.Best(16).Sum(g => own[g]);
            var answer = Rank(query);
            return own.Best(16).Sum(g => Math.Abs((own[g] / sum) - (answer.Count(r => PlantedLibrary.GenreOf(r.Track) == g) / (double)answer.Count)));
        });

        double[] away = [Away(0), Away(0.2f), Away(1)];
        away.ShouldBeInOrder(SortDirection.Descending);
        away[^1].ShouldBeLessThan(0.9 * away[0]);
    }

    [Fact]
    public void What_steps_back_gives_its_place_to_another()
    {
        var query = library.Query(12);
        var first = Rank(query);
        var setbacks = new float[PlantedLibrary.Tracks];
        setbacks[first[0].Track] = 5;
        Rank(query with { Setbacks = setbacks }).ShouldNotContain(r => r.Track == first[0].Track);
    }

    [Fact]
    public void Exploration_stays_within_its_budget_and_follows_what_comes_of_it()
    {
        var bandit = new ThompsonBandit(StrategyNames.Count);
        for (var k = 0; k < 400; k++)
        {
            bandit.Observe(k % StrategyNames.Count, k % StrategyNames.Count == (int)Strategy.Popularity ? 1 : 0);
        }

        var explored = Enumerable.Range(0, 30).SelectMany(listener => Rank(library.Query(listener) with { Explorer = bandit, ExplorationShare = 0.1 })).Where(r => r.Explores is not null).ToList();
        explored.Count.ShouldBeInRange(30, 60);
        explored.Count(r => r.Explores == Strategy.Popularity).ShouldBeGreaterThan(explored.Count * 3 / 4);
        var once = library.Query(1) with { Explorer = bandit };
        Rank(once).Select(r => (r.Track, r.Explores)).ShouldBe(Rank(once).Select(r => (r.Track, r.Explores)));
        Rank(once with { ExplorationShare = 0 }).ShouldAllBe(r => r.Explores == null);
    }

    [Fact]
    public void A_habit_is_the_listeners_own_once_they_have_one()
    {
        // Someone who hears loud music in the morning and quiet music at night, against what most people do.
        var byEnergy = Enumerable.Range(0, PlantedLibrary.Tracks).OrderBy(t => library.Model.Value(t, Feature.Energy)).ToArray();
        var (quiet, loud) = (byEnergy[..40], byEnergy[^40..]);
        RecentSignal[] recent = [.. loud.Select(t => new RecentSignal(t, 1, 0, true)), .. quiet.Select(t => new RecentSignal(t, 1, 3, true))];
        var signals = quiet.Concat(loud).Order().Select(t => new TrackSignal { Track = t, Positive = 1, Listens = 1, HoursSinceHeard = 50 }).ToArray();
        var profile = ListenerProfile.Build(library.Model, signals, recent);
        double Energy(int daypart) => Rank(new RankQuery { Profile = profile, Weights = Only(Strategy.Context), Moment = new Moment(daypart) }).Average(r => library.Model.Value(r.Track, Feature.Energy));

        Energy(0).ShouldBeGreaterThan(Energy(3) + 0.1);

        // And the same by device, and by the kind of day.
        RecentSignal[] places = [.. loud.Select(t => new RecentSignal(t, 1, 1, true, false, 1)), .. quiet.Select(t => new RecentSignal(t, 1, 1, true, false, 2))];
        var placed = ListenerProfile.Build(library.Model, signals, places);
        double At(int device) => Rank(new RankQuery { Profile = placed, Weights = Only(Strategy.Context), Moment = new Moment(1, false, device) }).Average(r => library.Model.Value(r.Track, Feature.Energy));
        At(1).ShouldBeGreaterThan(At(2) + 0.02);

        // And by what was asked for, at whatever time.
        RecentSignal[] wishes = [.. loud.Select(t => new RecentSignal(t, 1, 1, true, Wishes: 0b01)), .. quiet.Select(t => new RecentSignal(t, 1, 1, true, Wishes: 0b10))];
        var wished = ListenerProfile.Build(library.Model, signals, wishes);
        double For(ulong wish) => Rank(new RankQuery { Profile = wished, Weights = Only(Strategy.Context), Moment = new Moment(3, Wishes: wish) }).Average(r => library.Model.Value(r.Track, Feature.Energy));
        For(0b01).ShouldBeGreaterThan(For(0b10) + 0.1);
        var (asked, other) = (wished.Wishes.Of(0, Feature.Energy), wished.Wishes.Of(1, Feature.Energy));
        asked.Heard.ShouldBe(40);
        asked.Mean.ShouldBeGreaterThan(other.Mean + 0.2f);
        asked.Deviation.ShouldBeInRange(0, 0.2f);
        wished.Wishes.Evidence(2).ShouldBe(0);
    }

    private static double[] Only(Strategy only) => [.. Enumerable.Range(0, StrategyNames.Count).Select(s => s == (int)only ? 1.0 : s == (int)Strategy.Novelty ? 0.02 : 0)];

    private List<double> Sweep(Func<RankQuery, float, RankQuery> tune, Func<RankQuery, RankedTrack, double> measure) =>
        [.. new[] { 0f, 0.25f, 0.5f, 0.75f, 1f }.Select(value => Enumerable.Range(0, 20).Average(listener =>
        {
            var query = tune(library.Query(listener), value);
            return Rank(query).Sum(r => measure(query, r));
        }))];
}
