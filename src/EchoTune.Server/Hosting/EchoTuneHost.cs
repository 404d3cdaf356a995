using System.Net.Sockets;
using EchoTune.Catalog.Errors;
using EchoTune.Server.Auth;
using EchoTune.Server.Observability;
using EchoTune.Server.OpenApi;
using EchoTune.Server.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EchoTune.Server.Hosting;

/// <summary>Puts the server together and runs it.</summary>
internal static class EchoTuneHost
{
    /// <summary>The server, not started yet. <paramref name="configure"/> may exchange parts.</summary>
    public static WebApplication Build(ServerOptions options, TextWriter output, TextWriter error, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "EchoTune.Server", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddEchoTuneLogging();
        builder.WebHost.ConfigureEchoTuneKestrel(options);
        builder.Services.AddEchoTune(options);
        builder.Services.AddSingleton(new HostOutcome(error));
        builder.Services.AddSingleton(output);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseEchoTune();
        return app;
    }

    /// <summary>Runs the server until it is told to stop.</summary>
    /// <returns>The exit code: 0, or 1 with a message on stderr.</returns>
    public static async Task<int> RunAsync(ServerOptions options, TextWriter output, TextWriter error)
    {
        if (options.WriteOpenApi is null && DataFolder.Problem(options.DataFolder) is { } unusable)
        {
            await error.WriteLineAsync(unusable);
            return 1;
        }

        WebApplication? app = null;
        try
        {
            TryAddress(options);
            app = Build(options, output, error);
            if (options.WriteOpenApi is { } file)
            {
                await OpenApiFile.WriteAsync(app, file, CancellationToken.None);
                return 0;
            }

            // Made before anyone can ask for it, so that a script that waited for the port finds it.
            app.Services.GetRequiredService<LocalToken>();
            await app.StartAsync();
            foreach (var address in app.Addresses())
            {
                await output.WriteLineAsync($"EchoTune is at {address}");
            }

            foreach (var folder in options.MusicFolders.Where(folder => !Directory.Exists(folder)))
            {
                await error.WriteLineAsync($"There is no folder {folder}. EchoTune runs without its music, and reads it as soon as it is there.");
            }

            await app.WaitForShutdownAsync();
            if (app.Services.GetRequiredService<HostOutcome>().Problem is { } problem)
            {
                await error.WriteLineAsync(problem);
                return 1;
            }

            return 0;
        }
        catch (Exception failure) when (Explain(failure, options) is { } message)
        {
            await error.WriteLineAsync(message);
            return 1;
        }
        catch (OperationCanceledException) when (app?.Services.GetService<HostOutcome>()?.Problem is { } problem)
        {
            await error.WriteLineAsync(problem);
            return 1;
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync($"EchoTune stopped because of an unforeseen failure. {failure}");
            return 2;
        }
        finally
        {
            if (app is not null)
            {
                await EndAsync(app, error);
            }
        }
    }

    /// <summary>The addresses a started server answers at.</summary>
    public static IEnumerable<string> Addresses(this WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    // Found out before anything is started: a framework that fails to listen fills the terminal with stacks.
    private static void TryAddress(ServerOptions options)
    {
        if (options.WriteOpenApi is null && options.Port != 0)
        {
            using var listener = new TcpListener(options.Listen, options.Port);
            listener.Start();
        }
    }

    // A start that failed half-way has started things all the same; how they end must not hide why.
    private static async Task EndAsync(WebApplication app, TextWriter error)
    {
        try
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync($"EchoTune did not stop cleanly: {failure.Message}");
        }
    }

    private static string? Explain(Exception failure, ServerOptions options) => failure switch
    {
        AggregateException many => many.Flatten().InnerExceptions.Select(inner => Explain(inner, options)).FirstOrDefault(message => message is not null),
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"Port {options.Port} is in use by another program. Stop it, or start EchoTune with --port N.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => $"This machine has no address {options.Listen}. Use one of its own, or 0.0.0.0 for all.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"Port {options.Port} needs more rights. Use a port above 1023 with --port N.",
        UnauthorizedAccessException => DataFolder.Unwritable(options.DataFolder, failure),
        EchoTuneException known => known.Message,
        { InnerException: { } inner } => Explain(inner, options),
        _ => null,
    };
}
