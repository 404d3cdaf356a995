using EchoTune.Catalog.Library;

namespace EchoTune.Server.Tests.Support;

/// <summary>Writes real audio files for a library.</summary>
internal static class Tones
{
    private const int SampleRate = 22_050;

    /// <summary>Writes a mono FLAC file of one sine.</summary>
    /// <param name="encoder">The real one.</param>
    /// <param name="file">Where to.</param>
    /// <param name="hertz">Pitch; it makes the content differ.</param>
    /// <param name="tags">As the encoder takes them.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="cover">A picture; empty for none.</param>
    public static Task WriteAsync(
        IAudioEncoder encoder, string file, int hertz, IReadOnlyDictionary<string, string> tags, int seconds = 4, ReadOnlyMemory<byte> cover = default) =>
        encoder.EncodeFlacAsync(file, SampleRate, 1, tags, cover, Sine(hertz, seconds), TestContext.Current.CancellationToken);

    /// <summary>Writes files named after their titles into a folder.</summary>
    public static async Task WriteAsync(IAudioEncoder encoder, string folder, params string[] titles)
    {
        foreach (var title in titles)
        {
            await WriteAsync(
                encoder, Path.Combine(folder, $"{title}.flac"), 200 + title.Sum(letter => letter), new Dictionary<string, string> { ["title"] = title, ["artist"] = "Ada Tone", ["genre"] = "ambient" }, seconds: 1);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> Sine(int hertz, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            var block = new float[SampleRate];
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = (float)(0.4 * Math.Sin(2 * Math.PI * hertz * (i + (second * SampleRate)) / SampleRate));
            }

            await Task.Yield();
            yield return block;
        }
    }
}
