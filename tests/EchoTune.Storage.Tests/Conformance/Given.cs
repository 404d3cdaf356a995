using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>Makes what the suites store.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ListenerId Listener() => ListenerId.New(TimeProvider.System);

    public static Guid Id() => Guid.CreateVersion7();

    public static ScannedFile File(
        string path, string? title = null, string artist = "Ada", string? album = null, string? albumArtist = null, string? content = null) => new()
        {
            File = new TrackFile
            {
                Root = "/music",
                RelativePath = path,
                Size = 1000,
                ModifiedAt = Noon.AddTicks(1234567),
                ContentHash = content ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path))),
                Codec = "flac",
                SampleRate = 44100,
                Channels = 2,
                Bitrate = 900_000,
            },
            Title = title ?? Path.GetFileNameWithoutExtension(path),
            Artist = artist,
            Album = album,
            AlbumArtist = albumArtist,
            Duration = TimeSpan.FromSeconds(100),
        };

    public static async Task<TrackId> Track(ITrackStore tracks, CancellationToken cancellationToken) =>
        (await tracks.SaveScannedAsync([File(string.Create(CultureInfo.InvariantCulture, $"{Id()}.flac"))], cancellationToken))[0];

    public static async Task<IReadOnlyList<Track>> Library(ITrackStore tracks, CancellationToken cancellationToken, params ScannedFile[] files) =>
        await tracks.GetManyAsync(await tracks.SaveScannedAsync(files, cancellationToken), cancellationToken);
}
