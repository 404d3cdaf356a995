using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

public sealed class SessionRadioTests
{
    private const int Items = 40;
    private const int Ring = 8;

    private static readonly ISessionModel Model =
        SessionTrainers.Find("stan")!.Fit(PlantedSessions.Rings(4, 400, Items, Ring), Hyperparameters.Defaults, new FitOptions());

    [Fact]
    public void Next_equals_a_sort_without_what_was_heard_or_is_blocked()
    {
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var prefix = PlantedSessions.Prefix(random, Items);
            var blocked = Enumerable.Range(0, Items).Select(_ => (byte)(random.Next(4) == 0 ? 1 : 0)).ToArray();
            var (scores, plain, next) = (new float[Items], new float[Items], new int[random.Next(0, 50)]);
            Model.Score(prefix, plain);

            var found = SessionRadio.Next(Model, prefix, blocked, scores, next);

            next[..found].ShouldBe(Enumerable.Range(0, Items).Where(i => blocked[i] == 0 && !prefix.Contains(i)).OrderByDescending(i => plain[i]).ThenBy(i => i).Take(next.Length));
        }
    }

    [Fact]
    public void A_radio_stays_with_its_seed_and_repeats_nothing()
    {
        var radio = SessionRadio.Play(Model, [16], [], 6);

        radio.Length.ShouldBe(6);
        radio.ShouldBeUnique();
        radio.ShouldNotContain(16);
        radio.Count(i => i / Ring == 16 / Ring).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public void A_radio_ends_when_all_is_played()
    {
        var blocked = new byte[Items];
        blocked[3] = 1;

        var radio = SessionRadio.Play(Model, [0, -1, 99], blocked, 1000);

        radio.Order().ShouldBe(Enumerable.Range(0, Items).Where(i => i is not (0 or 3)));
        SessionRadio.Play(Model, [], [], 0).ShouldBeEmpty();
        SessionRadio.Play(SessionTrainers.Find("vs-knn")!.Fit(Sessions.Empty, Hyperparameters.Defaults, new FitOptions()), [1], [], 5).ShouldBeEmpty();
    }
}
