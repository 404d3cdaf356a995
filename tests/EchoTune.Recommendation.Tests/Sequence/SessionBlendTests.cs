using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Evaluation;
using EchoTune.Recommendation.Sequence;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

public sealed class SessionBlendTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void The_rankers_gradient_is_that_of_its_loss()
    {
        const int Features = 6, Candidates = 9;
        for (var seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            var ranker = new SessionRanker(Features, Draw(Features), (ulong)seed);
            for (var i = 0; i < ranker.Weights.Length; i++)
            {
                ranker.Weights[i] += random.NextSingle() - 0.5f;
            }

            Draw(Features).CopyTo(ranker.Shift, 0);
            var (features, direction, gradient) = (Draw(Features * Candidates), Draw(ranker.Weights.Length), new float[ranker.Weights.Length]);
            ranker.Learn(features, 4, gradient);

            const float Step = 1e-3f;
            var (ahead, behind) = (Moved(Step), Moved(-Step));
            var along = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
            along.ShouldBe((ahead - behind) / (2 * Step), 0.005 + (0.02 * Math.Abs(along)), $"seed {seed}");

            double Moved(float step)
            {
                var before = ranker.Weights.ToArray();
                for (var i = 0; i < before.Length; i++)
                {
                    ranker.Weights[i] += step * direction[i];
                }

                var loss = ranker.Learn(features, 4, new float[before.Length]);
                before.CopyTo(ranker.Weights, 0);
                return loss;
            }

            float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        }
    }

    [Fact]
    public void A_ranker_learns_which_feature_tells()
    {
        var random = new Random(3);
        var lists = new SessionLists(3);
        for (var i = 0; i < 400; i++)
        {
            // The right one has the second feature on, but only where the third (the same for the whole list) is off.
            var (right, off) = (random.Next(8), random.Next(2) == 0);
            lists.Add([.. Enumerable.Range(0, 8).SelectMany(c => new[] { random.NextSingle(), (c == right) == off ? 1f : 0f, off ? 0f : 1f })], right);
        }

        var ranker = new SessionRanker(3, [0, 0, 0], 1);
        var losses = lists.Train(ranker, 30, 0.02f, 1, new ParallelOptions { MaxDegreeOfParallelism = 2 });

        losses[0].ShouldBeGreaterThan(losses[^1]);
        losses[^1].ShouldBeLessThan(0.3);
    }

    [Fact]
    public void The_best_of_a_row_are_those_of_a_sort() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, random.Next(1, 80)).Select(_ => (float)random.Next(-3, 12)).ToArray();
        var count = random.Next(1, 30);
        var space = new SessionCandidates.Space(0, scores.Length, count);

        var highest = space.Best(scores, 0, count);

        var sorted = Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count).ToArray();
        space.Candidates.ShouldBe(sorted.Order());
        highest.ShouldBe(sorted.Length == 0 ? 0 : scores[sorted[0]]);
    }));

    [Fact]
    public void What_is_popular_in_itself_is_learnt_to_be_a_repeat()
    {
        // Every session ends with the item it began with: only a ranker that knows repeats can tell.
        var random = new Random(8);
        var sessions = Sessions.From(60, Enumerable.Range(0, 900).Select(_ =>
        {
            var heard = Enumerable.Range(0, 60).OrderBy(_ => random.Next()).Take(3).ToArray();
            return new[] { heard[0], heard[1], heard[2], heard[0] };
        }));
        var model = Small(new SessionBlendTrainer(), sessions);
        var cases = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 60).OrderBy(_ => random.Next()).Take(3).ToArray()).Select(p => new SessionCase(p, p[0])).ToArray();

        SessionEvaluation.HitRate(SessionEvaluation.Ranks(model, cases, false, 1), 1).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void A_short_budget_ends_in_a_model_all_the_same()
    {
        // A clock on which everything takes a minute.
        var clock = new Clock();
        var model = Small(new SessionBlendTrainer(TimeSpan.FromSeconds(90), clock), PlantedSessions.Rings(2, 300, 30, 5));

        var scores = new float[30];
        model.Score([7], scores);
        scores.ShouldAllBe(s => float.IsFinite(s));
        clock.Asked.ShouldBeLessThan(12);
    }

    private static ISessionModel Small(SessionBlendTrainer trainer, Sessions sessions)
    {
        var knobs = Hyperparameters.Defaults.With("dimension", 16).With("hidden", 16).With("negatives", 32).With("epochs", 20).With("rate", 0.01);
        return trainer.Fit(sessions, knobs, new FitOptions { Threads = 2 });
    }

    private sealed class Clock : TimeProvider
    {
        public int Asked { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 60 * Asked++;
    }
}
