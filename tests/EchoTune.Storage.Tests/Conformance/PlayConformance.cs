using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every log of plays must do.</summary>
public abstract class PlayConformance
{
    private readonly ListenerId listener = Given.Listener();

    protected abstract ITrackStore Tracks { get; }

    protected abstract IPlayStore Plays { get; }

    protected abstract ITasteStore Taste { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_play_reads_back_as_it_was()
    {
        var play = new Play
        {
            EventId = Given.Id(), TrackId = await Given.Track(Tracks, Token), Kind = PlayKind.Seeked, StartedAt = Given.Noon, Heard = TimeSpan.FromMilliseconds(1234),
            Position = TimeSpan.FromMilliseconds(777), Source = "chat", SessionId = Given.Id(), Device = "Kitchen", Wish = "calm running",
        };

        (await Plays.AppendAsync(listener, [play], Token)).ShouldBe([play]);

        (await Plays.ReadAsync(listener, 0, 10, Token)).Select(p => p.Play).ShouldBe([play]);
        (await Plays.HistoryAsync(listener, [], null, 10, null, Token)).Items.ShouldBe([play]);
    }

    [Fact]
    public async Task Known_events_and_unknown_tracks_are_left_out()
    {
        var track = await Given.Track(Tracks, Token);
        var first = Play(track);
        await Plays.AppendAsync(listener, [first], Token);
        var second = Play(track);
        var third = Play(track);

        var added = await Plays.AppendAsync(listener, [third, first, Play(TrackId.New(TimeProvider.System)), second, third], Token);

        added.ShouldBe([third, second]);
        (await Plays.ReadAsync(listener, 0, 10, Token)).Select(p => p.Play.EventId).ShouldBe([first.EventId, third.EventId, second.EventId]);
        (await Plays.AppendAsync(listener, [], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_event_sent_many_times_at_once_counts_once()
    {
        var play = Play(await Given.Track(Tracks, Token));

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Plays.AppendAsync(listener, [play], Token)));

        added.Sum(a => a.Count).ShouldBe(1);
        (await Plays.ReadAsync(listener, 0, 100, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Appends_at_the_same_time_lose_nothing_and_the_log_is_read_on_from_a_position()
    {
        var track = await Given.Track(Tracks, Token);
        var batches = Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 7).Select(_ => Play(track)).ToList()).ToList();

        await Task.WhenAll(batches.Select(b => Plays.AppendAsync(listener, b, Token)));

        var read = new List<RecordedPlay>();
        for (var page = await Plays.ReadAsync(listener, 0, 9, Token); page.Count > 0; page = await Plays.ReadAsync(listener, read[^1].Sequence, 9, Token))
        {
            read.AddRange(page);
        }

        read.Select(r => r.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        read.Select(r => r.Play.EventId).ShouldBe(batches.SelectMany(b => b).Select(p => p.EventId), ignoreOrder: true);
    }

    [Fact]
    public async Task Listeners_never_see_each_other()
    {
        var play = Play(await Given.Track(Tracks, Token));
        var other = Given.Listener();
        await Plays.AppendAsync(listener, [play], Token);

        (await Plays.ReadAsync(other, 0, 10, Token)).ShouldBeEmpty();
        (await Plays.AppendAsync(other, [play], Token)).Count.ShouldBe(1);
        var listeners = await Plays.ListenersAsync(Token);
        listeners.ShouldContain(listener);
        listeners.ShouldContain(other);
        listeners.ShouldNotContain(Given.Listener());
    }

    [Fact]
    public async Task History_is_newest_first_by_kind_since_and_page_also_with_ties()
    {
        var tracks = new[] { await Given.Track(Tracks, Token), await Given.Track(Tracks, Token), await Given.Track(Tracks, Token), await Given.Track(Tracks, Token) };
        var plays = Enumerable.Range(0, 17).Select(i => Play(tracks[i % 4]) with { StartedAt = Given.Noon.AddMinutes(i / 4), Kind = i % 2 == 0 ? PlayKind.Played : PlayKind.Skipped }).ToList();
        await Plays.AppendAsync(listener, plays, Token);

        var paged = new List<Play>();
        string? cursor = null;
        do
        {
            var page = await Plays.HistoryAsync(listener, [], null, 3, cursor, Token);
            paged.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        paged.ShouldBe(Enumerable.Reverse(plays));
        (await Plays.HistoryAsync(listener, [PlayKind.Skipped, PlayKind.Liked], null, 100, null, Token)).Items.Count.ShouldBe(8);
        (await Plays.HistoryAsync(listener, [], Given.Noon.AddMinutes(4), 100, null, Token)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_listening_counts_once_also_when_it_is_played_and_completed()
    {
        var (a, b) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        await Plays.AppendAsync(
            listener,
            [
                Play(a) with { Heard = TimeSpan.FromSeconds(30) },
                Play(a) with { Kind = PlayKind.Completed, Heard = TimeSpan.FromSeconds(90) },
                Play(a) with { StartedAt = Given.Noon.AddHours(1), Heard = TimeSpan.FromSeconds(40) },
                Play(b) with { Kind = PlayKind.Skipped },
                Play(b) with { Kind = PlayKind.Liked },
            ],
            Token);

        (await Plays.CountsAsync(listener, null, Token)).ShouldBe([new PlayCount(a, 2, Given.Noon.AddHours(1), TimeSpan.FromSeconds(130))]);
        (await Plays.CountsAsync(listener, Given.Noon.AddMinutes(1), Token)).Single().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_listening_told_again_stands_once_in_the_history_as_last_told()
    {
        var (a, b) = (await Given.Track(Tracks, Token), await Given.Track(Tracks, Token));
        var first = Play(a) with { Heard = TimeSpan.FromSeconds(31) };
        var whole = Play(a) with { Kind = PlayKind.Completed, Heard = TimeSpan.FromSeconds(90) };
        var other = Play(b) with { Kind = PlayKind.Skipped };
        var liked = Play(a) with { Kind = PlayKind.Liked };
        await Plays.AppendAsync(listener, [first, other], Token);
        await Plays.AppendAsync(listener, [whole, liked], Token);

        (await Plays.HistoryAsync(listener, [PlayKind.Played, PlayKind.Completed, PlayKind.Skipped], null, 10, null, Token)).Items.ShouldBe([whole, other]);
        (await Plays.HistoryAsync(listener, [], null, 10, null, Token)).Items.ShouldBe([liked, whole, other]);
        (await Plays.ReadAsync(listener, 0, 10, Token)).Count.ShouldBe(4, "the log itself keeps every event");
    }

    [Fact]
    public async Task A_rating_is_what_its_newest_event_says_in_whatever_order_they_come()
    {
        var track = await Given.Track(Tracks, Token);
        await RateAsync(PlayKind.Liked, 1);
        (await RatingAsync()).ShouldBe(new Rating(RatingTarget.Track, track.Value, true, Given.Noon.AddMinutes(1)));

        await RateAsync(PlayKind.Disliked, 3);
        await RateAsync(PlayKind.Liked, 2);
        (await RatingAsync())!.Liked.ShouldBeFalse();

        await RateAsync(PlayKind.Unrated, 3);
        (await RatingAsync()).ShouldBeNull();

        // An event that was on its way when the rating was taken back does not bring it back.
        await RateAsync(PlayKind.Liked, 0);
        (await RatingAsync()).ShouldBeNull();
        await Plays.AppendAsync(listener, [Play(track) with { Kind = PlayKind.Liked, StartedAt = Given.Noon.AddMinutes(4) }, Play(track) with { Kind = PlayKind.Disliked, StartedAt = Given.Noon.AddMinutes(4) }], Token);
        (await RatingAsync())!.Liked.ShouldBeFalse("of two at the same time the later in the log holds");

        Task RateAsync(PlayKind kind, int minute) => Plays.AppendAsync(listener, [Play(track) with { Kind = kind, StartedAt = Given.Noon.AddMinutes(minute) }], Token);

        async Task<Rating?> RatingAsync() => (await Taste.RatingsAsync(listener, Token)).SingleOrDefault();
    }

    [Fact]
    public async Task A_rating_that_came_another_way_and_is_newer_stays()
    {
        var track = await Given.Track(Tracks, Token);
        var rating = new Rating(RatingTarget.Track, track.Value, true, Given.Noon.AddHours(1));
        await Taste.RateAsync(listener, rating, Token);

        await Plays.AppendAsync(listener, [Play(track) with { Kind = PlayKind.Disliked }], Token);
        await Plays.AppendAsync(listener, [Play(track) with { Kind = PlayKind.Unrated, StartedAt = Given.Noon.AddMinutes(1) }], Token);

        (await Taste.RatingsAsync(listener, Token)).ShouldBe([rating]);
    }

    [Fact]
    public async Task Hostile_texts_do_not_break_the_log()
    {
        var play = Play(await Given.Track(Tracks, Token)) with { Source = "a\0\ud800'; --", Device = "\0" };

        (await Plays.AppendAsync(listener, [play], Token)).Count.ShouldBe(1);

        (await Plays.ReadAsync(listener, 0, 1, Token))[0].Play.Source.ShouldStartWith("a");
    }

    private static Play Play(TrackId track) => new() { EventId = Given.Id(), TrackId = track, Kind = PlayKind.Played, StartedAt = Given.Noon };
}
