using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tests.Recommendations;
using EchoTune.Catalog.Training;
using EchoTune.Recommendation.Learned;

namespace EchoTune.Catalog.Tests.Training;

public sealed class TrainingLibraryTests
{
    [Fact]
    public void Training_and_recommending_mean_the_same_by_content()
    {
        var tracks = new World().Tracks.OrderBy(track => track.Id.Value).ToArray();
        var heard = tracks.Where((_, i) => i % 3 > 0).ToDictionary(track => track.Id, Features);

        var trained = TrainingLibrary.Build(tracks, heard, "t");
        var served = LibrarySnapshot.Build(tracks.Reverse(), heard, [], DateTimeOffset.UnixEpoch).Model;

        ContentVersion.Of(trained).ShouldBe(ContentVersion.Of(served));
        for (var track = 0; track < tracks.Length; track++)
        {
            trained.Vector(track).ToArray().ShouldBe(served.Vector(track).ToArray());
            trained.Artist(track).ShouldBe(served.Artist(track));
        }
    }

    [Fact]
    public void Genres_that_are_numbered_another_way_mean_something_else()
    {
        var tracks = new World().Tracks.OrderBy(track => track.Id.Value).ToArray();
        var none = new Dictionary<TrackId, TrackFeatures>();
        var all = ContentVersion.Of(TrainingLibrary.Build(tracks, none, "t"));

        ContentVersion.Of(TrainingLibrary.Build([.. tracks[..^1], tracks[^1] with { Genres = ["polka"] }], none, "t")).ShouldNotBe(all);
        ContentVersion.Of(TrainingLibrary.Build(tracks[1..], none, "t")).ShouldNotBe(all);
        ContentVersion.Of(TrainingLibrary.Build(tracks[..^1], none, "t")).ShouldBe(all);
    }

    [Fact]
    public void What_was_surely_heard_stands_in_for_missing_genre_tags_and_never_for_given_ones()
    {
        var tracks = new World().Tracks.OrderBy(track => track.Id.Value).ToArray();
        tracks[1] = tracks[1] with { Genres = [] };
        LabelConfidence[] labels = [new("hip-hop", 0.8), new("rock", 0.3)];
        var heard = tracks.ToDictionary(track => track.Id, track => Features(track) with { Genres = labels });

        var served = LibrarySnapshot.Build(tracks, heard, [], DateTimeOffset.UnixEpoch);
        served.Model.Genres(1).ToArray().ShouldBe([served.Genres["hip hop"]]);
        served.Model.Genres(2).ToArray().ShouldNotContain(served.Genres["hip hop"]);
        ContentVersion.Of(TrainingLibrary.Build(tracks, heard, "t")).ShouldBe(ContentVersion.Of(served.Model));
    }

    private static TrackFeatures Features(Tracks.Track track)
    {
        var random = new Random(track.Title.Length + (track.Year ?? 0));
        return new TrackFeatures
        {
            AnalyserVersion = "1", DurationSeconds = 180, TempoBpm = 60 + random.Next(120), TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1, Energy = random.NextDouble(),
            Danceability = random.NextDouble(), Valence = random.NextDouble(), Acousticness = random.NextDouble(), Instrumentalness = random.NextDouble(), Brightness = random.NextDouble(),
            Embedding = [.. Enumerable.Range(0, 16).Select(_ => random.NextSingle())],
        };
    }
}
