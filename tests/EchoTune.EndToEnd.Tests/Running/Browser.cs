using Microsoft.Playwright;

namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>One Chromium for the assembly; each test opens contexts of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page with its own cookies and storage. Audio may start without a gesture, as the architecture says of tests that are not about autoplay.</summary>
    public async Task<IBrowserContext> NewContextAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        await _gate.WaitAsync();
        try
        {
            _browser ??= await LaunchAsync();
        }
        finally
        {
            _gate.Release();
        }

        var context = await ContextAsync(_browser, width, height, scheme);
        context.SetDefaultTimeout(Patience.ShortMs);
        return context;
    }

    private static Task<IBrowserContext> ContextAsync(IBrowser browser, int width, int height, ColorScheme scheme) => browser.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        ColorScheme = scheme,
        ReducedMotion = ReducedMotion.Reduce,
        Locale = "en-GB",
    });

    private async Task<IBrowser> LaunchAsync()
    {
        _playwright ??= await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience.ShortMs);
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("ECHOTUNE_CHROMIUM") ?? Places.FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException("No Chromium was found. Install Debian's package chromium, or set ECHOTUNE_CHROMIUM."),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--autoplay-policy=no-user-gesture-required", "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
            ],
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }
}
