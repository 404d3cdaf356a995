using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EchoTune.Server.Hosting;

/// <summary>The certificate for HTTPS: the owner's own, or a self-signed one made once and kept in the data folder.</summary>
internal static class Certificates
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(14);

    public static X509Certificate2 Get(ServerOptions options, TimeProvider time)
    {
        if (options.CertificateFile is { } file)
        {
            return Path.GetExtension(file).ToLowerInvariant() is ".pem" or ".crt"
                ? FromPem(file, options.CertificatePassword)
                : X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword);
        }

        var kept = Path.Combine(options.DataFolder, "https.pfx");
        var now = time.GetUtcNow();
        if (File.Exists(kept))
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(kept, null);
            if (certificate.NotAfter.ToUniversalTime() > (now + RenewedBefore).UtcDateTime)
            {
                return certificate;
            }
        }

        Directory.CreateDirectory(options.DataFolder);
        var bytes = Make(options, now);
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(kept, how))
        {
            stream.Write(bytes);
        }

        return X509CertificateLoader.LoadPkcs12(bytes, null);
    }

    private static X509Certificate2 FromPem(string file, string? password)
    {
        using var certificate = password is null ? X509Certificate2.CreateFromPemFile(file) : X509Certificate2.CreateFromEncryptedPemFile(file, password);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static byte[] Make(ServerOptions options, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}, O=EchoTune", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (!options.Listen.Equals(IPAddress.Any) && !options.Listen.Equals(IPAddress.IPv6Any))
        {
            names.AddIpAddress(options.Listen);
        }

        foreach (var host in options.Hosts)
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
