using EchoTune.Catalog.Errors;

namespace EchoTune.Catalog.Plays;

/// <summary>
/// The one way a listening event enters the system: stored durably, then learnt from, then told to whoever listens
/// (what comes next is ranked again, pages are refreshed).
/// </summary>
/// <param name="store">Keeps the events.</param>
/// <param name="model">Learns from them.</param>
public sealed class ListeningLog(IPlayStore store, IListenerModel model)
{
    /// <summary>
    /// Raised after events were stored and learnt from, with the new ones only, on the thread of the caller; with none where it
    /// remained open whether they were stored, so that nobody keeps what may be old.
    /// Handlers must return fast (hand the work to a queue) and must not throw.
    /// </summary>
    public event Action<ListenerId, IReadOnlyList<Play>>? Recorded;

    /// <summary>Records events.</summary>
    /// <param name="listener">Whose events.</param>
    /// <param name="plays">The events; those whose id is known already, and those of unknown tracks, are left out.</param>
    /// <param name="cancellationToken">Stops waiting before the events are stored; once stored, they are learnt from in any case.</param>
    /// <returns>The events that were new, in the order given. They survive a crash of server and database.</returns>
    public async Task<IReadOnlyList<Play>> RecordAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        if (plays.Count == 0)
        {
            return [];
        }

        IReadOnlyList<Play> recorded;
        try
        {
            recorded = await store.AppendAsync(listener, plays, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // They may be stored although nobody was told so, and whoever sends them again hears that they are known.
            model.Invalidate(listener);
            Recorded?.Invoke(listener, []);
            throw;
        }

        if (recorded.Count == 0)
        {
            return recorded;
        }

        // From here on the events are facts: a caller who goes away must not leave the model behind them.
        try
        {
            await model.ObserveAsync(listener, recorded, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EchoTuneException)
        {
            // The database went away right after it had stored them: they are read with all the others when it is back.
            model.Invalidate(listener);
        }

        Recorded?.Invoke(listener, recorded);
        return recorded;
    }
}
