using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using Microsoft.AspNetCore.Identity;

namespace EchoTune.Server.Auth;

/// <summary>Makes the first account and checks names and passwords.</summary>
internal sealed class Accounts(ListenerDirectory listeners, IPasswordHasher<Listener> hasher, SignInThrottle throttle, FirstAccountCode code, TimeProvider time)
{
    private const string FirstAccount = "\0first account";

    private readonly SemaphoreSlim _first = new(1, 1);
    private string? _decoyHash;

    /// <summary>Checks a name and password. Unknown names and wrong passwords take the same time and get the same answer.</summary>
    /// <exception cref="EchoTuneException">unauthenticated, rate_limited, invalid_request.</exception>
    public async Task<Listener> SignInAsync(string? name, string? password, string peer, CancellationToken cancellationToken)
    {
        if (name is not { Length: > 0 and <= 100 } || password is not { Length: > 0 and <= 256 })
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give a name and a password.");
        }

        throttle.Check(name, peer);
        var listener = await listeners.FindAsync(name.Trim(), cancellationToken);
        var hash = listener?.PasswordHash ?? (_decoyHash ??= hasher.HashPassword(Decoy, Guid.CreateVersion7(time.GetUtcNow()).ToString()));
        var outcome = hasher.VerifyHashedPassword(listener ?? Decoy, hash, password);
        if (outcome == PasswordVerificationResult.Failed || listener?.PasswordHash is null)
        {
            throttle.Failed(name, peer);
            throw new EchoTuneException(ErrorCodes.Unauthenticated, "Name or password is wrong.");
        }

        throttle.Succeeded(name, peer);
        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
        {
            listener = listener with { PasswordHash = hasher.HashPassword(listener, password) };
            await listeners.SaveAsync(listener, cancellationToken);
        }

        return listener;
    }

    /// <summary>Gives the owner a name and a password, once, with the code from the console. Sessions made before end.</summary>
    /// <exception cref="EchoTuneException">forbidden: wrong code; conflict: an account exists; invalid_request; rate_limited.</exception>
    public async Task<Listener> CreateFirstAsync(string? given, string? name, string? password, string peer, CancellationToken cancellationToken)
    {
        if (name?.Trim() is not { Length: >= 2 and <= 100 } clean || clean.Any(char.IsControl))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "The name must have 2 to 100 characters.");
        }

        if (password is not { Length: >= 10 and <= 256 })
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "The password must have 10 to 256 characters.");
        }

        throttle.Check(FirstAccount, peer);
        await _first.WaitAsync(cancellationToken);
        try
        {
            if (await listeners.AnyAccountAsync(cancellationToken))
            {
                throw new EchoTuneException(ErrorCodes.Conflict, "An account exists already. Sign in with it.");
            }

            if (given is not { Length: > 0 and <= 100 } || !code.Matches(given))
            {
                throttle.Failed(FirstAccount, peer);
                throw new EchoTuneException(ErrorCodes.Forbidden, "The code is wrong. It is printed at the console where the server was started.");
            }

            var owner = await listeners.OwnerAsync(cancellationToken);
            owner = owner with
            {
                Name = clean,
                PasswordHash = hasher.HashPassword(owner, password),
                SecurityStamp = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            };
            await listeners.SaveAsync(owner, cancellationToken);
            return owner;
        }
        finally
        {
            _first.Release();
        }
    }

    private Listener Decoy => new()
    {
        Id = new Catalog.ListenerId(Guid.Empty), Name = "", IsOwner = false, CreatedAt = time.GetUtcNow(), SecurityStamp = "",
    };
}
