using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Content;
using EchoTune.Recommendation.Data;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Content;

public sealed class ContentTrainerTests
{
    private const int Items = 240;
    private const int Artists = 40;
    private static readonly Hyperparameters Small = Hyperparameters.Defaults.With("trees", 40).With("depth", 3);

    [Fact]
    public void An_item_nobody_heard_is_found_through_its_artist_and_year()
    {
        var (data, cold) = Planted();
        var model = new ContentTrainer().Fit(data, Small, new FitOptions { Threads = 2 });
        var scores = new float[Items];
        var (found, tried) = (0, 0);
        for (var listener = 0; listener < data.Interactions.ListenerCount; listener++)
        {
            model.Score(data.Interactions.History(listener), scores);
            var heard = data.Interactions.Items(listener).ToArray();
            var wanted = cold.Single(item => item % Artists == listener % Artists);
            tried++;
            found += Enumerable.Range(0, Items).Except(heard).OrderByDescending(item => scores[item]).Take(24).Contains(wanted) ? 1 : 0;
        }

        // By chance a tenth.
        found.ShouldBeGreaterThan(tried / 2);
    }

    [Fact]
    public void It_is_the_same_for_any_number_of_threads_and_answers_someone_new()
    {
        var (data, _) = Planted();
        var (one, three) = (new ContentTrainer().Fit(data, Small, new FitOptions()), new ContentTrainer().Fit(data, Small, new FitOptions { Threads = 3 }));
        var (a, b) = (new float[Items], new float[Items]);
        one.Score(data.Interactions.History(5), a);
        three.Score(data.Interactions.History(5), b);
        b.ShouldBe(a);

        one.Score(new ListenerHistory(-1, data.Interactions.Items(5), data.Interactions.Weights(5), []), b);
        b.Distinct().Count().ShouldBeGreaterThan(3);
        one.Score(new ListenerHistory(-1, [], [], []), b);
        b.ShouldAllBe(score => float.IsFinite(score));
    }

    [Fact]
    public void A_table_of_zeros_gaps_or_single_values_is_borne()
    {
        var (data, _) = Planted();
        ItemTable[] tables =
        [
            new() { Count = Items, Numbers = new Dictionary<string, float[]> { ["zero"] = new float[Items], ["gap"] = [.. Enumerable.Repeat(float.NaN, Items)] } },
            new() { Count = Items, Words = new Dictionary<string, string[]> { ["same"] = [.. Enumerable.Repeat("x", Items)], ["none"] = [.. Enumerable.Repeat("", Items)] } },
        ];
        foreach (var table in tables)
        {
            var model = new ContentTrainer().Fit(data with { Items = table }, Small, new FitOptions());
            var scores = new float[Items];
            model.Score(data.Interactions.History(0), scores);
            scores.ShouldAllBe(score => float.IsFinite(score));
        }
    }

    [Fact]
    public void Without_a_table_it_does_not_suit()
    {
        var (data, _) = Planted();
        new ContentTrainer().Suits(data).ShouldBeTrue();
        new ContentTrainer().Suits(data with { Items = null }).ShouldBeFalse();
        new ContentTrainer().Suits(data with { Items = new ItemTable { Count = Items } }).ShouldBeFalse();
        new ContentTrainer().Suits(data with { Items = new ItemTable { Count = 3, Numbers = new Dictionary<string, float[]> { ["a"] = [1, 2, 3] } } }).ShouldBeFalse();
    }

    // Listeners love one artist and those of near years; the last song of every artist nobody has heard.
    private static (TrainingData Data, int[] Cold) Planted()
    {
        var random = new Random(8);
        var cells = Enumerable.Range(0, 80).SelectMany(listener => Enumerable.Range(0, Items)
            .Where(item => item / Artists != 5)
            .Where(item => random.NextDouble() < (item % Artists == listener % Artists ? 0.8 : Math.Abs(item % Artists - listener % Artists) < 3 ? 0.1 : 0.01))
            .Select(item => (listener, item))).ToArray();
        var heard = Interactions.FromCells(80, Items, [.. cells.Select(c => c.listener)], [.. cells.Select(c => c.item)]);
        return (new TrainingData(heard, new ItemTable
        {
            Count = Items,
            Words = new Dictionary<string, string[]>
            {
                ["artist"] = [.. Enumerable.Range(0, Items).Select(item => $"artist {item % Artists}")],
                ["title"] = [.. Enumerable.Range(0, Items).Select(item => $"song {item} of love {random.Next(9)}")],
            },
            Numbers = new Dictionary<string, float[]> { ["year"] = [.. Enumerable.Range(0, Items).Select(item => 1970f + item % Artists)] },
        }), [.. Enumerable.Range(0, Items).Where(item => item / Artists == 5)]);
    }
}
