using System.Globalization;
using System.Net;

namespace EchoTune.Server.Hosting;

/// <summary>Reads the command line and the environment.</summary>
internal static class ServerArguments
{
    public const string Usage = """
        Usage: EchoTune.Server [--music FOLDER]… [--port N] [--listen ADDRESS] [--host NAME]…
                               [--https] [--certificate FILE [--certificate-password PASSWORD]]
          --music FOLDER     a folder of music; may be given several times. Without it the demo library is composed.
          --port N           TCP port, default 5080.
          --listen ADDRESS   address to listen on, default 127.0.0.1; any other asks for an account.
          --host NAME        a further host name this server is reached by, e.g. behind a proxy.
          --https            speak HTTPS with a certificate made at first use; --certificate gives your own.
          --write-openapi FILE   write the description of the HTTP API and end.
        Environment: ECHOTUNE_DATA (data folder), ConnectionStrings__EchoTune (external PostgreSQL), OTEL_EXPORTER_OTLP_ENDPOINT,
                     ECHOTUNE_REQUESTS_PER_SECOND (what one peer may ask, default 500; raise it behind a proxy, which is one peer).
        """;

    /// <summary>Reads options; on a mistake, a sentence that says which.</summary>
    public static (ServerOptions? Options, string? Mistake) Read(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var music = new List<string>();
        var hosts = new List<string>();
        var options = new ServerOptions
        {
            DataFolder = DataFolder(environment),
            ConnectionString = environment("ConnectionStrings__EchoTune") is { Length: > 0 } connection ? connection : null,
            CertificatePassword = environment("ECHOTUNE_CERTIFICATE_PASSWORD"),
        };
        if (environment("ECHOTUNE_REQUESTS_PER_SECOND") is { Length: > 0 } rate)
        {
            if (!int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > 10_000_000)
            {
                return (null, $"ECHOTUNE_REQUESTS_PER_SECOND must be a number from 1 to 10000000, not {rate}.");
            }

            options = options with { RequestsPerSecond = most, RequestBurst = 4 * most };
        }

        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name == "--https")
            {
                options = options with { Https = true };
                continue;
            }

            if (name is not ("--music" or "--port" or "--listen" or "--host" or "--certificate" or "--certificate-password" or "--write-openapi"))
            {
                return (null, $"Unknown option {name}.\n{Usage}");
            }

            if (++i >= args.Count || args[i].Length == 0)
            {
                return (null, $"{name} needs a value.\n{Usage}");
            }

            var value = args[i];
            switch (name)
            {
                case "--music":
                    music.Add(Path.GetFullPath(value));
                    break;
                case "--host":
                    hosts.Add(value);
                    break;
                case "--certificate":
                    options = options with { Https = true, CertificateFile = Path.GetFullPath(value) };
                    break;
                case "--certificate-password":
                    options = options with { CertificatePassword = value };
                    break;
                case "--write-openapi":
                    options = options with { WriteOpenApi = Path.GetFullPath(value) };
                    break;
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue:
                    options = options with { Port = port };
                    break;
                case "--listen" when TryAddress(value, out var address):
                    options = options with { Listen = address };
                    break;
                case "--port":
                    return (null, $"--port must be a number from 0 to 65535, not {value}.");
                default:
                    return (null, $"--listen must be an IP address such as 127.0.0.1 or 0.0.0.0, not {value}.");
            }
        }

        if (options.CertificateFile is { } file && !File.Exists(file))
        {
            return (null, $"The file {file} of --certificate does not exist.");
        }

        return (options with { MusicFolders = music, Hosts = hosts }, null);
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        address = IPAddress.Loopback;
        return text.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(text, out address!);
    }

    private static string DataFolder(Func<string, string?> environment)
    {
        if (environment("ECHOTUNE_DATA") is { Length: > 0 } given)
        {
            return Path.GetFullPath(given);
        }

        var home = environment("XDG_DATA_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.GetFullPath(Path.Combine(home, "echotune"));
    }
}
