using System.Text.Json.Nodes;
using EchoTune.EndToEnd.Tests.Running;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>What was acknowledged is kept, whatever happens next.</summary>
public sealed class DurabilityTests(DemoServer demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_acknowledged_play_survives_killing_server_and_database()
    {
        await using var server = await RunningServer.StartAsync(await demo.MusicAsync(Ct), Ct);
        await server.UntilAsync("/api/v1/library/scan", scan => scan["tracks"]!.GetValue<int>() >= 1, Patience.Long, Ct);
        var track = (await server.GetAsync("/api/v1/tracks?limit=1", Ct))["items"]![0]!["id"]!.GetValue<string>();
        var ids = Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).ToArray();
        var plays = ids.Select((id, minute) => new
        {
            eventId = id, trackId = track, kind = "played", startedAt = DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(minute), msPlayed = 45_000, source = "library",
        }).ToArray();
        foreach (var play in plays)
        {
            await server.PostAsync("/api/v1/plays", new[] { play }, Ct);
        }

        await server.KillEverythingAsync();
        await server.StartAgainAsync(Ct);

        var kept = (await server.GetAsync("/api/v1/plays?limit=100", Ct))["items"]!.AsArray().Select(play => play!["eventId"]!.GetValue<Guid>()).ToHashSet();
        ids.ShouldAllBe(id => kept.Contains(id));

        // Sending them again, as a page does that got no answer, counts nothing twice.
        var answer = await server.PostAsync("/api/v1/plays", plays, Ct);
        answer["recorded"]!.GetValue<int>().ShouldBe(0);
    }
}
