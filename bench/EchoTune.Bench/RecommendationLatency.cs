using System.Diagnostics;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;

namespace EchoTune.Bench;

/// <summary>Latency of the recommendation engine on a synthetic catalogue: matching, ranking, reasons and learning, without storage.</summary>
internal static class RecommendationLatency
{
    private const int Rounds = 200;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], out var n) ? Math.Clamp(n, 100, 500_000) : 50_000;
        var now = new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var random = new Random(1);
        var tracks = Enumerable.Range(0, count).Select(Track).ToArray();
        var start = Stopwatch.GetTimestamp();
        var sessions = Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, 15).Select(_ => tracks[random.Next(count)].Id).ToArray()).ToList();
        var library = LibrarySnapshot.Build(tracks, tracks.ToDictionary(t => t.Id, _ => Features(random)), sessions, now);
        Console.WriteLine($"recommendation: {count} tracks, snapshot in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        var memory = new ListenerMemory();
        for (var i = 0; i < 1000; i++)
        {
            memory.Apply(Heard(i, now.AddMinutes((i - 2000) * 5)));
        }

        Measure("plain", _ => Answer(null, []));
        Measure("criteria", _ => Answer(new Criteria { Moods = ["energetic"], Activity = "running", Genres = ["genre 1", "genre 2", "genre 3"], Era = new YearRange(1980, 2010), Text = "night river" }, []));
        Measure("seed", i => Answer(null, [i * 13 % count]));
        Measure("plain after an event", i =>
        {
            memory.Apply(Heard(5000 + i, now));
            Answer(null, []);
        });
        Measure("observe", i => memory.Apply(Heard(9000 + i, now)));
        return 0;

        void Answer(Criteria? criteria, List<int> seeds)
        {
            lock (memory.Gate)
            {
                var profile = memory.Profile(library, now, TimeZoneInfo.Utc);
                using var match = CriteriaMatcher.Match(library, profile, criteria ?? new Criteria(), seeds, true, null, null, 3);
                var ranked = HybridRanker.Rank(library.Model, new RankQuery { Profile = profile, Blocked = match.Blocked, Fit = match.Fit, Seeds = seeds, Weights = memory.Weights, Seed = 3 });
                var writer = new ReasonWriter(library, memory, profile, seeds, criteria);
                foreach (var track in ranked)
                {
                    writer.Describe(track);
                }
            }
        }

        Play Heard(int i, DateTimeOffset at) => new()
        {
            EventId = new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TrackId = tracks[i * 7919 % count].Id, Kind = i % 6 == 0 ? PlayKind.Skipped : PlayKind.Completed, StartedAt = at, Heard = TimeSpan.FromMinutes(3),
        };
    }

    private static void Measure(string name, Action<int> act)
    {
        for (var i = 0; i < 50; i++)
        {
            act(100_000 + i);
        }

        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            act(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds / 1024;
        Array.Sort(times);
        Console.WriteLine($"recommendation {name}: p50 {times[Rounds / 2]:0.000} ms, p95 {times[Rounds * 95 / 100]:0.000} ms, {allocated} KiB allocated");
    }

    private static Track Track(int i)
    {
        string[] words = ["night", "river", "stone", "light", "glass", "winter", "signal", "garden"];
        return new Track
        {
            Id = new TrackId(new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, (byte)i, 9)), Title = $"{words[i % 8]} {words[i / 8 % 8]} {i}", Artist = $"Artist {i % 3000}",
            ArtistId = new ArtistId(new Guid(i % 3000, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9)), AlbumId = new AlbumId(new Guid(i % 6000, 3, 2, 3, 4, 5, 6, 7, 8, 9, 9)), Album = $"Album {i % 6000}",
            Year = 1960 + (i % 65), Genres = [$"genre {i % 60}"], Duration = TimeSpan.FromMinutes(3), AddedAt = DateTimeOffset.UnixEpoch,
            File = new TrackFile { Root = "/", RelativePath = $"{i}", Size = 1, ModifiedAt = DateTimeOffset.UnixEpoch, ContentHash = $"{i}", Codec = "flac" },
        };
    }

    private static TrackFeatures Features(Random random) => new()
    {
        AnalyserVersion = "1", DurationSeconds = 180, TempoBpm = 60 + (120 * random.NextDouble()), TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1,
        Energy = random.NextDouble(), Danceability = random.NextDouble(), Valence = random.NextDouble(), Acousticness = random.NextDouble(), Instrumentalness = random.NextDouble(),
        Brightness = random.NextDouble(), Embedding = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)],
    };
}
