using EchoTune.Recommendation.Online;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Online;

public sealed class BanditTests
{
    [Fact]
    public void The_best_arm_is_found_and_a_taste_that_moves_is_followed()
    {
        var (bandit, random) = (new ThompsonBandit(4, 0.99), new Random(1));
        double[] chances = [0.2, 0.3, 0.7, 0.4];
        Run(3_000);
        Share(2).ShouldBeGreaterThan(0.7);

        chances = [0.8, 0.3, 0.1, 0.4];
        Run(3_000);
        Share(0).ShouldBeGreaterThan(0.7);
        bandit.Mean(0).ShouldBe(0.8, 0.15);

        void Run(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                var arm = bandit.Choose((ulong)random.NextInt64());
                bandit.Observe(arm, random.NextDouble() < chances[arm] ? 1 : 0);
            }
        }

        double Share(int arm) => Enumerable.Range(0, 1_000).Average(i => bandit.Choose((ulong)i) == arm ? 1.0 : 0);
    }

    [Fact]
    public void The_same_events_and_seeds_choose_the_same()
    {
        int[] Choices()
        {
            var bandit = new ThompsonBandit(3);
            return [.. Enumerable.Range(0, 200).Select(i =>
            {
                var arm = bandit.Choose((ulong)i);
                bandit.Observe(arm, arm == 1 ? 1 : 0.2);
                return arm;
            })];
        }

        Choices().ShouldBe(Choices());
    }

    [Fact]
    public void Exploration_stays_within_its_budget_over_any_stretch() => Prop.ForAll(ArbMap.Default.ArbFor<byte>(), percent =>
    {
        var share = percent / 255.0;
        var budget = new ExplorationBudget(share);
        var explored = 0;
        for (var shown = 1; shown <= 300; shown++)
        {
            explored += budget.TryExplore() ? 1 : 0;
            if (explored > (share * shown) + 1e-9 || explored < (share * shown) - 2)
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_reward_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ThompsonBandit(2).Observe(0, 1.5));
        Should.Throw<ArgumentException>(() => new ThompsonBandit(2).Observe(0, double.NaN));
        Should.Throw<ArgumentException>(() => new ThompsonBandit(0));
        Should.Throw<ArgumentException>(() => new ExplorationBudget(1.1));
    }
}
