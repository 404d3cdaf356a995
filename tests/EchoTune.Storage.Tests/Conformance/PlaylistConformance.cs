using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of playlists must do.</summary>
public abstract class PlaylistConformance
{
    private readonly ListenerId owner = Given.Listener();

    protected abstract ITrackStore Tracks { get; }

    protected abstract IPlaylistStore Playlists { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_playlist_reads_back_with_its_entries_in_order()
    {
        var track = await Given.Track(Tracks, Token);
        var playlist = New("Morning\0 run") with { Description = "Fast", BuiltFrom = "something fast", Criteria = new Criteria { Activity = "running", Moods = ["energetic"], TempoBpm = new NumberRange(150) } };
        var entries = new[] { Entry(track, "because"), Entry(TrackId.New(TimeProvider.System)), Entry(track) };

        await Playlists.CreateAsync(playlist, entries, Token);

        var read = (await Playlists.GetAsync(owner, playlist.Id, Token)).ShouldNotBeNull();
        (read.Title, read.TrackCount, read.Duration).ShouldBe(("Morning run", 3, TimeSpan.FromSeconds(200)));
        read.ShouldBeEquivalentTo(playlist with { Title = "Morning run", TrackCount = 3, Duration = TimeSpan.FromSeconds(200), Criteria = read.Criteria });
        read.Criteria!.Moods.ShouldBe(["energetic"]);
        read.Criteria.TempoBpm.ShouldBe(new NumberRange(150));
        (await Playlists.EntriesAsync(owner, playlist.Id, Token)).ShouldBe(entries);
    }

    [Fact]
    public async Task Titles_are_unique_for_an_owner_without_regard_to_case()
    {
        await Playlists.CreateAsync(New("Mix"), [], Token);

        (await Should.ThrowAsync<EchoTuneException>(() => Playlists.CreateAsync(New("mIX "), [], Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        await Playlists.CreateAsync(New("Mix") with { Owner = Given.Listener() }, [], Token);
        var other = New("Other");
        await Playlists.CreateAsync(other, [], Token);
        (await Should.ThrowAsync<EchoTuneException>(() => Playlists.ReplaceAsync(other with { Title = "MIX" }, [], Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
    }

    [Fact]
    public async Task A_change_needs_the_version_it_saw()
    {
        var playlist = New("Versions");
        await Playlists.CreateAsync(playlist, [Entry(TrackId.New(TimeProvider.System))], Token);

        var changed = await Playlists.ReplaceAsync(playlist with { Title = "Renamed" }, [], Token);

        (changed.Title, changed.TrackCount).ShouldBe(("Renamed", 0));
        changed.Version.ShouldBe(playlist.Version + 1);
        changed.ChangedAt.ShouldBeGreaterThan(playlist.ChangedAt);
        (await Should.ThrowAsync<EchoTuneException>(() => Playlists.ReplaceAsync(playlist, [], Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        (await Should.ThrowAsync<EchoTuneException>(() => Playlists.ReplaceAsync(New("Unknown"), [], Token))).ErrorCode.ShouldBe(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Of_changes_at_the_same_time_one_wins_and_the_entries_are_whole()
    {
        var playlist = New("Race");
        await Playlists.CreateAsync(playlist, [], Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Playlists.ReplaceAsync(playlist, [.. Enumerable.Range(0, i + 1).Select(_ => Entry(TrackId.New(TimeProvider.System)))], Token);
                return i + 1;
            }
            catch (EchoTuneException exception) when (exception.ErrorCode == ErrorCodes.Conflict)
            {
                return 0;
            }
        }));

        var winner = outcomes.Single(o => o > 0);
        (await Playlists.EntriesAsync(owner, playlist.Id, Token)).Count.ShouldBe(winner);
    }

    [Fact]
    public async Task Others_neither_see_nor_delete_it()
    {
        var playlist = New("Mine");
        await Playlists.CreateAsync(playlist, [Entry(TrackId.New(TimeProvider.System))], Token);
        var other = Given.Listener();

        (await Playlists.GetAsync(other, playlist.Id, Token)).ShouldBeNull();
        (await Playlists.EntriesAsync(other, playlist.Id, Token)).ShouldBeEmpty();
        (await Playlists.DeleteAsync(other, playlist.Id, Token)).ShouldBeFalse();
        (await Playlists.DeleteAsync(owner, playlist.Id, Token)).ShouldBeTrue();
        (await Playlists.DeleteAsync(owner, playlist.Id, Token)).ShouldBeFalse();
        (await Playlists.ListAsync(owner, Token)).ShouldBeEmpty();
        (await Playlists.EntriesAsync(owner, playlist.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_changed_comes_first()
    {
        await Playlists.CreateAsync(New("Old") with { ChangedAt = Given.Noon }, [], Token);
        await Playlists.CreateAsync(New("New") with { ChangedAt = Given.Noon.AddDays(1) }, [], Token);

        (await Playlists.ListAsync(owner, Token)).Select(p => p.Title).ShouldBe(["New", "Old"]);
    }

    private static PlaylistEntry Entry(TrackId track, string? reason = null) => new(Given.Id(), track, Given.Noon, reason);

    private Playlist New(string title) => new()
    {
        Id = PlaylistId.New(TimeProvider.System), Owner = owner, Title = title, CreatedAt = Given.Noon, ChangedAt = Given.Noon, Version = 1,
    };
}
