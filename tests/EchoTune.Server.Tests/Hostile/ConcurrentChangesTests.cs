using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Hostile;

/// <summary>Many hands on the same thing at once: no change gets lost, and of changes that exclude each other one wins.</summary>
public sealed class ConcurrentChangesTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    private const int Hands = 24;

    private readonly HttpClient _client = fixture.Server.Script();

    [Fact]
    public async Task Weights_that_are_set_one_by_one_are_all_set()
    {
        var strategies = (await _client.GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation))!.Strategies!;

        for (var round = 1; round <= 3; round++)
        {
            var weight = round / 4.0;
            var answers = await Task.WhenAll(strategies.Select(name =>
                _client.PatchAsJsonAsync("/api/v1/settings", new SettingsDto { StrategyWeights = new Dictionary<string, double> { [name] = weight } }, Cancellation)));

            answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
            (await _client.GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation))!.StrategyWeights!.Values.ShouldAllBe(set => set == weight);
        }
    }

    [Fact]
    public async Task Tracks_that_are_added_to_one_playlist_are_all_in_it()
    {
        var id = await PlaylistAsync("Crowded");

        var answers = await AtOnceAsync(_ => _client.PostAsJsonAsync($"/api/v1/playlists/{id}/entries", new { trackIds = new[] { Id("Alpha"), Id("Bravo") } }, Cancellation));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var list = await _client.GetFromJsonAsync<PlaylistDetailsDto>($"/api/v1/playlists/{id}", Cancellation);
        list!.Entries.Count.ShouldBe(2 * Hands);
        list.Entries.Select(entry => entry.EntryId).ShouldBeUnique();
    }

    [Fact]
    public async Task Of_changes_to_the_same_version_one_wins_and_the_others_hear_of_it()
    {
        var id = await PlaylistAsync("Contested");

        var answers = await AtOnceAsync(i => _client.PatchAsJsonAsync($"/api/v1/playlists/{id}", new { version = 1, description = $"by {i}" }, Cancellation));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
        }
    }

    [Fact]
    public async Task A_title_is_given_once()
    {
        var answers = await AtOnceAsync(_ => _client.PostAsJsonAsync("/api/v1/playlists", new { title = "Only one" }, Cancellation));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(Hands - 1);
    }

    [Fact]
    public async Task What_is_put_in_the_queue_moved_and_taken_out_at_once_is_neither_lost_nor_doubled()
    {
        (await _client.PostAsJsonAsync("/api/v1/playback/play", new { trackIds = new[] { Id("Alpha") } }, Cancellation)).EnsureSuccessStatusCode();
        var added = await AtOnceAsync(_ => _client.PostAsJsonAsync("/api/v1/playback/queue", new { trackIds = new[] { Id("Bravo") }, position = "last" }, Cancellation));
        added.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var items = await QueuedAsync();
        items.Count.ShouldBe(Hands);

        await AtOnceAsync(i => _client.PostAsJsonAsync("/api/v1/playback/queue/move", new { itemId = items[i], beforeItemId = items[^(i + 1)] }, Cancellation));
        (await QueuedAsync()).ShouldBe(items, ignoreOrder: true);

        var removed = await AtOnceAsync(_ => _client.DeleteAsync($"/api/v1/playback/queue/{items[0]}", Cancellation));
        removed.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        removed.Count(answer => answer.StatusCode == HttpStatusCode.NotFound).ShouldBe(Hands - 1);
        (await QueuedAsync()).ShouldBe(items.Skip(1), ignoreOrder: true);
    }

    [Fact]
    public async Task More_than_a_queue_holds_is_refused_and_not_cut_off()
    {
        var many = Enumerable.Repeat(Id("Charlie"), 500).ToArray();
        (await _client.DeleteAsync("/api/v1/playback/queue", Cancellation)).EnsureSuccessStatusCode();
        for (var i = 0; i < 4; i++)
        {
            (await AddAsync()).EnsureSuccessStatusCode();
        }

        await (await AddAsync()).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        (await _client.DeleteAsync("/api/v1/playback/queue", Cancellation)).EnsureSuccessStatusCode();

        Task<HttpResponseMessage> AddAsync() => _client.PostAsJsonAsync("/api/v1/playback/queue", new { trackIds = many, position = "last" }, Cancellation);
    }

    [Fact]
    public async Task Likes_and_dislikes_of_one_track_end_as_the_log_says()
    {
        var track = Id("Delta");

        await AtOnceAsync(i => _client.PutAsync($"/api/v1/tracks/{track}/{(i % 2 == 0 ? "like" : "dislike")}", null, Cancellation));

        var owner = (await Server.Get<IListenerStore>().OwnerAsync(Cancellation)).Id;
        var last = (await Server.Get<IPlayStore>().HistoryAsync(owner, [PlayKind.Liked, PlayKind.Disliked], since: null, 500, cursor: null, Cancellation)).Items.First(play => play.TrackId.Value == track);
        var shown = (await _client.GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{track}", Cancellation))!;
        (shown.IsLiked, shown.IsDisliked).ShouldBe((last.Kind == PlayKind.Liked, last.Kind == PlayKind.Disliked));
    }

    private async Task<IReadOnlyList<Guid>> QueuedAsync() =>
        [.. (await _client.GetFromJsonAsync<QueueDto>("/api/v1/playback/queue", Cancellation))!.Items.Where(item => item.Layer == "queued").Select(item => item.ItemId)];

    private async Task<Guid> PlaylistAsync(string title)
    {
        using var made = await _client.PostAsJsonAsync("/api/v1/playlists", new { title }, Cancellation);
        return (await made.ShouldBeAsync<PlaylistDetailsDto>(HttpStatusCode.Created)).Playlist.Id;
    }

    private static Task<HttpResponseMessage[]> AtOnceAsync(Func<int, Task<HttpResponseMessage>> act) => Task.WhenAll(Enumerable.Range(0, Hands).Select(act));

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;
}
