using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Library;
using EchoTune.Server.Features.Library;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace EchoTune.Server.Tests.Features;

public sealed class LibraryFacetsTests
{
    private readonly IBrowseStore _store = Substitute.For<IBrowseStore>();
    private readonly ILibrary _library = Substitute.For<ILibrary>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Genres_are_counted_once_until_the_library_changes()
    {
        var facets = new LibraryFacets(_store, _library);
        _store.GenresAsync(default).ReturnsForAnyArgs([Genre("rock")]);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => facets.GenresAsync(Cancellation)));
        await _store.ReceivedWithAnyArgs(1).GenresAsync(default);

        _store.GenresAsync(default).ReturnsForAnyArgs([Genre("rock"), Genre("jazz")]);
        (await facets.GenresAsync(Cancellation)).Count.ShouldBe(1);
        Change();
        (await facets.GenresAsync(Cancellation)).Select(genre => genre.Name).ShouldBe(["rock", "jazz"]);
    }

    [Fact]
    public async Task A_count_that_began_before_a_change_is_not_kept_beyond_it()
    {
        var facets = new LibraryFacets(_store, _library);
        var old = new TaskCompletionSource<IReadOnlyList<Genre>>();
        _store.GenresAsync(default).ReturnsForAnyArgs(old.Task, Task.FromResult<IReadOnlyList<Genre>>([Genre("jazz")]));
        var early = facets.GenresAsync(Cancellation);
        Change();
        var late = facets.GenresAsync(Cancellation);
        old.SetResult([Genre("rock")]);

        (await early)[0].Name.ShouldBe("rock");
        (await late)[0].Name.ShouldBe("jazz");
        (await facets.GenresAsync(Cancellation))[0].Name.ShouldBe("jazz");
    }

    [Fact]
    public async Task A_count_that_failed_is_tried_again_and_one_who_gives_up_stops_nobody_else()
    {
        var facets = new LibraryFacets(_store, _library);
        _store.YearsAsync(default).ThrowsAsyncForAnyArgs(new InvalidOperationException());
        await Should.ThrowAsync<InvalidOperationException>(() => facets.YearsAsync(Cancellation));

        var slow = new TaskCompletionSource<IReadOnlyList<ReleaseYear>>();
        _store.YearsAsync(default).ReturnsForAnyArgs(slow.Task);
        using var impatient = new CancellationTokenSource();
        var (first, second) = (facets.YearsAsync(impatient.Token), facets.YearsAsync(Cancellation));
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        slow.SetResult([]);
        (await second).ShouldBeEmpty();
    }

    private static Genre Genre(string name) => new(name, 1, 1, null);

    private void Change() => _library.TracksChanged += Raise.Event<Action<IReadOnlyCollection<TrackId>>>((IReadOnlyCollection<TrackId>)[]);
}
