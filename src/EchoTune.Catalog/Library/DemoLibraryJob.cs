using System.Text;
using System.Threading.Channels;
using EchoTune.Catalog.Errors;

namespace EchoTune.Catalog.Library;

/// <summary>
/// Renders the demo library, several pieces at once. Pieces that are there already stay, so a killed run goes on where it was:
/// a file has its final name only when it is whole.
/// </summary>
internal sealed class DemoLibraryJob(IDemoComposer composer, IAudioEncoder encoder, LibraryOptions options, LibraryProgressBoard board) : IDisposable
{
    private const string TruthName = "truth.json";
    private const string VersionName = ".version";
    private const int BlockSamples = 32768;

    private readonly LowPriorityThreads threads = new(options.Parallelism, niceness: 5, "composing");

    /// <summary>Makes the folder ready for scanning: it is there, and holds no pieces of another seed or version.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await DiskAsync(async () =>
        {
            Directory.CreateDirectory(options.DemoFolder);
            string versionPath = Path.Combine(options.DemoFolder, VersionName);
            string version = FormattableString.Invariant($"{composer.Version} seed {options.DemoSeed}");
            if (!File.Exists(versionPath) || await File.ReadAllTextAsync(versionPath, cancellationToken) != version)
            {
                foreach (string old in Directory.EnumerateFiles(options.DemoFolder, "*.flac", SearchOption.AllDirectories))
                {
                    File.Delete(old);
                }

                File.Delete(Path.Combine(options.DemoFolder, TruthName));
                await File.WriteAllTextAsync(versionPath, version, cancellationToken);
            }
        });
    }

    /// <summary>Renders what is missing, in order.</summary>
    /// <param name="whole">Told the relative path of each new piece, in order, when it is whole.</param>
    /// <param name="cancellationToken">Stops it; the pieces under way are dropped.</param>
    /// <exception cref="EchoTuneException">disk_full, media_tool_missing.</exception>
    public async Task RunAsync(Func<string, Task> whole, CancellationToken cancellationToken)
    {
        string truthPath = Path.Combine(options.DemoFolder, TruthName);
        IReadOnlyList<DemoPiece> pieces = await threads.RunAsync(() => composer.Compose(options.DemoSeed));
        List<DemoPiece> missing = [.. pieces.Where(piece => !File.Exists(PathOf(piece)))];
        board.Update(now => now with { ToCompose = pieces.Count, Composed = pieces.Count - missing.Count });
        if (missing.Count == 0 && File.Exists(truthPath))
        {
            return;
        }

        board.Doing(composing: true);
        try
        {
            await RenderAllAsync(missing, whole, cancellationToken);
            await WriteTruthAsync(truthPath, pieces, cancellationToken);
        }
        finally
        {
            board.Doing(composing: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();

    private async Task RenderAllAsync(IReadOnlyList<DemoPiece> missing, Func<string, Task> whole, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // One more than threads: while a piece is encoded, another one is computed. Each is started only when a slot is free, so
        // at most that many are held in memory.
        using var slots = new SemaphoreSlim(options.Parallelism + 1);
        var begun = Channel.CreateUnbounded<Task<DemoPiece>>();
        Task telling = TellAsync(begun.Reader, whole, stop);
        var running = new List<Task>();
        try
        {
            foreach (DemoPiece piece in missing)
            {
                await slots.WaitAsync(stop.Token);
                Task<DemoPiece> rendering = RenderAsync(piece, slots, stop.Token);
                running.Add(rendering);
                begun.Writer.TryWrite(rendering);
            }

            begun.Writer.Complete();
            await telling;
        }
        catch
        {
            await stop.CancelAsync();
            begun.Writer.TryComplete();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Why telling ended explains a stop better than the stop itself.
            await telling;
            throw;
        }
    }

    /// <summary>Tells of each piece as soon as it and those before it are whole, while others are still computed.</summary>
    private static async Task TellAsync(ChannelReader<Task<DemoPiece>> begun, Func<string, Task> whole, CancellationTokenSource stop)
    {
        try
        {
            await foreach (Task<DemoPiece> rendering in begun.ReadAllAsync(stop.Token))
            {
                DemoPiece piece = await rendering;
                await whole(piece.RelativePath);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<DemoPiece> RenderAsync(DemoPiece piece, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            // Both at once: asked for later, the cover would wait behind the next piece.
            (float[] samples, byte[] cover) = await threads.RunAsync(() => (piece.Render(cancellationToken), piece.DrawCover()));
            cancellationToken.ThrowIfCancellationRequested();
            await encoder.EncodeFlacAsync(PathOf(piece), piece.SampleRate, piece.Channels, piece.Tags, cover, Blocks(samples), cancellationToken);
            board.Update(now => now with { Composed = now.Composed + 1 });
            return piece;
        }
        finally
        {
            slots.Release();
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> Blocks(float[] samples)
    {
        for (int at = 0; at < samples.Length; at += BlockSamples)
        {
            yield return samples.AsMemory(at, Math.Min(BlockSamples, samples.Length - at));
        }

        await Task.CompletedTask;
    }

    private async Task WriteTruthAsync(string path, IReadOnlyList<DemoPiece> pieces, CancellationToken cancellationToken)
    {
        string truth = await threads.RunAsync(() => new StringBuilder("[\n").AppendJoin(",\n", pieces.Select(piece => piece.Truth())).Append("\n]\n").ToString());
        await DiskAsync(async () =>
        {
            string part = Path.Combine(options.DemoFolder, "." + TruthName + ".part");
            await File.WriteAllTextAsync(part, truth, cancellationToken);
            File.Move(part, path, overwrite: true);
        });
    }

    private string PathOf(DemoPiece piece) => Path.Combine(options.DemoFolder, piece.RelativePath);

    private async Task DiskAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EchoTuneException(
                ErrorCodes.DiskFull, $"The demo library cannot be written to {options.DemoFolder} ({failure.Message}). Free some space or correct the folder's permissions, or start EchoTune with another data folder.", failure);
        }
    }
}
