using System.Collections.Concurrent;
using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Taste;

namespace EchoTune.Server.Features.Tracks;

/// <summary>
/// Marks of each listener, read once in three queries and kept until the listener's next act. All acts pass through
/// <see cref="ListeningLog"/> and <see cref="Ratings"/> of this process, which owns its database.
/// </summary>
internal sealed class ListenerMarksCache
{
    private const int MaxListeners = 20_000;

    private readonly ConcurrentDictionary<ListenerId, Lazy<Task<ListenerMarks>>> _marks = new();
    private readonly ITasteStore _taste;
    private readonly IPlayStore _plays;

    public ListenerMarksCache(ITasteStore taste, IPlayStore plays, ListeningLog log, Ratings ratings)
    {
        _taste = taste;
        _plays = plays;
        log.Recorded += (listener, _) => Forget(listener);
        ratings.Changed += (listener, _) => Forget(listener);
    }

    public async ValueTask<ListenerMarks> GetAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        if (_marks.Count > MaxListeners)
        {
            _marks.Clear();
        }

        // The load is shared by all who wait for it, so it does not stop with the first of them.
        var load = _marks.GetOrAdd(listener, id => new Lazy<Task<ListenerMarks>>(() => LoadAsync(id)));
        try
        {
            return await load.Value.WaitAsync(cancellationToken);
        }
        catch when (load.Value.IsFaulted || load.Value.IsCanceled)
        {
            _marks.TryRemove(KeyValuePair.Create(listener, load));
            throw;
        }
    }

    public void Forget(ListenerId listener) => _marks.TryRemove(listener, out _);

    private async Task<ListenerMarks> LoadAsync(ListenerId listener)
    {
        var ratings = _taste.RatingsAsync(listener, CancellationToken.None);
        var saved = _taste.SavedAsync(listener, CancellationToken.None);
        var counts = _plays.CountsAsync(listener, since: null, CancellationToken.None);
        await Task.WhenAll(ratings, saved, counts);
        return new ListenerMarks(
            (await ratings).ToDictionary(rating => (rating.Target, rating.TargetId), rating => rating.Liked),
            (await saved).ToHashSet(),
            (await counts).ToDictionary(count => count.TrackId, count => count.Count));
    }
}
