using EchoTune.Catalog;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of exposures and of what came of them must do.</summary>
public abstract class ExposureConformance
{
    private static int days;
    private readonly ListenerId listener = Given.Listener();

    // A time of its own for each test: what is computed is computed for all listeners.
    private readonly DateTimeOffset noon = Given.Noon.AddYears(-20).AddDays(10 * Interlocked.Increment(ref days));

    protected abstract ITrackStore Tracks { get; }

    protected abstract IPlayStore Plays { get; }

    protected abstract IExposureStore Exposures { get; }

    protected abstract IStrategyMetricStore Metrics { get; }

    protected abstract IShownTracks ShownTracks { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateOnly Day => DateOnly.FromDateTime(noon.UtcDateTime);

    [Fact]
    public async Task The_same_track_on_the_same_surface_counts_once_in_ten_minutes()
    {
        var track = await Given.Track(Tracks, Token);

        (await Exposures.AppendAsync([Shown(track, 0), Shown(track, 5), Shown(track, 11)], Token)).ShouldBe(2, "of one batch");
        (await Exposures.AppendAsync([Shown(track, 20), Shown(track, 8), Shown(track, 3) with { Surface = "chat" }], Token)).ShouldBe(1, "another surface is another exposure");
        (await Exposures.AppendAsync([Shown(track, 21), Shown(track, 0) with { Listener = Given.Listener() }], Token)).ShouldBe(2);
        (await Exposures.AppendAsync([Shown(track, 0), Shown(track, 21)], Token)).ShouldBe(0, "appending again is appending once");
        (await Exposures.AppendAsync([], Token)).ShouldBe(0);
    }

    [Fact]
    public async Task The_best_of_what_happened_within_a_day_decides_an_exposure()
    {
        var played = await ShownAsync((PlayKind.Skipped, 1), (PlayKind.Played, 60));
        await ShownAsync((PlayKind.Skipped, 5));
        await ShownAsync((PlayKind.Dismissed, 5), (PlayKind.Liked, 6));
        await ShownAsync((PlayKind.Disliked, 23 * 60));
        await ShownAsync((PlayKind.Played, 25 * 60));
        await ShownAsync((PlayKind.Played, -60));
        await ShownAsync((PlayKind.Queued, 1), (PlayKind.Seeked, 2), (PlayKind.Unrated, 3));
        await Plays.AppendAsync(Given.Listener(), [Heard(played, PlayKind.Skipped, 2)], Token);

        await Metrics.RecomputeAsync(Day, Day, Token);

        (await Metrics.DaysAsync(Day, Day, Token)).ShouldBe([
            Row("content", 0.75), Row("hybrid", 1), Row("novelty", 0.25),
        ]);

        StrategyDay Row(string name, double share) => new(Day, name, 7 * share, 1 * share, 2 * share, 1 * share, 6 * share, 0, 0);
    }

    [Fact]
    public async Task An_exposure_ends_where_the_track_is_shown_again()
    {
        var track = await Given.Track(Tracks, Token);
        await Exposures.AppendAsync([Shown(track, 0), Shown(track, 60), Shown(track, 30) with { Surface = "chat" }], Token);
        await Plays.AppendAsync(listener, [Heard(track, PlayKind.Played, 90)], Token);

        await Metrics.RecomputeAsync(Day, Day, Token);

        var whole = (await Metrics.DaysAsync(Day, Day, Token)).Single(row => row.Strategy == StrategyDay.Hybrid);
        (whole.Exposures, whole.Plays).ShouldBe((3, 2), "the play decides the second on its surface, and the one on the other");
    }

    [Fact]
    public async Task Days_are_computed_again_to_the_same_rows_and_take_in_what_came_late()
    {
        var track = await Given.Track(Tracks, Token);
        await Exposures.AppendAsync([Shown(track, 0), Shown(track, 24 * 60)], Token);
        await Metrics.RecomputeAsync(Day, Day.AddDays(1), Token);
        var before = await Metrics.DaysAsync(Day, Day.AddDays(1), Token);

        await Metrics.RecomputeAsync(Day, Day.AddDays(1), Token);

        (await Metrics.DaysAsync(Day, Day.AddDays(1), Token)).ShouldBe(before);
        before.Count.ShouldBe(6);
        await Plays.AppendAsync(listener, [Heard(track, PlayKind.Completed, 10)], Token);
        await Metrics.RecomputeAsync(Day, Day, Token);
        var after = await Metrics.DaysAsync(Day, Day.AddDays(1), Token);
        after.Single(row => row.Day == Day && row.Strategy == StrategyDay.Hybrid).Plays.ShouldBe(1);
        after.Where(row => row.Day != Day).ShouldBe(before.Where(row => row.Day != Day), "the other day was not asked for");
        (await Metrics.LastDayAsync(Token)).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(Day.AddDays(1));
    }

    [Fact]
    public async Task Marks_count_once_for_the_exposure_they_are_about()
    {
        var (seen, opened) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        await Exposures.AppendAsync([Shown(seen, 0), Shown(opened, 0)], Token);
        var mark = new ExposureMark(Given.Id(), opened, MarkKind.Opened, noon.AddMinutes(1));

        (await Exposures.MarkAsync(listener, [mark, new ExposureMark(Given.Id(), seen, MarkKind.Seen, noon.AddMinutes(1))], Token)).ShouldBe(2);
        (await Exposures.MarkAsync(listener, [mark], Token)).ShouldBe(0, "the same event");
        (await Exposures.MarkAsync(listener, [mark with { EventId = Given.Id(), Track = TrackId.New(TimeProvider.System) }], Token)).ShouldBe(0, "an unknown track");
        (await Exposures.MarkAsync(listener, [mark with { EventId = Given.Id() }], Token)).ShouldBe(1, "another event, for the same exposure");
        await Metrics.RecomputeAsync(Day, Day, Token);

        var whole = (await Metrics.DaysAsync(Day, Day, Token)).Single(row => row.Strategy == StrategyDay.Hybrid);
        (whole.Seen, whole.Opened).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Spread_tells_how_widely_and_how_unequally_a_strategy_showed_the_library()
    {
        var shown = new List<TrackId>();
        for (var i = 0; i < 4; i++)
        {
            shown.Add(await Given.Track(Tracks, Token));
        }

        await Exposures.AppendAsync([.. shown.Select(track => Shown(track, 0)), Shown(shown[0], 20) with { Strategies = Only("history") }], Token);
        await Metrics.RecomputeAsync(Day, Day, Token);

        var (spreads, library) = await Metrics.SpreadAsync(Day, Day, Token);

        library.ShouldBeGreaterThanOrEqualTo(4);
        spreads.Select(spread => (spread.Strategy, spread.Tracks)).ShouldBe([("content", 4), ("history", 1), ("hybrid", 4), ("novelty", 4)]);
        spreads.Single(spread => spread.Strategy == "content").Gini.ShouldBe(1 - (4.0 / library), 1e-9, "four alike, and nothing of the others");
        spreads.Single(spread => spread.Strategy == "history").Gini.ShouldBe(1 - (1.0 / library), 1e-9);
        await Metrics.ForgetAsync(Day.AddDays(1), Token);
        (await Metrics.SpreadAsync(Day, Day, Token)).Spreads.ShouldBeEmpty();
        (await Metrics.DaysAsync(Day, Day, Token)).ShouldNotBeEmpty("rows of days stay");
    }

    [Fact]
    public async Task Exposures_read_back_with_what_came_of_them_newest_answers_first()
    {
        var (a, b, c) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        var (first, second) = (Guid.CreateVersion7(noon), Guid.CreateVersion7(noon.AddMinutes(1)));
        await Exposures.AppendAsync(
            [
                Shown(b, 0) with { Answer = first, Place = 2, Score = -0.5, Propensity = 0.25 }, Shown(a, 0) with { Answer = first },
                Shown(c, 1) with { Answer = second, Strategies = new Dictionary<string, double>() },
            ],
            Token);
        await Plays.AppendAsync(listener, [Heard(b, PlayKind.Played, 2)], Token);

        var read = await Exposures.ReadAsync(noon, noon.AddDays(1), 10, Token);

        read.Select(one => (one.Answer, one.IsPlayed)).ShouldBe([(second, false), (first, false), (first, true)]);
        (read[2].Score, read[2].Propensity).ShouldBe((-0.5, 0.25));
        read[2].Strategies.ShouldBe(new Dictionary<string, double> { ["content"] = 0.75, ["novelty"] = 0.25 }, ignoreOrder: true);
        read[0].Strategies.ShouldBeEmpty();
        (await Exposures.ReadAsync(noon, noon.AddDays(1), 1, Token)).Single().Answer.ShouldBe(second);
        (await Exposures.ReadAsync(noon.AddDays(1), noon.AddDays(2), 10, Token)).ShouldBeEmpty();
        (await Exposures.ForgetAsync(noon.AddSeconds(30), Token)).ShouldBeGreaterThanOrEqualTo(2);
        (await Exposures.ReadAsync(noon, noon.AddDays(1), 10, Token)).Single().Answer.ShouldBe(second);
    }

    [Fact]
    public async Task What_explored_reads_back_oldest_first_and_for_its_listener_alone()
    {
        var (a, b, c) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        await Exposures.AppendAsync(
            [Shown(b, 30) with { Explores = "content" }, Shown(a, 0) with { Explores = "novelty" }, Shown(c, 10), Shown(c, 20) with { Explores = "graph", Listener = Given.Listener() }], Token);

        (await ShownTracks.ExplorationsAsync(listener, 10, Token)).ShouldBe([new Exploration(a, "novelty", noon), new Exploration(b, "content", noon.AddMinutes(30))]);
        (await ShownTracks.ExplorationsAsync(listener, 1, Token)).ShouldBe([new Exploration(b, "content", noon.AddMinutes(30))], "the newest");
        (await ShownTracks.ExplorationsAsync(Given.Listener(), 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_shown_counts_once_a_day_for_a_listener_in_its_hour()
    {
        // In the future, where no other test shows anything.
        var later = noon.AddYears(60);
        var (a, b) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        Exposure At(TrackId track, int minute) => Shown(track, 0) with { At = later.AddMinutes(minute) };
        await Exposures.AppendAsync([At(a, 5), At(a, 25), At(a, 65), At(b, 5), At(a, -5), At(a, 70) with { Listener = Given.Listener() }, At(a, (24 * 60) + 5)], Token);
        Play PlayAt(TrackId track, PlayKind kind, int minute) => Heard(track, kind, 0) with { StartedAt = later.AddMinutes(minute) };
        await Plays.AppendAsync(listener, [PlayAt(a, PlayKind.Completed, 30), PlayAt(b, PlayKind.Skipped, 6), PlayAt(b, PlayKind.Played, 70), PlayAt(a, PlayKind.Completed, -3)], Token);
        await Plays.AppendAsync(Given.Listener(), [PlayAt(a, PlayKind.Completed, 31)], Token);

        (await ShownTracks.SinceAsync(later, Token)).Where(row => row.Hour < later.AddHours(25)).ShouldBe(
            [
                new ShownTrack(a, later, 1, 1), new ShownTrack(a, later.AddHours(1), 1, 0), new ShownTrack(a, later.AddHours(24), 1, 0), new ShownTrack(b, later, 1, 0),
                new ShownTrack(b, later.AddHours(1), 0, 1),
            ], ignoreOrder: true);
    }

    [Fact]
    public async Task An_alert_is_kept_once_and_so_is_the_drift_it_tells_of()
    {
        var strategy = $"s{Given.Id():N}";
        var alert = new DriftAlert(Given.Id(), strategy, "playRate", Day, 0.5, 0.25, noon);

        (await Metrics.AddAlertsAsync([alert], 14, Token)).ShouldBe(1);
        (await Metrics.AddAlertsAsync([alert, alert with { Id = Given.Id(), Day = Day.AddDays(3) }], 14, Token)).ShouldBe(0);
        (await Metrics.AddAlertsAsync([alert with { Metric = "keepRate" }, alert with { Id = Given.Id(), Day = Day.AddDays(14) }], 14, Token)).ShouldBe(2);

        var alerts = (await Metrics.AlertsAsync(Day, 1000, Token)).Where(one => one.Strategy == strategy).ToList();
        alerts.Select(one => (one.Day, one.Metric)).ShouldBe([(Day.AddDays(14), "playRate"), (Day, "keepRate"), (Day, "playRate")]);
        alerts[^1].ShouldBe(alert);
        (await Metrics.AlertsAsync(Day.AddDays(1), 1000, Token)).Count(one => one.Strategy == strategy).ShouldBe(1);
    }

    private static Dictionary<string, double> Only(string name) => new() { [name] = 1 };

    private async Task<TrackId> ShownAsync(params (PlayKind Kind, int Minute)[] happened)
    {
        var track = await Given.Track(Tracks, Token);
        await Exposures.AppendAsync([Shown(track, 0)], Token);
        await Plays.AppendAsync(listener, [.. happened.Select(one => Heard(track, one.Kind, one.Minute))], Token);
        return track;
    }

    private Exposure Shown(TrackId track, int minute) => new(
        listener, track, "home", noon.AddMinutes(minute), Guid.CreateVersion7(noon.AddMinutes(minute)), 1, 0.5, 0.5,
        new Dictionary<string, double> { ["content"] = 0.75, ["novelty"] = 0.25 }, "m1", null, null);

    private Play Heard(TrackId track, PlayKind kind, int minute) => new() { EventId = Given.Id(), TrackId = track, Kind = kind, StartedAt = noon.AddMinutes(minute) };
}
