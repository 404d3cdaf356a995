using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Training;

namespace EchoTune.Catalog.Tests.Training;

public sealed class ListenerLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TrackId A = new(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    private static readonly TrackId B = new(new Guid(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    private readonly ListenerLog log = new();

    [Fact]
    public void More_and_better_listening_weighs_more()
    {
        Add(A, PlayKind.Completed, 0);
        Add(A, PlayKind.Completed, 5);
        Add(B, PlayKind.Played, 10);

        log.Valued().Select(cell => (cell.Track, cell.Weight)).ShouldBe([(B, 0.7f), (A, 2f)]);
        log.Events.ShouldBe(3);
        log.LastAt.ShouldBe(Noon.AddMinutes(10));
    }

    [Fact]
    public void A_listening_that_was_told_twice_counts_once()
    {
        Add(A, PlayKind.Played, 0);
        Add(A, PlayKind.Completed, 0);

        log.Valued().ShouldHaveSingleItem().Weight.ShouldBe(1f, 1e-6);
    }

    [Theory]
    [InlineData(PlayKind.Skipped, 0.5f)]
    [InlineData(PlayKind.Dismissed, 0f)]
    [InlineData(PlayKind.Disliked, 0f)]
    [InlineData(PlayKind.Seeked, 1f)]
    [InlineData(PlayKind.Liked, 3.5f)]
    [InlineData(PlayKind.Queued, 1.5f)]
    public void What_follows_a_listening_lowers_or_raises_it(PlayKind kind, float weight)
    {
        Add(A, PlayKind.Completed, 0);
        Add(A, kind, 1);

        log.Valued().Select(cell => cell.Weight).ShouldBe(weight > 0 ? [weight] : []);
    }

    [Fact]
    public void A_dislike_that_was_taken_back_is_forgotten_and_the_newest_rating_holds()
    {
        Add(A, PlayKind.Completed, 0);
        Add(A, PlayKind.Disliked, 5);
        Add(A, PlayKind.Unrated, 6);
        Add(B, PlayKind.Disliked, 8);
        Add(B, PlayKind.Liked, 7);

        log.Valued().Select(cell => cell.Track).ShouldBe([A]);
    }

    [Fact]
    public void What_was_only_skipped_is_no_cell()
    {
        Add(A, PlayKind.Skipped, 0);

        log.Valued().ShouldBeEmpty();
        log.Sessions().ShouldBeEmpty();
    }

    [Fact]
    public void Sessions_end_with_their_id_or_after_half_an_hour()
    {
        var one = Guid.CreateVersion7();
        Add(A, PlayKind.Completed, 0, one);
        Add(A, PlayKind.Skipped, 1, one);
        Add(B, PlayKind.Played, 20, one);
        Add(A, PlayKind.Played, 40, one);
        Add(B, PlayKind.Completed, 45);
        Add(A, PlayKind.Completed, 90);

        log.Sessions().Select(session => session.Tracks).ShouldBe([[A, B], [B], [A]]);
        log.Sessions()[0].At.ShouldBe(Noon.ToUnixTimeSeconds());
    }

    private void Add(TrackId track, PlayKind kind, int minute, Guid? session = null) =>
        log.Add(new Play { EventId = Guid.CreateVersion7(), TrackId = track, Kind = kind, StartedAt = Noon.AddMinutes(minute), SessionId = session });
}
