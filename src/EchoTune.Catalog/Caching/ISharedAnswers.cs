namespace EchoTune.Catalog.Caching;

/// <summary>
/// Answers that several servers share, behind what each keeps in its own process: a cache, so losing any of it loses nothing. Every failure of
/// it is to be taken as "not there".
/// </summary>
public interface ISharedAnswers
{
    /// <summary>The answer of a listener under a name; null where there is none.</summary>
    ValueTask<byte[]?> GetAsync(ListenerId listener, string name, CancellationToken cancellationToken);

    /// <summary>Keeps an answer for a while.</summary>
    ValueTask SetAsync(ListenerId listener, string name, byte[] answer, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Drops all answers of a listener and tells every server, this one too, by <see cref="Forgotten"/>.</summary>
    ValueTask ForgetAsync(ListenerId listener, CancellationToken cancellationToken);

    /// <summary>The answers of a listener were dropped, here or at another server. Handlers must return fast and must not throw.</summary>
    event Action<ListenerId>? Forgotten;
}
