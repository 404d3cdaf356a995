namespace EchoTune.Server.Hosting;

/// <summary>Address, limits and HTTPS of the web server.</summary>
internal static class KestrelSetup
{
    public static IWebHostBuilder ConfigureEchoTuneKestrel(this IWebHostBuilder web, ServerOptions options) => web.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxConcurrentConnections = 2_000;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 1_000;
        kestrel.Listen(options.Listen, options.Port, listen =>
        {
            if (options.Https)
            {
                listen.UseHttps(Certificates.Get(options, TimeProvider.System));
            }
        });
    });
}
