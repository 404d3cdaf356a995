using System.Collections.Concurrent;
using EchoTune.Catalog.Errors;

namespace EchoTune.Server.Auth;

/// <summary>Slows guessing: after five failures for a name from a peer, each further one doubles the wait, up to 15 minutes.</summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int FreeFailures = 5;
    private const int MaxEntries = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> _entries = new();

    /// <summary>Throws where the peer has to wait.</summary>
    /// <exception cref="EchoTuneException">rate_limited.</exception>
    public void Check(string name, string peer)
    {
        if (_entries.TryGetValue(Key(name, peer), out var entry) && entry.Failures >= FreeFailures)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, entry.Failures - FreeFailures)));
            var left = entry.Last + wait - time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                throw new EchoTuneException(ErrorCodes.RateLimited, $"Too many attempts. Try again in {Math.Ceiling(left.TotalSeconds):0} s.");
            }
        }
    }

    public void Failed(string name, string peer)
    {
        var now = time.GetUtcNow();
        if (_entries.Count >= MaxEntries)
        {
            foreach (var (key, entry) in _entries)
            {
                if (now - entry.Last > ForgottenAfter)
                {
                    _entries.TryRemove(key, out _);
                }
            }
        }

        if (_entries.Count < MaxEntries)
        {
            _entries.AddOrUpdate(Key(name, peer), (1, now), (_, old) => now - old.Last > ForgottenAfter ? (1, now) : (old.Failures + 1, now));
        }
    }

    public void Succeeded(string name, string peer) => _entries.TryRemove(Key(name, peer), out _);

    private static string Key(string name, string peer) => $"{name.Trim().ToUpperInvariant()}\n{peer}";
}
