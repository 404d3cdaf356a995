using System.Diagnostics;
using System.Globalization;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using EchoTune.Media;
using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>
/// Files a second of a first scan (probe, hash, artwork, save to PostgreSQL) and of one where nothing changed. Without a folder,
/// 2,000 tagged MP3 files of 5 s are made.
/// </summary>
internal static class ScanSpeed
{
    /// <summary>Runs it: <c>scan-speed [FOLDER]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        string work = Directory.CreateTempSubdirectory("echotune-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The bundled server may run as another user, who must reach the data.
            File.SetUnixFileMode(work, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        try
        {
            string root = args.Length > 0 ? Path.GetFullPath(args[0]) : await MakeFilesAsync(Path.Combine(work, "music"), 2000);
            var options = new LibraryOptions { Roots = [root], DataFolder = Path.Combine(work, "data") };
            await using ServiceProvider services = new ServiceCollection()
                .AddStorage(new StorageOptions { DataFolder = options.DataFolder })
                .AddMedia(new MediaOptions { DataFolder = options.DataFolder })
                .AddLibrary(options)
                .BuildServiceProvider();
            var database = services.GetRequiredService<IStorageHost>();
            await database.StartAsync(CancellationToken.None);
            var scanner = services.GetRequiredService<LibraryScanner>();
            var listener = new Listener();

            var clock = Stopwatch.StartNew();
            await scanner.ScanAsync(root, listener, CancellationToken.None);
            TimeSpan first = clock.Elapsed;
            clock.Restart();
            await scanner.ScanAsync(root, listener, CancellationToken.None);
            TimeSpan again = clock.Elapsed;

            int tracks = await services.GetRequiredService<ITrackStore>().CountAsync(CancellationToken.None);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"scan: {listener.Files} files, {tracks} tracks, {listener.Failures.Count} skipped, {Environment.ProcessorCount} cores: first {first.TotalSeconds:0.0} s ({listener.Files / first.TotalSeconds:0} files/s), unchanged {again.TotalMilliseconds:0} ms ({listener.Files / again.TotalSeconds:0} files/s)"));
            foreach (ScanFailure failure in listener.Failures)
            {
                Console.WriteLine($"  skipped {failure.Path}: {failure.ErrorCode}: {failure.Message}");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> MakeFilesAsync(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        string seed = Path.Combine(folder, "seed.mp3");
        using (Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=5", "-metadata", "title=Noise", "-metadata", "artist=Bench", "-metadata", "genre=noise", seed]))
        {
            await ffmpeg.WaitForExitAsync();
        }

        byte[] bytes = await File.ReadAllBytesAsync(seed);
        File.Delete(seed);
        for (int i = 0; i < count; i++)
        {
            string album = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"album {i / 10:000}"));
            Directory.CreateDirectory(album);
            // Each has a content of its own, or they would all be copies of one.
            await File.WriteAllBytesAsync(Path.Combine(album, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.mp3")), [.. bytes, .. BitConverter.GetBytes(i)]);
        }

        return folder;
    }

    private sealed class Listener : IScanListener
    {
        public int Files { get; private set; }

        public IReadOnlyList<ScanFailure> Failures { get; private set; } = [];

        public void Found(string root, int files) => Files = files;

        public void Skipped(string root, IReadOnlyList<ScanFailure> failures) => Failures = failures;

        public Task ChangedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
