using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

public sealed class TrainedModelTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    private HttpClient Client => field ??= Server.Script();

    [Fact]
    public async Task What_one_listener_heard_is_learnt_shown_and_can_be_chosen_again()
    {
        await HearAsync(40);
        var first = await TrainAsync(1);
        var second = await TrainAsync(2);

        var models = await ModelsAsync();
        models.Models.Select(model => (model.Version, model.State)).ShouldBe([(second.Version, "active"), (first.Version, "kept")]);
        var model = models.Models[0];
        model.Parts.Select(part => part.Name).ShouldBe(["collaborative", "projection", "sequence", "graph", "weights"]);
        model.Parts.Single(part => part.IsPresent).Name.ShouldBe("sequence");
        model.Parts[2].Metrics["mrr20"].ShouldBeGreaterThan(model.Parts[2].Metrics["popularityMrr20"]);
        model.Parts.ShouldAllBe(part => part.Note.Length > 0);
        model.SizeBytes.ShouldBeGreaterThan(100);
        (model.TrainedOn.Listeners, model.TrainedOn.Tracks, model.TrainedOn.Sessions).ShouldBe((1, 5, 40L));
        model.TrainedOn.Events.ShouldBe(100);
        (models.Data.Events, models.Data.Interactions).ShouldBe((100L, 5L));

        var answer = await Client.PostAsync($"/api/v1/admin/models/{first.Version}/activate", null, Cancellation);

        var after = await answer.ShouldBeAsync<ModelsDto>();
        after.Models.Select(one => (one.Version, one.State)).ShouldBe([(second.Version, "kept"), (first.Version, "active")]);
        (await Client.GetStringAsync("/metrics", Cancellation)).ShouldContain($"version=\"{first.Version}\"");
        (await Client.GetAsync("/api/v1/recommendations?strategy=sequence&limit=3", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<ModelDto> TrainAsync(int count)
    {
        (await Client.PostAsync("/api/v1/admin/models/training", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var models = await Eventually.GetAsync("the end of training", async _ => await ModelsAsync() is { Training.State: "idle" } now ? now : null);
        models.Training.ErrorCode.ShouldBeNull(models.Training.Message);
        models.Models.Count.ShouldBe(count, models.Training.Message);
        return models.Models[0];
    }

    // Alpha, Bravo, Charlie one day; Delta, Echo the next.
    private async Task HearAsync(int sessions)
    {
        var owner = (await Server.Get<IListenerStore>().OwnerAsync(Cancellation)).Id;
        var plays = new List<Play>();
        for (var s = 0; s < sessions; s++)
        {
            string[] titles = s % 2 == 0 ? ["Alpha", "Bravo", "Charlie"] : ["Delta", "Echo"];
            plays.AddRange(titles.Select((title, n) => new Play
            {
                EventId = Guid.CreateVersion7(), TrackId = Fixture.Tracks[title].Id, Kind = PlayKind.Completed, Heard = TimeSpan.FromSeconds(4),
                StartedAt = new DateTimeOffset(2026, 1, 1, 12, n, 0, TimeSpan.Zero).AddDays(s),
            }));
        }

        await Server.Get<IPlayStore>().AppendAsync(owner, plays, Cancellation);
    }

    private async Task<ModelsDto> ModelsAsync() => (await Client.GetFromJsonAsync<ModelsDto>("/api/v1/admin/models", Cancellation))!;
}
