using System.Collections.Concurrent;
using EchoTune.Catalog;
using EchoTune.Catalog.Listeners;

namespace EchoTune.Server.Auth;

/// <summary>
/// Listeners for the check of every request, kept for a short while. All changes of accounts pass through here, so a changed
/// security stamp holds at once.
/// </summary>
internal sealed class ListenerDirectory(IListenerStore store, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ListenerId, (Listener Listener, DateTimeOffset Until)> _known = new();
    private readonly Lock _gate = new();
    private volatile Listener? _owner;
    private volatile bool _anyAccount;
    private int _changes;

    public async ValueTask<Listener?> GetAsync(ListenerId id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known) && known.Until > time.GetUtcNow())
        {
            return known.Listener;
        }

        var changes = Volatile.Read(ref _changes);
        var listener = await store.GetAsync(id, cancellationToken);
        if (listener is not null)
        {
            KeepUnlessChanged(changes, () => _known[id] = (listener, time.GetUtcNow() + KeptFor));
        }

        return listener;
    }

    public async ValueTask<Listener> OwnerAsync(CancellationToken cancellationToken)
    {
        if (_owner is { } known)
        {
            return known;
        }

        var changes = Volatile.Read(ref _changes);
        var owner = await store.OwnerAsync(cancellationToken);
        KeepUnlessChanged(changes, () => _owner = owner);
        return owner;
    }

    public Task<Listener?> FindAsync(string name, CancellationToken cancellationToken) => store.FindAsync(name, cancellationToken);

    /// <summary>Whether an account exists. Once there is one, there always is.</summary>
    public async ValueTask<bool> AnyAccountAsync(CancellationToken cancellationToken) =>
        _anyAccount || (_anyAccount = await store.AnyAccountAsync(cancellationToken));

    public async Task SaveAsync(Listener listener, CancellationToken cancellationToken)
    {
        await store.SaveAsync(listener, cancellationToken);
        lock (_gate)
        {
            _changes++;
            _known.TryRemove(listener.Id, out _);
            _owner = null;
        }
    }

    /// <summary>What was read before a change may be old by now: it serves its reader, but is not kept.</summary>
    private void KeepUnlessChanged(int changesBefore, Action keep)
    {
        lock (_gate)
        {
            if (_changes == changesBefore)
            {
                keep();
            }
        }
    }
}
