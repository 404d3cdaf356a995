using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>HTTPS with the owner's certificate, and with one that is made here.</summary>
public sealed class CertificateTests(EmbeddedDatabase database) : IDisposable
{
    private const string Password = "open sesame";
    private readonly string _folder = Directory.CreateTempSubdirectory("echotune-certificate-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("own.pfx", Password)]
    [InlineData("own.pem", null)]
    [InlineData("locked.pem", Password)]
    public async Task The_owners_certificate_is_shown_and_the_cookies_go_over_HTTPS_only(string name, string? password)
    {
        using var own = Write(name);
        await using var server = await TestServer.StartAsync(
            database, options => options with { Https = true, CertificateFile = Path.Combine(_folder, name), CertificatePassword = password });
        server.Address.Scheme.ShouldBe("https");
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == own.Thumbprint;
        using var page = new HttpClient(handler) { BaseAddress = server.Address };

        using var answer = await page.GetAsync("/api/v1/session", Cancellation);

        var session = await answer.ShouldBeAsync<SessionDto>();
        session.SignIn.ShouldBe("local");
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        cookies.ShouldContain(cookie => cookie.StartsWith("echotune.session=", StringComparison.Ordinal));
        cookies.ShouldAllBe(cookie => cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase) && cookie.Contains("; httponly", StringComparison.OrdinalIgnoreCase));

        // The cookie is taken back, also for what changes something.
        page.DefaultRequestHeaders.Add(RequestGuard.TokenHeader, session.AntiForgeryToken);
        page.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        (await page.PostAsJsonAsync("/api/v1/playlists", new { title = "Over HTTPS" }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("own.pfx", "wrong")]
    [InlineData("own.pfx", null)]
    [InlineData("locked.pem", "wrong")]
    [InlineData("keyless.pem", null)]
    [InlineData("text.pfx", null)]
    [InlineData("text.pem", null)]
    [InlineData("empty.pfx", null)]
    [InlineData("/proc/self/mem", null)]
    public async Task A_certificate_that_cannot_be_used_is_told_with_its_file_and_ends_with_1(string name, string? password)
    {
        Write(name).Dispose();
        var file = Path.Combine(_folder, name);
        var error = new StringWriter();
        var options = new ServerOptions { DataFolder = Path.Combine(_folder, "data"), MusicFolders = [_folder], Port = 0, Https = true, CertificateFile = file, CertificatePassword = password };

        var exit = await EchoTuneHost.RunAsync(options, TextWriter.Null, TextWriter.Synchronized(error));

        exit.ShouldBe(1, error.ToString());
        error.ToString().ShouldContain("certificate");
        error.ToString().ShouldContain(file);
        error.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public void A_certificate_that_was_made_here_is_kept_until_it_nears_its_end_and_replaced_when_it_is_damaged()
    {
        var options = new ServerOptions { DataFolder = _folder, Https = true, Hosts = ["music.example"] };
        var kept = Path.Combine(_folder, "https.pfx");
        using var first = Certificates.Get(options, TimeProvider.System);
        first.HasPrivateKey.ShouldBeTrue();
        first.MatchesHostname("localhost").ShouldBeTrue();
        first.MatchesHostname("music.example").ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using (var second = Certificates.Get(options, TimeProvider.System))
        {
            second.Thumbprint.ShouldBe(first.Thumbprint);
        }

        using (var late = Certificates.Get(options, new At(first.NotAfter.AddDays(-13))))
        {
            late.Thumbprint.ShouldNotBe(first.Thumbprint);
        }

        // As a full disk leaves it.
        File.WriteAllBytes(kept, []);
        using var anew = Certificates.Get(options, TimeProvider.System);
        anew.HasPrivateKey.ShouldBeTrue();
        Directory.EnumerateFiles(_folder).ShouldBe([kept]);
    }

    private X509Certificate2 Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var file = Path.Combine(_folder, name);
        var pem = certificate.ExportCertificatePem();
        switch (name)
        {
            case "own.pfx":
                File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
                break;
            case "own.pem":
                File.WriteAllText(file, $"{pem}\n{key.ExportPkcs8PrivateKeyPem()}\n");
                break;
            case "locked.pem":
                File.WriteAllText(file, $"{pem}\n{key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1_000))}\n");
                break;
            case "keyless.pem":
                File.WriteAllText(file, pem);
                break;
            case "empty.pfx":
                File.WriteAllBytes(file, []);
                break;
            case "text.pfx" or "text.pem":
                File.WriteAllText(file, "Dear diary, this is no certificate.\n");
                break;
        }

        return certificate;
    }

    private sealed class At(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
