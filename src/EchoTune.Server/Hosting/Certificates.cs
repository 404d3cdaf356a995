using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EchoTune.Catalog.Errors;

namespace EchoTune.Server.Hosting;

/// <summary>The certificate for HTTPS: the owner's own, or a self-signed one made once and kept in the data folder.</summary>
internal static class Certificates
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(14);

    /// <summary>The certificate to show.</summary>
    /// <exception cref="EchoTuneException">file_unreadable: the owner's file cannot be read or is none.</exception>
    public static X509Certificate2 Get(ServerOptions options, TimeProvider time)
    {
        if (options.CertificateFile is { } file)
        {
            return Own(file, options.CertificatePassword);
        }

        var kept = Path.Combine(options.DataFolder, "https.pfx");
        var now = time.GetUtcNow();
        if (Kept(kept) is { } certificate && certificate.NotAfter.ToUniversalTime() > (now + RenewedBefore).UtcDateTime)
        {
            return certificate;
        }

        var bytes = Make(options, now);
        Keep(kept, bytes);
        return X509CertificateLoader.LoadPkcs12(bytes, null);
    }

    private static X509Certificate2 Own(string file, string? password)
    {
        try
        {
            return Path.GetExtension(file).ToLowerInvariant() is ".pem" or ".crt"
                ? FromPem(file, password)
                : X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EchoTuneException(
                ErrorCodes.FileUnreadable,
                $"The certificate {file} cannot be used: {failure.Message} Give a PKCS#12 file (.pfx), or a PEM file (.pem) that holds the certificate and its private key, and if it has a password, that in ECHOTUNE_CERTIFICATE_PASSWORD.",
                failure);
        }
    }

    private static X509Certificate2 FromPem(string file, string? password)
    {
        using var certificate = password is null ? X509Certificate2.CreateFromPemFile(file) : X509Certificate2.CreateFromEncryptedPemFile(file, password);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2? Kept(string file)
    {
        try
        {
            return File.Exists(file) ? X509CertificateLoader.LoadPkcs12FromFile(file, null) : null;
        }
        catch (CryptographicException)
        {
            // Damaged: it proved nothing to anybody but that it was the same as last time.
            return null;
        }
    }

    // Written whole under another name first: a full disk leaves the one before.
    private static void Keep(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Environment.ProcessId}";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(temporary, how))
            {
                stream.Write(bytes);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
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
