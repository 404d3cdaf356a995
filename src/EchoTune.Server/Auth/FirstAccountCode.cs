using System.Security.Cryptography;
using System.Text;

namespace EchoTune.Server.Auth;

/// <summary>
/// The one-time code for the first account. It is printed at the console of a server that others can reach, so that whoever started
/// it, and nobody quicker, becomes the owner.
/// </summary>
internal sealed class FirstAccountCode(ServerOptions options, ListenerDirectory listeners, TextWriter console) : BackgroundService
{
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private readonly string _code = RandomNumberGenerator.GetString(Alphabet, 12);

    /// <summary>Compares in constant time, without regard to case, blanks and dashes.</summary>
    public bool Matches(string given) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(given.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant()), Encoding.UTF8.GetBytes(_code));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.IsLoopbackOnly && options.Hosts.Count == 0)
        {
            return;
        }

        if (!await listeners.AnyAccountAsync(stoppingToken))
        {
            await console.WriteLineAsync($"No account exists yet. Make the first one in the browser with this code: {_code[..4]}-{_code[4..8]}-{_code[8..]}");
        }
    }
}
