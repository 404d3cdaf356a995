using System.Net;
using System.Net.Http.Json;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

public sealed class ModelTests(ServerFixture fixture) : ServerTests<ServerFixture>(fixture)
{
    private HttpClient Client => field ??= Server.Script();

    [Fact]
    public async Task Training_on_demand_is_told_to_the_owners_pages_and_says_what_it_lacks()
    {
        await using var page = await HubPage.OpenAsync(Server, "one");

        var answer = await Client.PostAsync("/api/v1/admin/models/training", null, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var begun = (await answer.Content.ReadFromJsonAsync<TrainingDto>(Cancellation))!;
        (begun.State, begun.Trigger).ShouldBe(("running", "request"));
        begun.StartedAt.ShouldNotBeNull();
        var end = await page.UntilAsync("TrainingChanged", training => training["state"]!.GetValue<string>() == "idle");
        end["message"]!.GetValue<string>().ShouldContain("too little listening");
        var models = await ModelsAsync();
        models.Training.State.ShouldBe("idle");
        models.Training.ErrorCode.ShouldBeNull();
        models.Models.ShouldBeEmpty();
        models.LibraryModel.ShouldNotBeNullOrEmpty();
        (models.Data.Listeners, models.Data.Events, models.Data.Tracks).ShouldBe((0, 0L, 0));
    }

    [Fact]
    public async Task Stopping_what_does_not_run_is_no_mistake()
    {
        (await Client.DeleteAsync("/api/v1/admin/models/training", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_cannot_be_put_into_service()
    {
        var answer = await Client.PostAsync("/api/v1/admin/models/m1-20200101/activate", null, Cancellation);

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_figures_tell_of_training()
    {
        var figures = await Client.GetStringAsync("/metrics", Cancellation);

        figures.ShouldContain("echotune_training_running");
        figures.ShouldContain("echotune_training_failed 0");
    }

    private async Task<ModelsDto> ModelsAsync() => (await Client.GetFromJsonAsync<ModelsDto>("/api/v1/admin/models", Cancellation))!;
}
