using System.Security.Cryptography;

namespace EchoTune.Catalog.Library;

/// <summary>What identifies a file.</summary>
/// <param name="Content">Lower-case hex SHA-256 of all of it.</param>
/// <param name="Audio">Lower-case hex digest of its sound alone, the same whatever the tags say; null for containers that are not taken apart.</param>
internal sealed record FileDigest(string Content, string? Audio)
{
    private const int BufferSize = 1 << 17;

    /// <summary>Reads a file once for both.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<FileDigest> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var audio = new AudioPart(TrailingTags.EndOfAudio(file));
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.AppendData(buffer, 0, read);
            audio.Append(buffer.AsSpan(0, read));
        }

        return new FileDigest(Convert.ToHexStringLower(content.GetHashAndReset()), audio.Finish());
    }
}
