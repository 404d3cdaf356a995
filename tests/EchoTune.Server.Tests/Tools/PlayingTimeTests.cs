using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Tools;

namespace EchoTune.Server.Tests.Tools;

/// <summary>"45 minutes of …": the best tracks that together last as asked.</summary>
public sealed class PlayingTimeTests
{
    [Theory]
    [InlineData(45, new[] { 7, 7, 7, 7, 7, 7, 7 }, new[] { 7, 7, 7, 7, 7, 7 })]
    [InlineData(45, new[] { 10, 10, 10, 10, 9, 8, 4 }, new[] { 10, 10, 10, 10, 4 })]
    [InlineData(45, new[] { 20, 20, 20, 6, 1 }, new[] { 20, 20, 6 })]
    [InlineData(10, new[] { 30, 12, 50 }, new[] { 12 })]
    [InlineData(60, new[] { 5, 5 }, new[] { 5, 5 })]
    [InlineData(15, new[] { 5, 5, 5, 5 }, new[] { 5, 5, 5 })]
    [InlineData(15, new int[0], new int[0])]
    public void Comes_as_near_as_it_can(int minutes, int[] there, int[] taken) =>
        MusicFinder.Lasting([.. there.Select(Item)], TimeSpan.FromMinutes(minutes)).Select(item => item.Track.Duration.TotalMinutes).ShouldBe(taken.Select(length => (double)length));

    private static RecommendedTrack Item(int minutes, int place) => new(
        new Track
        {
            Id = new TrackId(Guid.CreateVersion7()), Title = $"{place}", Artist = "", ArtistId = default, Genres = [], Duration = TimeSpan.FromMinutes(minutes), AddedAt = default,
            File = new TrackFile { Root = "/", RelativePath = $"{place}", Size = 1, ModifiedAt = default, ContentHash = $"{place}", Codec = "flac" },
        },
        1, new Dictionary<string, double>(), "", []);
}
