using System.Diagnostics;
using System.Globalization;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary>Milliseconds of what the library's pages ask the database for, with a synthetic library of artists, albums of twelve tracks and eight genres an artist.</summary>
internal static class LibraryLatency
{
    private const int Batch = 2_000;
    private const int Repeats = 15;
    private static readonly string[] Syllables = ["ka", "lo", "mi", "ren", "ta", "shu", "vel", "dor", "an", "el", "ri", "so", "ben", "na", "fjo", "qua", "zim", "pe", "har", "ou"];
    private static readonly string[] Genres = [.. Enumerable.Range(0, 60).Select(g => $"genre {g:00}")];

    /// <summary>Runs it: <c>library-latency [TRACKS]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int tracks = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        string work = Directory.CreateTempSubdirectory("echotune-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The bundled server may run as another user, who must reach the data.
            File.SetUnixFileMode(work, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        try
        {
            await using ServiceProvider services = new ServiceCollection()
                .AddStorage(new StorageOptions { DataFolder = work })
                .BuildServiceProvider();
            await services.GetRequiredService<IStorageHost>().StartAsync(CancellationToken.None);
            var store = services.GetRequiredService<ITrackStore>();
            var browse = services.GetRequiredService<IBrowseStore>();
            var clock = Stopwatch.StartNew();
            await FillAsync(store, tracks);
            Print("write", $"{tracks} tracks in {clock.Elapsed.TotalSeconds:0.0} s, {tracks / clock.Elapsed.TotalSeconds:0} a second");

            await TimeAsync("tracks by title, first page", () => store.QueryAsync(new TrackQuery { Limit = 100 }, default));
            await TimeAsync("tracks by artist, first page", () => store.QueryAsync(new TrackQuery { Limit = 100, Sort = TrackSort.Artist }, default));
            string? deep = await DeepAsync(cursor => store.QueryAsync(new TrackQuery { Limit = 500, Cursor = cursor }, default));
            await TimeAsync("tracks by title, page 20", () => store.QueryAsync(new TrackQuery { Limit = 100, Cursor = deep }, default));
            await TimeAsync("tracks of a genre", () => store.QueryAsync(new TrackQuery { Limit = 100, Genre = Genres[3] }, default));
            await TimeAsync("tracks, three letters typed", () => store.QueryAsync(new TrackQuery { Limit = 100, Text = "kal" }, default));
            await TimeAsync("tracks, two words typed", () => store.QueryAsync(new TrackQuery { Limit = 100, Text = "kalomi velta" }, default));
            await TimeAsync("tracks, a misspelt word", () => store.QueryAsync(new TrackQuery { Limit = 100, Text = "shuveldohr" }, default));
            foreach (AlbumSort sort in Enum.GetValues<AlbumSort>())
            {
                await TimeAsync($"albums by {sort}".ToLowerInvariant(), () => browse.AlbumsAsync(new AlbumQuery { Limit = 60, Sort = sort, Descending = sort == AlbumSort.Added }, default));
            }

            deep = await DeepAsync(cursor => browse.AlbumsAsync(new AlbumQuery { Limit = 100, Cursor = cursor }, default));
            await TimeAsync("albums by title, page 20", () => browse.AlbumsAsync(new AlbumQuery { Limit = 60, Cursor = deep }, default));
            await TimeAsync("albums, three letters typed", () => browse.AlbumsAsync(new AlbumQuery { Limit = 60, Text = "kal" }, default));
            await TimeAsync("albums of a genre", () => browse.AlbumsAsync(new AlbumQuery { Limit = 60, Genre = Genres[3] }, default));
            var album = (await browse.AlbumsAsync(new AlbumQuery { Limit = 1 }, default)).Items[0];
            await TimeAsync("one album", () => browse.AlbumAsync(album.Id, default));
            await TimeAsync("artists, first page", () => browse.ArtistsAsync(null, null, 100, null, default));
            await TimeAsync("artists, three letters typed", () => browse.ArtistsAsync("kal", null, 100, null, default));
            await TimeAsync("artists of a genre", () => browse.ArtistsAsync(null, Genres[3], 100, null, default));
            await TimeAsync("one artist", () => browse.ArtistAsync(album.ArtistId, default));
            await TimeAsync("genres", () => browse.GenresAsync(default));
            await TimeAsync("years", () => browse.YearsAsync(default));
            await TimeAsync("count", () => store.CountAsync(default));
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task FillAsync(ITrackStore store, int tracks)
    {
        var random = new Random(7);
        var files = new List<ScannedFile>(Batch);
        string artist = "", album = "";
        string[] genres = [];
        int year = 2000;
        for (int i = 0; i < tracks; i++)
        {
            if (i % 12 == 0)
            {
                album = Name(random);
                year = 1960 + random.Next(66);
                if (i % 60 == 0)
                {
                    artist = Name(random);
                    genres = [Genres[random.Next(Genres.Length)], Genres[random.Next(Genres.Length)]];
                }
            }

            files.Add(new ScannedFile
            {
                File = new TrackFile
                {
                    Root = "/music", RelativePath = $"{artist}/{album}/{i}.flac", Size = 30_000_000 + i, ModifiedAt = DateTimeOffset.UnixEpoch.AddSeconds(i),
                    ContentHash = i.ToString("x64", CultureInfo.InvariantCulture), Codec = "flac", SampleRate = 44_100, Channels = 2, Bitrate = 900,
                },
                Title = Name(random), Artist = artist, Album = album, TrackNumber = (i % 12) + 1, Year = year, Genres = genres, Duration = TimeSpan.FromSeconds(120 + random.Next(240)),
                ArtworkKey = (i / 12).ToString("x64", CultureInfo.InvariantCulture),
            });
            if (files.Count == Batch || i == tracks - 1)
            {
                await store.SaveScannedAsync(files, CancellationToken.None);
                files.Clear();
            }
        }
    }

    private static string Name(Random random) => string.Join(' ', Enumerable.Range(0, 1 + random.Next(3)).Select(_ =>
    {
        string word = string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Syllables[random.Next(Syllables.Length)]));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }));

    private static async Task<string?> DeepAsync<T>(Func<string?, Task<Catalog.Page<T>>> pages)
    {
        string? cursor = null;
        for (int i = 0; i < 19; i++)
        {
            cursor = (await pages(cursor)).NextCursor ?? cursor;
        }

        return cursor;
    }

    private static async Task TimeAsync<T>(string what, Func<Task<T>> ask)
    {
        await ask();
        var times = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Print(what, $"p50 {times[Repeats / 2]:0.0} ms, worst {times[^1]:0.0} ms");
    }

    private static void Print(string what, FormattableString figure) => Console.WriteLine($"library: {what}: {figure.ToString(CultureInfo.InvariantCulture)}");
}
