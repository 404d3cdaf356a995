using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

public sealed class LibraryTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    [Fact]
    public async Task Lists_come_in_pages_without_gaps_or_doubles()
    {
        var titles = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Get<PageDto<TrackDto>>($"/api/v1/tracks?limit=2&sort=title&cursor={cursor}");
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            titles.AddRange(page.Items.Select(track => track.Title));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        titles.ShouldBe(["Alpha", "Bravo", "Charlie", "Delta", "Echo"]);
    }

    [Fact]
    public async Task A_track_shows_its_tags_its_sound_and_its_gain()
    {
        var track = await Get<TrackDto>($"/api/v1/tracks/{Id("Delta")}");

        track.Artist.ShouldBe("Bob Wave");
        track.Album.ShouldBe("Second Wind");
        track.Year.ShouldBe(2005);
        track.Genres.ShouldBe(["techno"]);
        track.DurationMs.ShouldBeInRange(3_900, 4_100);
        track.Features.ShouldNotBeNull();
        track.GainDb.ShouldNotBeNull();
        var features = await Get<TrackFeaturesDto>($"/api/v1/tracks/{Id("Delta")}/features");
        features.LoudnessLufs.ShouldBe(track.Features.LoudnessLufs);
        features.Waveform.ShouldAllBe(level => level >= 0 && level <= 255);
        features.MaxMomentaryLufs.ShouldBeInRange(features.LoudnessLufs - 0.1, 0);
        features.ReplayGainDb.ShouldBe(-18 - features.LoudnessLufs, 1e-9);
        features.Chords.ShouldAllBe(chord => chord.End > chord.Start && chord.Label.Length > 0);
        features.TuningCents.ShouldBeInRange(-50, 50);
    }

    [Fact]
    public async Task A_track_tells_of_other_files_of_its_recording_and_a_different_tone_is_none()
    {
        (await Get<ItemsDto<DuplicateDto>>($"/api/v1/tracks/{Id("Alpha")}/duplicates")).Items.ShouldBeEmpty();
        using var missing = await Server.Script().GetAsync($"/api/v1/tracks/{Guid.CreateVersion7()}/duplicates", Cancellation);
        await missing.ShouldBeProblemAsync(HttpStatusCode.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Tracks_are_narrowed_by_what_was_heard_in_them_and_what_is_no_key_is_refused()
    {
        var all = await Get<PageDto<TrackDto>>("/api/v1/tracks?sort=key");
        all.Items.Count.ShouldBe(5);
        (await Get<PageDto<TrackDto>>("/api/v1/tracks?energyFrom=0&energyTo=1&tempoFrom=-1&tempoTo=1000")).Items.Count.ShouldBe(5);
        (await Get<PageDto<TrackDto>>("/api/v1/tracks?tempoFrom=900")).Items.ShouldBeEmpty();
        foreach (var key in (string[])["8A", "C%20major", "F%23m"])
        {
            var alone = (await Get<PageDto<TrackDto>>($"/api/v1/tracks?key={key}")).Items.Select(track => track.Id).ToList();
            var mixing = (await Get<PageDto<TrackDto>>($"/api/v1/tracks?key={key}&compatible=true")).Items.Select(track => track.Id).ToList();
            alone.ShouldBeSubsetOf(mixing);
        }

        using var nonsense = await Server.Script().GetAsync("/api/v1/tracks?key=H", Cancellation);
        await nonsense.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ErrorCodes.InvalidRequest);
        using var infinite = await Server.Script().GetAsync("/api/v1/tracks?tempoFrom=1e300", Cancellation);
        await infinite.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task Tracks_are_narrowed_by_genre_and_mood_heard_as_the_counts_say()
    {
        var heard = await Get<HeardDto>("/api/v1/genres/heard");
        var analyses = new List<TrackFeaturesDto>();
        foreach (var track in (await Get<PageDto<TrackDto>>("/api/v1/tracks")).Items)
        {
            analyses.Add(await Get<TrackFeaturesDto>($"/api/v1/tracks/{track.Id}/features"));
        }

        heard.Moods.ToDictionary(mood => mood.Name, mood => mood.TrackCount).ShouldBe(
            analyses.SelectMany(one => one.HeardMoods).GroupBy(mood => mood.Name).ToDictionary(group => group.Key, group => group.Count()), ignoreOrder: true);
        foreach (var (name, parameter) in heard.Genres.Select(genre => (genre.Name, "heardGenre")).Concat(heard.Moods.Select(mood => (mood.Name, "heardMood"))))
        {
            var narrowed = await Get<PageDto<TrackDto>>($"/api/v1/tracks?sort=heard&{parameter}={Uri.EscapeDataString(name.ToUpperInvariant())}");
            narrowed.Items.Select(track => track.Id).ShouldBe(
                analyses.Where(one => (parameter == "heardGenre" ? one.HeardGenres : one.HeardMoods).Any(label => label.Name == name)).Select(one => one.TrackId), ignoreOrder: true);
        }

        (await Get<PageDto<TrackDto>>("/api/v1/tracks?heardMood=unheard-of")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_track_tells_how_far_its_analysis_is()
    {
        var hearing = await Get<HearingDto>($"/api/v1/tracks/{Id("Alpha")}/hearing");
        (hearing.TrackId, hearing.State, hearing.SoFar).ShouldBe((Id("Alpha"), "heard", null));
        using var missing = await Server.Script().GetAsync($"/api/v1/tracks/{Guid.CreateVersion7()}/hearing", Cancellation);
        await missing.ShouldBeProblemAsync(HttpStatusCode.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Artists_albums_genres_and_years_can_be_browsed_and_everything_searched()
    {
        (await Get<PageDto<ArtistDto>>("/api/v1/artists")).Items.Select(artist => artist.Name).ShouldBe(["Ada Tone", "Bob Wave"]);
        var albums = await Get<PageDto<AlbumDto>>("/api/v1/albums?sort=year&descending=true");
        albums.Items.Select(album => album.Title).ShouldBe(["Second Wind", "First Light"]);
        (await Get<PageDto<TrackDto>>($"/api/v1/tracks?albumId={albums.Items[1].Id}&sort=position")).Items.Select(track => track.Title).ShouldBe(["Alpha", "Bravo", "Charlie"]);
        (await Get<ItemsDto<GenreDto>>("/api/v1/genres")).Items.Select(genre => genre.Name).ShouldBe(["ambient", "techno"]);
        (await Get<ItemsDto<YearDto>>("/api/v1/years")).Items.Select(year => year.Year).ShouldBe([2005, 1990]);

        var found = await Get<SearchDto>("/api/v1/search?query=bob");
        found.Artists.ShouldContain(artist => artist.Name == "Bob Wave");
        found.Tracks.ShouldContain(track => track.Title == "Echo");
    }

    [Fact]
    public async Task The_scan_tells_what_it_found()
    {
        var scan = await Get<LibraryScanDto>("/api/v1/library/scan");

        (scan.State, scan.Found, scan.Analysed, scan.FailedCount).ShouldBe(("idle", 5, 5, 0));
        scan.Roots.ShouldBe([Server.Music]);
    }

    [Fact]
    public async Task A_range_of_the_audio_is_that_part_of_the_file()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(Server.Music, "Alpha.flac"), Cancellation);
        var whole = await SendAsync("Alpha");
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("audio/flac");
        whole.Headers.AcceptRanges.ShouldBe(["bytes"]);
        whole.Headers.ETag.ShouldNotBeNull();
        (await whole.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(file);

        var part = await SendAsync("Alpha", new RangeHeaderValue(100, 199));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 100-199/{file.Length}");
        (await part.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(file[100..200]);

        var last = await SendAsync("Alpha", new RangeHeaderValue(null, 10));
        (await last.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(file[^10..]);

        await (await SendAsync("Alpha", new RangeHeaderValue(file.Length, null))).ShouldBeProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");

        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/tracks/{Id("Alpha")}/stream");
        var headers = await Server.Script().SendAsync(head, Cancellation);
        headers.Content.Headers.ContentLength.ShouldBe(file.Length);

        using var known = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tracks/{Id("Alpha")}/stream");
        known.Headers.IfNoneMatch.Add(whole.Headers.ETag);
        (await Server.Script().SendAsync(known, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Audio_is_transcoded_on_demand_and_ranges_are_honoured()
    {
        var opus = await Server.Script().GetAsync($"/api/v1/tracks/{Id("Bravo")}/stream?format=opus", Cancellation);
        opus.StatusCode.ShouldBe(HttpStatusCode.OK);
        opus.Content.Headers.ContentType!.MediaType.ShouldBe("audio/ogg");
        var bytes = await opus.Content.ReadAsByteArrayAsync(Cancellation);
        System.Text.Encoding.ASCII.GetString(bytes, 0, 4).ShouldBe("OggS");

        (await SendAsync("Bravo", new RangeHeaderValue(0, 3), "opus")).StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        await (await SendAsync("Bravo", null, "mp3")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Plays_count_once_and_stand_in_the_history()
    {
        var play = new PlayRequest
        {
            EventId = Guid.CreateVersion7(), TrackId = Id("Echo"), Kind = "completed", StartedAt = DateTimeOffset.UnixEpoch.AddYears(50), MsPlayed = 4_000, Source = "library",
        };
        var unknown = play with { EventId = Guid.CreateVersion7(), TrackId = Guid.CreateVersion7() };

        (await PostAsync("/api/v1/plays", new[] { play, unknown }).ShouldBe<PlaysAcceptedDto>(HttpStatusCode.Accepted)).ShouldBe(new PlaysAcceptedDto(1, 1));
        (await PostAsync("/api/v1/plays", new[] { play }).ShouldBe<PlaysAcceptedDto>(HttpStatusCode.Accepted)).ShouldBe(new PlaysAcceptedDto(0, 1));

        (await Get<TrackDto>($"/api/v1/tracks/{Id("Echo")}")).PlayCount.ShouldBe(1);
        (await Get<PageDto<HistoryItemDto>>("/api/v1/plays")).Items.Count(item => item.EventId == play.EventId).ShouldBe(1);
    }

    [Fact]
    public async Task A_like_is_shown_written_as_an_event_and_taken_back()
    {
        var heard = new List<Play>();
        void Hear(Catalog.ListenerId listener, IReadOnlyList<Play> plays) => heard.AddRange(plays.Where(play => play.TrackId.Value == Id("Charlie")));
        Server.Get<ListeningLog>().Recorded += Hear;
        var client = Server.Script();
        var path = $"/api/v1/tracks/{Id("Charlie")}";

        (await client.PutAsync($"{path}/like", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PutAsync($"{path}/like", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Get<TrackDto>(path)).IsLiked.ShouldBeTrue();
        (await Get<PageDto<TrackDto>>("/api/v1/tracks?liked=true")).Items.ShouldContain(track => track.Id == Id("Charlie"));

        (await client.PutAsync($"{path}/dislike", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var disliked = await Get<TrackDto>(path);
        (disliked.IsLiked, disliked.IsDisliked).ShouldBe((false, true));
        (await client.DeleteAsync($"{path}/like", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Get<TrackDto>(path)).IsDisliked.ShouldBeTrue();
        (await client.DeleteAsync($"{path}/dislike", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PutAsync($"{path}/saved", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var track = await Get<TrackDto>(path);
        (track.IsLiked, track.IsDisliked, track.IsSaved).ShouldBe((false, false, true));

        Server.Get<ListeningLog>().Recorded -= Hear;
        heard.Select(play => play.Kind).ShouldBe([PlayKind.Liked, PlayKind.Disliked, PlayKind.Unrated]);
    }

    [Fact]
    public async Task A_playlist_changes_only_for_whoever_saw_its_present_version()
    {
        var made = await PostAsync("/api/v1/playlists", new CreatePlaylistRequest("Tones", "Plain ones", [Id("Alpha"), Id("Bravo")])).ShouldBe<PlaylistDetailsDto>(HttpStatusCode.Created);
        made.Entries.Select(entry => entry.Track.Title).ShouldBe(["Alpha", "Bravo"]);
        await (await PostAsync("/api/v1/playlists", new CreatePlaylistRequest("TONES", null, null))).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
        var path = $"/api/v1/playlists/{made.Playlist.Id}";

        var turned = new UpdatePlaylistRequest(made.Playlist.Version, "Turned", null, [new(made.Entries[1].EntryId, Id("Bravo")), new(made.Entries[0].EntryId, Id("Alpha")), new(null, Id("Bravo"))]);
        var changed = await (await Server.Script().PatchAsJsonAsync(path, turned, Cancellation)).ShouldBeAsync<PlaylistDetailsDto>();
        changed.Entries.Select(entry => entry.Track.Title).ShouldBe(["Bravo", "Alpha", "Bravo"]);
        changed.Entries[0].EntryId.ShouldBe(made.Entries[1].EntryId);
        changed.Playlist.TrackCount.ShouldBe(3);

        await (await Server.Script().PatchAsJsonAsync(path, turned, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
        (await PostAsync($"{path}/entries", new AddToPlaylistRequest([Id("Echo")])).ShouldBe<PlaylistDetailsDto>()).Entries.Count.ShouldBe(4);
        (await Get<ItemsDto<PlaylistDto>>("/api/v1/playlists")).Items.ShouldContain(list => list.Title == "Turned");
        (await Server.Script().DeleteAsync(path, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await Server.Script().GetAsync(path, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;

    private async Task<T> Get<T>(string path) => await (await Server.Script().GetAsync(path, Cancellation)).ShouldBeAsync<T>();

    private Task<HttpResponseMessage> PostAsync<T>(string path, T body) => Server.Script().PostAsJsonAsync(path, body, Cancellation);

    private Task<HttpResponseMessage> SendAsync(string title, RangeHeaderValue? range = null, string? format = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tracks/{Id(title)}/stream{(format is null ? "" : "?format=" + format)}");
        request.Headers.Range = range;
        return Server.Script().SendAsync(request, Cancellation);
    }
}

internal static class ResponseTasks
{
    public static async Task<T> ShouldBe<T>(this Task<HttpResponseMessage> response, HttpStatusCode status = HttpStatusCode.OK) => await (await response).ShouldBeAsync<T>(status);
}
