using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of tracks must do: lists, orders, pages, search. Each test has its own genre, so none sees another's tracks.</summary>
public abstract class TrackListConformance
{
    private readonly string genre = "genre " + Given.Id().ToString("N");

    protected abstract ITrackStore Tracks { get; }

    protected abstract IFeatureStore Features { get; }

    protected abstract ITasteStore Taste { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<TrackSort, bool> Orders()
    {
        var data = new TheoryData<TrackSort, bool>();
        foreach (var sort in Enum.GetValues<TrackSort>())
        {
            data.Add(sort, false);
            data.Add(sort, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_of_every_order_hold_each_track_once_also_with_ties(TrackSort sort, bool descending)
    {
        var files = Enumerable.Range(0, 23).Select(i => File(i, "Tie", $"Artist {i % 3}", $"Album {i % 2}") with
        {
            Year = i % 4 == 0 ? null : 1990 + (i % 3), TrackNumber = i % 5, DiscNumber = i % 7 == 0 ? null : i % 2,
        }).ToArray();
        var ids = await Tracks.SaveScannedAsync(files, Token);
        foreach (var (id, i) in ids.Select((id, i) => (id, i)).Where(p => p.i % 3 > 0))
        {
            await Features.SaveAsync(id, Analysis(120 + (i % 2), 0.5), Token);
        }

        var query = new TrackQuery { Genre = genre, Sort = sort, Descending = descending, Limit = 500 };
        var whole = (await Tracks.QueryAsync(query, Token)).Items.Select(t => t.Id).ToList();
        var paged = await Pages(query with { Limit = 4 });

        whole.Order(Comparer<TrackId>.Create((a, b) => a.Value.CompareTo(b.Value))).ShouldBe(ids.Order(Comparer<TrackId>.Create((a, b) => a.Value.CompareTo(b.Value))));
        paged.ShouldBe(whole);
    }

    [Fact]
    public async Task Titles_sort_without_article_case_and_accents()
    {
        await Save(File(0, "The Alpha"), File(1, "beta"), File(2, "Éclair"), File(3, "A Delta"), File(4, "\"Gamma\""));

        (await Titles(new TrackQuery { Genre = genre })).ShouldBe(["The Alpha", "beta", "A Delta", "Éclair", "\"Gamma\""]);
        (await Titles(new TrackQuery { Genre = genre, Descending = true })).ShouldBe(["\"Gamma\"", "Éclair", "A Delta", "beta", "The Alpha"]);
    }

    [Fact]
    public async Task An_album_plays_in_the_order_of_discs_and_numbers()
    {
        var ids = await Save(
            File(0, "d", album: "X") with { DiscNumber = 2, TrackNumber = 1 }, File(1, "c", album: "X") with { TrackNumber = 10 },
            File(2, "b", album: "X") with { DiscNumber = 1, TrackNumber = 2 }, File(3, "a", album: "X") with { DiscNumber = 2, TrackNumber = 3 });
        var album = (await Tracks.GetAsync(ids[0], Token))!.AlbumId;

        (await Titles(new TrackQuery { Album = album, Sort = TrackSort.Position })).ShouldBe(["b", "c", "d", "a"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tracks_without_a_tempo_come_last_in_both_directions(bool descending)
    {
        var ids = await Save(File(0, "slow"), File(1, "none"), File(2, "fast"));
        await Features.SaveAsync(ids[0], Analysis(70, 0.2), Token);
        await Features.SaveAsync(ids[2], Analysis(170, 0.9), Token);

        var expected = descending ? new[] { "fast", "slow", "none" } : ["slow", "fast", "none"];
        (await Titles(new TrackQuery { Genre = genre, Sort = TrackSort.Tempo, Descending = descending })).ShouldBe(expected);
        (await Titles(new TrackQuery { Genre = genre, Sort = TrackSort.Energy, Descending = descending })).ShouldBe(expected);
    }

    [Fact]
    public async Task Tracks_are_narrowed_and_ordered_by_what_was_heard_in_them()
    {
        var ids = await Save(File(0, "slow"), File(1, "none"), File(2, "fast"), File(3, "keyless"));
        await Features.SaveAsync(ids[0], Analysis(70, 0.2) with { Key = new MusicalKey(9, KeyMode.Minor), Valence = 0.1, Danceability = 0.3 }, Token);
        await Features.SaveAsync(ids[2], Analysis(170, 1) with { Key = new MusicalKey(0, KeyMode.Major), Valence = 0.9, Danceability = 0.2 }, Token);
        await Features.SaveAsync(ids[3], Analysis(100, 0.5) with { Valence = 0.5, Danceability = 0.9 }, Token);
        var all = new TrackQuery { Genre = genre };

        (await Titles(all with { TempoFrom = 70, TempoTo = 170 })).ShouldBe(["keyless", "slow"]);
        (await Titles(all with { EnergyFrom = 0.5, EnergyTo = 1 })).ShouldBe(["fast", "keyless"], "1 is as much as there is");
        (await Titles(all with { EnergyTo = 0.5 })).ShouldBe(["slow"]);
        (await Titles(all with { Keys = [new MusicalKey(9, KeyMode.Minor)] })).ShouldBe(["slow"]);
        (await Titles(all with { Keys = new MusicalKey(9, KeyMode.Minor).Compatible })).ShouldBe(["fast", "slow"], "its relative major mixes with it");
        (await Titles(all with { Keys = [new MusicalKey(9, KeyMode.Major)] })).ShouldBeEmpty();
        (await Titles(all with { Sort = TrackSort.Key })).ShouldBe(["slow", "fast", "keyless", "none"], "8A, 8B, and then what has no key");
        (await Titles(all with { Sort = TrackSort.Key, Descending = true })).ShouldBe(["fast", "slow", "none", "keyless"]);
        (await Titles(all with { Sort = TrackSort.Danceability })).ShouldBe(["fast", "slow", "keyless", "none"]);
        (await Titles(all with { Sort = TrackSort.Valence, Descending = true })).ShouldBe(["fast", "keyless", "slow", "none"]);
        var first = await Tracks.QueryAsync(all with { Sort = TrackSort.Key, TempoFrom = 1, Limit = 2 }, Token);
        (await Titles(all with { Sort = TrackSort.Key, TempoFrom = 1, Limit = 2, Cursor = first.NextCursor })).ShouldBe(["keyless"]);
    }

    [Fact]
    public async Task Tracks_are_narrowed_by_genre_and_mood_heard_and_ordered_by_how_surely()
    {
        var ids = await Save(File(0, "faint"), File(1, "none"), File(2, "sure"), File(3, "both"));
        await Features.SaveAsync(ids[0], Analysis(70, 0.2) with { Genres = [new("techno", 0.9), new("house", 0.3)], Moods = [new("calm", 0.5)] }, Token);
        await Features.SaveAsync(ids[2], Analysis(170, 1) with { Genres = [new("house", 0.8)] }, Token);
        await Features.SaveAsync(ids[3], Analysis(100, 0.5) with { Genres = [new("house", 0.6)], Moods = [new("happy", 0.45), new("calm", 0.7)] }, Token);
        var all = new TrackQuery { Genre = genre };

        (await Titles(all with { HeardGenre = "house" })).ShouldBe(["both", "faint", "sure"]);
        (await Titles(all with { HeardGenre = "house", Sort = TrackSort.Heard })).ShouldBe(["sure", "both", "faint"]);
        (await Titles(all with { HeardGenre = "house", Sort = TrackSort.Heard, Descending = true })).ShouldBe(["faint", "both", "sure"]);
        (await Titles(all with { HeardMood = "calm", Sort = TrackSort.Heard })).ShouldBe(["both", "faint"]);
        (await Titles(all with { HeardGenre = "house", HeardMood = "calm", Sort = TrackSort.Heard })).ShouldBe(["both", "faint"], "1.3 and 0.8");
        (await Titles(all with { HeardGenre = "polka" })).ShouldBeEmpty();
        (await Titles(all with { Sort = TrackSort.Heard })).ShouldBe(["both", "faint", "none", "sure"], "by title where nothing is asked for");
        var first = await Tracks.QueryAsync(all with { HeardGenre = "house", Sort = TrackSort.Heard, Limit = 1 }, Token);
        (await Titles(all with { HeardGenre = "house", Sort = TrackSort.Heard, Limit = 5, Cursor = first.NextCursor })).ShouldBe(["both", "faint"]);
    }

    [Fact]
    public async Task Conditions_hold_together()
    {
        var listener = Given.Listener();
        var ids = await Save(
            File(0, "one", "Ann") with { Year = 1994 }, File(1, "two", "Ann") with { Year = 1999 }, File(2, "three", "Ben") with { Year = 1995 },
            File(3, "four", "Cy", "Duo", "Ann") with { Year = 1996 });
        var ann = (await Tracks.GetAsync(ids[0], Token))!.ArtistId;
        await Taste.RateAsync(listener, new Rating(RatingTarget.Track, ids[3].Value, true, Given.Noon), Token);
        await Taste.RateAsync(listener, new Rating(RatingTarget.Track, ids[0].Value, false, Given.Noon), Token);

        (await Titles(new TrackQuery { Genre = genre, Artist = ann })).ShouldBe(["four", "one", "two"]);
        (await Titles(new TrackQuery { Genre = genre, Artist = ann, YearFrom = 1995, YearTo = 1996 })).ShouldBe(["four"]);
        (await Titles(new TrackQuery { Genre = genre, LikedBy = listener })).ShouldBe(["four"]);
        (await Titles(new TrackQuery { Genre = genre, Text = "ann", YearTo = 1995 })).ShouldBe(["one"]);
    }

    [Theory]
    [InlineData("dream", "Dreamland")]
    [InlineData("dreamland", "Dreamland")]
    [InlineData("DRÉAM", "Dreamland")]
    [InlineData("ronan dre", "Dreamland")]
    [InlineData("dremland", "Dreamland")]
    [InlineData("draemland", "Dreamland")]
    [InlineData("rosen garden", "Rose's Garden")]
    [InlineData("roses", "Rose's Garden")]
    [InlineData("acdc", "ACDC Tune")]
    [InlineData("Ωmega", "Ωmega")]
    [InlineData("кино", "Кино")]
    public async Task Search_finds_prefixes_accents_and_small_misspellings(string text, string title)
    {
        await Save(File(0, "Dreamland", "Rónán"), File(1, "Rose's Garden", "Rosen"), File(2, "ACDC Tune"), File(3, "Ωmega"), File(4, "Кино"), File(5, "Something else"));

        (await Titles(new TrackQuery { Genre = genre, Text = text }))[0].ShouldBe(title);
    }

    [Fact]
    public async Task Search_answers_nothing_to_what_is_not_there()
    {
        await Save(File(0, "Dreamland"));

        (await Titles(new TrackQuery { Genre = genre, Text = "zzyzx" })).ShouldBeEmpty();
        (await Titles(new TrackQuery { Genre = genre, Text = "land" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_better_match_comes_first_and_what_is_spelt_so_needs_no_guesses()
    {
        await Save(
            File(0, "Golden Hour", "Moon"), File(1, "Moonlight", "Sun"), File(2, "Moon", "Zed"), File(3, "Noon", "Zed"), File(4, "Under the moon", "Zed"));

        (await Titles(new TrackQuery { Genre = genre, Text = "moon" })).ShouldBe(["Moon", "Golden Hour", "Moonlight", "Under the moon"]);
        (await Pages(new TrackQuery { Genre = genre, Text = "moon", Limit = 1 })).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("W10")]
    [InlineData("WyJ0cmFja3MgVGl0bGUgRmFsc2UgRXhhY3QiLDEsMl0")]
    [InlineData("////")]
    public async Task A_cursor_of_another_list_is_refused(string cursor)
    {
        var failure = await Should.ThrowAsync<EchoTuneException>(() => Tracks.QueryAsync(new TrackQuery { Cursor = cursor }, Token));

        failure.ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_cursor_serves_only_the_order_it_was_made_for()
    {
        await Save(File(0, "a"), File(1, "b"));
        var cursor = (await Tracks.QueryAsync(new TrackQuery { Genre = genre, Limit = 1 }, Token)).NextCursor;

        (await Should.ThrowAsync<EchoTuneException>(() => Tracks.QueryAsync(new TrackQuery { Genre = genre, Sort = TrackSort.Year, Cursor = cursor }, Token)))
            .ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
    }

    private static TrackFeatures Analysis(double tempo, double energy) => new()
    {
        AnalyserVersion = "1", DurationSeconds = 100, TempoBpm = tempo, TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1, Energy = energy,
    };

    private ScannedFile File(int number, string title, string artist = "Someone", string? album = null, string? albumArtist = null) =>
        Given.File($"{genre}/{number:000}.flac", title, artist, album, albumArtist) with { Genres = [genre] };

    private Task<IReadOnlyList<TrackId>> Save(params ScannedFile[] files) => Tracks.SaveScannedAsync(files, Token);

    private async Task<List<string>> Titles(TrackQuery query) => (await Tracks.QueryAsync(query, Token)).Items.Select(t => t.Title).ToList();

    private async Task<List<TrackId>> Pages(TrackQuery query)
    {
        var found = new List<TrackId>();
        do
        {
            var page = await Tracks.QueryAsync(query, Token);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Items.Select(t => t.Id));
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);
        return found;
    }
}
