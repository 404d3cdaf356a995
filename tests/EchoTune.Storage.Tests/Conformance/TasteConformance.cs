using EchoTune.Catalog;
using EchoTune.Catalog.Taste;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of taste must do.</summary>
public abstract class TasteConformance
{
    private readonly ListenerId listener = Given.Listener();

    protected abstract ITasteStore Taste { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rating_replaces_its_opposite_and_can_be_taken_back()
    {
        var id = Given.Id();
        await Taste.RateAsync(listener, new Rating(RatingTarget.Track, id, true, Given.Noon), Token);
        await Taste.RateAsync(listener, new Rating(RatingTarget.Album, id, true, Given.Noon), Token);
        await Taste.RateAsync(listener, new Rating(RatingTarget.Track, id, false, Given.Noon.AddMinutes(1)), Token);

        (await Taste.RatingsAsync(listener, Token)).ShouldBe(
            [new Rating(RatingTarget.Track, id, false, Given.Noon.AddMinutes(1)), new Rating(RatingTarget.Album, id, true, Given.Noon)]);
        (await Taste.RatingsAsync(Given.Listener(), Token)).ShouldBeEmpty();

        await Taste.UnrateAsync(listener, RatingTarget.Track, id, Token);
        await Taste.UnrateAsync(listener, RatingTarget.Track, id, Token);
        (await Taste.RatingsAsync(listener, Token)).Single().Target.ShouldBe(RatingTarget.Album);
    }

    [Fact]
    public async Task Saved_tracks_are_newest_first_and_kept_once()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => TrackId.New(TimeProvider.System)).ToList();
        await Taste.SetSavedAsync(listener, ids[0], true, Given.Noon, Token);
        await Taste.SetSavedAsync(listener, ids[1], true, Given.Noon.AddMinutes(2), Token);
        await Taste.SetSavedAsync(listener, ids[2], true, Given.Noon.AddMinutes(1), Token);
        await Taste.SetSavedAsync(listener, ids[0], true, Given.Noon.AddMinutes(9), Token);

        (await Taste.SavedAsync(listener, Token)).ShouldBe([ids[1], ids[2], ids[0]]);
        await Taste.SetSavedAsync(listener, ids[2], false, Given.Noon, Token);
        (await Taste.SavedAsync(listener, Token)).ShouldBe([ids[1], ids[0]]);
    }
}
