using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Library;

namespace EchoTune.Server.Features.Library;

/// <summary>
/// Genres and years of the whole library and what was heard in it, counted once and kept until the library changes: counting a large one takes most of a second, and
/// every search asks for them.
/// </summary>
internal sealed class LibraryFacets
{
    private readonly Kept<IReadOnlyList<Genre>> _genres;
    private readonly Kept<IReadOnlyList<ReleaseYear>> _years;
    private readonly Kept<HeardLabels> _heard;

    public LibraryFacets(IBrowseStore store, ILibrary library)
    {
        _genres = new Kept<IReadOnlyList<Genre>>(store.GenresAsync);
        _years = new Kept<IReadOnlyList<ReleaseYear>>(store.YearsAsync);
        _heard = new Kept<HeardLabels>(store.HeardAsync);
        library.TracksChanged += _ =>
        {
            _genres.Forget();
            _years.Forget();
            _heard.Forget();
        };
    }

    public Task<IReadOnlyList<Genre>> GenresAsync(CancellationToken cancellationToken) => _genres.GetAsync(cancellationToken);

    public Task<IReadOnlyList<ReleaseYear>> YearsAsync(CancellationToken cancellationToken) => _years.GetAsync(cancellationToken);

    /// <summary>What was heard in the sound.</summary>
    public Task<HeardLabels> HeardAsync(CancellationToken cancellationToken) => _heard.GetAsync(cancellationToken);

    /// <summary>One answer, read by the first who asks for all who wait for it; one read before a change is not kept beyond it.</summary>
    private sealed class Kept<T>(Func<CancellationToken, Task<T>> read)
    {
        private Lazy<Task<T>>? _current;

        public void Forget() => Volatile.Write(ref _current, null);

        public async Task<T> GetAsync(CancellationToken cancellationToken)
        {
            // The reading is shared, so it does not stop with the first of those who wait.
            var fresh = new Lazy<Task<T>>(() => read(CancellationToken.None));
            var current = Volatile.Read(ref _current) ?? Interlocked.CompareExchange(ref _current, fresh, null) ?? fresh;
            try
            {
                return await current.Value.WaitAsync(cancellationToken);
            }
            catch when (current.Value.IsFaulted || current.Value.IsCanceled)
            {
                Interlocked.CompareExchange(ref _current, null, current);
                throw;
            }
        }
    }
}
