using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Library;

/// <summary>Counts what the library holds and writes it on the board; one count after the other, so that an older one never replaces a newer.</summary>
internal sealed class LibraryCounts(ITrackStore tracks, IFeatureStore features, LibraryProgressBoard board) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Counts the available tracks and those of them that are analysed.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            int available = await tracks.CountAsync(cancellationToken);
            int analysed = await features.CountAsync(cancellationToken);
            board.Update(now => now with { Tracks = available, Analysed = analysed });
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Counts the analysed tracks alone.</summary>
    public async Task CountAnalysedAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            int analysed = await features.CountAsync(cancellationToken);
            board.Update(now => now with { Analysed = analysed });
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
