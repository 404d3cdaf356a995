namespace EchoTune.Catalog.Listeners;

/// <summary>A person who listens.</summary>
public sealed record Listener
{
    /// <summary>Stable id.</summary>
    public required ListenerId Id { get; init; }

    /// <summary>Sign-in name, unique without regard to case; "owner" for the local owner before an account exists.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of the password; null for the local owner, who needs none on loopback.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether this is the owner, who may change the server's settings.</summary>
    public required bool IsOwner { get; init; }

    /// <summary>When the listener was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Changes whenever all sessions of the account must end (password change, sign out everywhere).</summary>
    public required string SecurityStamp { get; init; }
}

/// <summary>Listeners and their accounts.</summary>
public interface IListenerStore
{
    /// <summary>One listener; null if unknown.</summary>
    Task<Listener?> GetAsync(ListenerId id, CancellationToken cancellationToken);

    /// <summary>By name, without regard to case; null if unknown.</summary>
    Task<Listener?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>The owner, made on first call (id stable ever after, also under concurrent first calls).</summary>
    Task<Listener> OwnerAsync(CancellationToken cancellationToken);

    /// <summary>Whether any listener has a password, that is, an account exists.</summary>
    Task<bool> AnyAccountAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a listener.</summary>
    /// <exception cref="Errors.EchoTuneException">conflict: the name is taken.</exception>
    Task SaveAsync(Listener listener, CancellationToken cancellationToken);
}
