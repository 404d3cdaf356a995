using EchoTune.Audio.Analysis;

namespace EchoTune.Media.Tests.Listening;

/// <summary>Descriptors tell of the music, not of the codec that it went through.</summary>
public sealed class ReencodingTests(FingerprintTests.Recordings recordings) : IClassFixture<FingerprintTests.Recordings>
{
    // A listener would hardly tell two such values apart; loose codecs without care in the measures moved them by five times as much.
    private const double Most = 0.06;

    private static readonly (string Name, Func<TrackFeatures, double> Value)[] Descriptors =
    [
        ("energy", f => f.Energy), ("danceability", f => f.Danceability), ("valence", f => f.Valence), ("acousticness", f => f.Acousticness),
        ("instrumentalness", f => f.Instrumentalness), ("speechiness", f => f.Speechiness), ("liveness", f => f.Liveness), ("brightness", f => f.Brightness),
    ];

    [Theory]
    [InlineData("ogg", "-c:a libvorbis -b:a 96k")]
    [InlineData("opus", "-c:a libopus -b:a 64k")]
    [InlineData("mp3", "-c:a libmp3lame -b:a 64k")]
    public async Task A_codec_hardly_moves_a_descriptor(string extension, string codec)
    {
        for (var piece = 0; piece < recordings.Paths.Length; piece++)
        {
            var original = await HearAsync(recordings.Paths[piece]);
            var other = await HearAsync(await recordings.Fixture.MakeAsync($"again-{piece}.{extension}", $"-i {recordings.Paths[piece]} {codec}"));
            foreach (var (name, value) in Descriptors)
            {
                value(other).ShouldBe(value(original), Most, $"{name} of piece {piece}");
            }
        }
    }

    private async Task<TrackFeatures> HearAsync(string path)
    {
        using var analysis = AnalysisPipeline.Start();
        analysis.Process(await recordings.Fixture.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels));
        return analysis.Complete();
    }
}
