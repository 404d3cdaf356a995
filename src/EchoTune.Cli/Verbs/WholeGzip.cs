using System.Buffers.Binary;
using System.IO.Compression;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// Unzips and refuses an archive that was cut off, which <see cref="GZipStream"/> reads to its early end without a word. The last four
/// bytes of an archive say how long its last member is unzipped; the bytes where a cut falls say some huge length.
/// </summary>
internal sealed class WholeGzip : Stream
{
    private readonly FileStream file;
    private readonly GZipStream zip;
    private readonly long promised;
    private long read;

    /// <summary>Takes over the file.</summary>
    public WholeGzip(FileStream file)
    {
        this.file = file;
        Span<byte> end = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - end.Length);
        file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        promised = BinaryPrimitives.ReadUInt32LittleEndian(end);
        file.Position = 0;
        zip = new GZipStream(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = zip.Read(buffer);
        read += count;
        if (count == 0 && buffer.Length > 0 && read < promised)
        {
            throw new InvalidDataException("The archive is cut off. Fetch or write the file again.");
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            zip.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
