using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every browsing store must do. Each test has its own genre.</summary>
public abstract class BrowseConformance
{
    private readonly string genre = "genre " + Given.Id().ToString("N");
    private readonly string mark = "m" + Given.Id().ToString("N")[20..];

    protected abstract ITrackStore Tracks { get; }

    protected abstract IBrowseStore Browse { get; }

    protected abstract IFeatureStore Features { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Artists_are_listed_by_name_with_their_albums_tracks_and_genres()
    {
        await Save(
            File(0, "The Zoo", "Cages") with { ArtworkKey = "zoo", Genres = [genre, "animal"] }, File(1, "The Zoo", "Cages") with { Genres = [genre] },
            File(2, "Åke", "Nord"), File(3, "Bea", "Mix", "Various Artists"));

        var page = await Browse.ArtistsAsync(null, genre, 10, null, Token);

        page.Items.Select(a => a.Name).ShouldBe(["Åke", "Bea", "Various Artists", "The Zoo"]);
        var zoo = page.Items[3];
        (zoo.AlbumCount, zoo.TrackCount, zoo.ArtworkKey).ShouldBe((1, 2, "zoo"));
        zoo.Genres.ShouldBe([genre, "animal"]);
        page.Items[1].AlbumCount.ShouldBe(0);
        (await Browse.ArtistAsync(zoo.Id, Token)).ShouldNotBeNull().ShouldBeEquivalentTo(zoo);
        (await Browse.ArtistAsync(ArtistId.New(TimeProvider.System), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Artists_are_paged_and_searched()
    {
        await Save([.. Enumerable.Range(0, 11).Select(i => File(i, $"{mark} Artist {i:00}"))]);
        await Save(File(20, $"{mark} Beatles"), File(21, $"Golden {mark} Beat"));

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Browse.ArtistsAsync($"{mark} artist", null, 4, cursor, Token);
            names.AddRange(page.Items.Select(a => a.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        names.ShouldBe(Enumerable.Range(0, 11).Select(i => $"{mark} Artist {i:00}"));
        (await Browse.ArtistsAsync($"{mark} beat", null, 10, null, Token)).Items.Select(a => a.Name).ShouldBe([$"{mark} Beatles", $"Golden {mark} Beat"]);
        (await Browse.ArtistsAsync($"{mark} beetles", null, 10, null, Token)).Items[0].Name.ShouldBe($"{mark} Beatles");
    }

    [Fact]
    public async Task Albums_add_up_their_available_tracks()
    {
        var ids = await Save(
            File(0, "Eve", "Sum") with { Year = 2001, DiscNumber = 1 }, File(1, "Eve", "Sum") with { Year = 1999, DiscNumber = 2, ArtworkKey = "sum" }, File(2, "Eve", "Sum") with { Year = 1950 });
        await Tracks.SetAvailableAsync([ids[2]], false, Token);

        var album = (await Browse.AlbumsAsync(new AlbumQuery { Genre = genre }, Token)).Items.Single();

        (album.Title, album.AlbumArtist, album.Year, album.DiscCount, album.TrackCount, album.ArtworkKey, album.IsCompilation)
            .ShouldBe(("Sum", "Eve", 1999, 2, 2, "sum", false));
        album.Duration.ShouldBe(TimeSpan.FromSeconds(200));
        album.Genres.ShouldBe([genre]);
        (await Browse.AlbumAsync(album.Id, Token)).ShouldNotBeNull().ShouldBeEquivalentTo(album);
        (await Browse.AlbumAsync(AlbumId.New(TimeProvider.System), Token)).ShouldBeNull();
        await Tracks.SetAvailableAsync(ids, false, Token);
        (await Browse.AlbumAsync(album.Id, Token)).ShouldBeNull();
        (await Browse.ArtistAsync(album.ArtistId, Token)).ShouldBeNull();
    }

    public static TheoryData<AlbumSort, bool> Orders() =>
        new(Enum.GetValues<AlbumSort>().SelectMany(s => new[] { (s, false), (s, true) }));

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_of_every_order_hold_each_album_once(AlbumSort sort, bool descending)
    {
        await Save([.. Enumerable.Range(0, 13).Select(i => File(i, $"A{i % 3}", i % 2 == 0 ? "Same" : $"T{i}", $"A{i}") with { Year = i % 4 == 0 ? null : 2000 + (i % 2) })]);
        var query = new AlbumQuery { Genre = genre, Sort = sort, Descending = descending, Limit = 500 };
        var whole = (await Browse.AlbumsAsync(query, Token)).Items.Select(a => a.Id).ToList();

        var paged = new List<AlbumId>();
        query = query with { Limit = 3 };
        do
        {
            var page = await Browse.AlbumsAsync(query, Token);
            paged.AddRange(page.Items.Select(a => a.Id));
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);

        whole.Distinct().Count().ShouldBe(13);
        paged.ShouldBe(whole);
    }

    [Fact]
    public async Task Albums_are_narrowed_by_artist_year_compilation_and_words()
    {
        var ids = await Save(
            File(0, $"{mark} Fay", $"{mark} Solo") with { Year = 2001 }, File(1, $"{mark} Fay", $"{mark} Party", "Various Artists") with { Year = 2002 },
            File(2, $"{mark} Gil", $"{mark} Own") with { Year = 2002 });
        var fay = (await Tracks.GetAsync(ids[0], Token))!.ArtistId;

        async Task<IEnumerable<string>> Titles(AlbumQuery query) => (await Browse.AlbumsAsync(query with { Genre = genre }, Token)).Items.Select(a => a.Title);
        (await Titles(new AlbumQuery { Artist = fay })).ShouldBe([$"{mark} Party", $"{mark} Solo"]);
        (await Titles(new AlbumQuery { Year = 2002 })).ShouldBe([$"{mark} Own", $"{mark} Party"]);
        (await Titles(new AlbumQuery { CompilationsOnly = true })).ShouldBe([$"{mark} Party"]);
        (await Titles(new AlbumQuery { Text = $"{mark} sol" })).ShouldBe([$"{mark} Solo"]);
        (await Titles(new AlbumQuery { Text = $"{mark} parrty" })).ShouldBe([$"{mark} Party"]);
    }

    [Fact]
    public async Task Genres_and_years_are_counted()
    {
        var year = 5000 + (Math.Abs(genre.GetHashCode(StringComparison.Ordinal)) % 4000);
        await Save(File(0, "Ann", "A1") with { Year = year }, File(1, "Ann", "A2") with { Year = year, ArtworkKey = "k" }, File(2, "Bob") with { Year = year });

        (await Browse.GenresAsync(Token)).Single(g => g.Name == genre).ShouldBe(new Genre(genre, 3, 2, "k"));
        (await Browse.YearsAsync(Token)).Single(y => y.Year == year).ShouldBe(new ReleaseYear(year, 3, 2));
    }

    [Fact]
    public async Task What_was_heard_is_counted_over_available_tracks()
    {
        var ids = await Save(File(0, "Ann"), File(1, "Ann"), File(2, "Bob"));
        TrackFeatures Heard(params LabelConfidence[] moods) => new()
        {
            AnalyserVersion = "1", DurationSeconds = 1, TempoBpm = 0, TempoConfidence = 0, LoudnessLufs = -20, TruePeakDb = -1,
            Genres = [new LabelConfidence("heard " + genre, 0.6)], Moods = moods,
        };
        await Features.SaveAsync(ids[0], Heard(new LabelConfidence("mood " + genre, 0.5)), Token);
        await Features.SaveAsync(ids[1], Heard(), Token);
        await Features.SaveAsync(ids[2], Heard(new LabelConfidence("mood " + genre, 0.5)), Token);
        await Tracks.SetAvailableAsync([ids[2]], false, Token);

        var heard = await Browse.HeardAsync(Token);
        heard.Genres.Where(label => label.Name.Contains(genre)).ShouldBe([new HeardLabel("heard " + genre, 2)]);
        heard.Moods.Where(label => label.Name.Contains(genre)).ShouldBe([new HeardLabel("mood " + genre, 1)]);
        heard.Genres.Select(label => label.TrackCount).ShouldBe(heard.Genres.Select(label => label.TrackCount).OrderDescending());
    }

    private ScannedFile File(int number, string artist, string? album = null, string? albumArtist = null) =>
        Given.File($"{genre}/{number:000}/a.flac", "Title", artist, album, albumArtist) with { Genres = [genre] };

    private Task<IReadOnlyList<TrackId>> Save(params ScannedFile[] files) => Tracks.SaveScannedAsync(files, Token);
}
