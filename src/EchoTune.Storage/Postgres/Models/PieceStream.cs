namespace EchoTune.Storage.Postgres.Models;

/// <summary>Pieces of a content as one stream; each piece is fetched when the stream comes to it.</summary>
/// <param name="piece">Gives the way to fetch a piece by its place from 0; null at the end.</param>
/// <param name="length">Of all pieces together.</param>
internal sealed class PieceStream(Func<int, Func<CancellationToken, Task<byte[]?>>> piece, long length) : Stream
{
    private byte[] current = [];
    private int at;
    private int next;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (at == current.Length && !buffer.IsEmpty)
        {
            if (await piece(next)(cancellationToken) is not { } fetched)
            {
                return 0;
            }

            (current, at, next) = (fetched, 0, next + 1);
        }

        var count = Math.Min(buffer.Length, current.Length - at);
        current.AsMemory(at, count).CopyTo(buffer);
        at += count;
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this stream asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
