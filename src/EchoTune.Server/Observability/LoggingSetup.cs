using Microsoft.Extensions.Logging.Console;

namespace EchoTune.Server.Observability;

/// <summary>One JSON object a line, with the request id; short lines where a person watches a terminal.</summary>
internal static class LoggingSetup
{
    public static ILoggingBuilder AddEchoTuneLogging(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.Warning);
        // Keys lie unencrypted in the data folder on purpose: only its user can read them.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Failures to decrypt cookies of an earlier data folder are the visitor's, not the server's.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        if (Environment.GetEnvironmentVariable("ECHOTUNE_LOG") is { } wish && Enum.TryParse<LogLevel>(wish, ignoreCase: true, out var level))
        {
            logging.AddFilter(null, level);
        }

        // The log goes to stderr: stdout is for the person who started the server.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return Console.IsErrorRedirected
            ? logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            })
            : logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.TimestampFormat = "HH:mm:ss ";
            });
    }
}
