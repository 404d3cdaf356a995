namespace EchoTune.Recommendation.Online;

/// <summary>
/// Chooses among arms by Thompson sampling (Thompson 1933; Chapelle and Li 2011) with Beta beliefs of what comes of each, forgetting slowly so
/// that a taste that moves is followed. Deterministic for a seed and a sequence of calls.
/// </summary>
public sealed class ThompsonBandit
{
    private readonly double[] successes;
    private readonly double[] failures;
    private readonly double memory;

    /// <summary>Knows nothing yet: each arm is believed to succeed as often as not.</summary>
    /// <param name="arms">How many arms, at least 1.</param>
    /// <param name="memory">What is left of an outcome after the next one, above 0 and up to 1; 1 forgets nothing, 0.99 remembers about 100.</param>
    public ThompsonBandit(int arms, double memory = 0.995)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        if (!(memory is > 0 and <= 1))
        {
            throw new ArgumentException("The memory must be above 0 and up to 1.", nameof(memory));
        }

        (successes, failures, this.memory) = (new double[arms], new double[arms], memory);
    }

    /// <summary>How many arms.</summary>
    public int Arms => successes.Length;

    /// <summary>The believed chance of success of an arm.</summary>
    public double Mean(int arm) => (successes[arm] + 1) / (successes[arm] + failures[arm] + 2);

    /// <summary>Chooses an arm.</summary>
    /// <param name="seed">Decides the draw.</param>
    public int Choose(ulong seed)
    {
        var draws = new Data.Draws(seed);
        var (best, most) = (0, double.NegativeInfinity);
        for (var arm = 0; arm < Arms; arm++)
        {
            var draw = Beta(draws, successes[arm] + 1, failures[arm] + 1);
            (best, most) = draw > most ? (arm, draw) : (best, most);
        }

        return best;
    }

    /// <summary>Tells what came of an arm.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="reward">From 0 failure to 1 success.</param>
    /// <exception cref="ArgumentException">The reward is not between 0 and 1.</exception>
    public void Observe(int arm, double reward)
    {
        if (!(reward is >= 0 and <= 1))
        {
            throw new ArgumentException("The reward must be between 0 and 1.", nameof(reward));
        }

        for (var i = 0; i < Arms; i++)
        {
            successes[i] *= memory;
            failures[i] *= memory;
        }

        successes[arm] += reward;
        failures[arm] += 1 - reward;
    }

    private static double Beta(Data.Draws draws, double a, double b)
    {
        var x = Gamma(draws, a);
        return x / (x + Gamma(draws, b));
    }

    // Marsaglia and Tsang 2000, for shapes of at least 1.
    private static double Gamma(Data.Draws draws, double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - draws.Unit())) * Math.Cos(2 * Math.PI * draws.Unit());
            var v = 1 + (c * normal);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - draws.Unit()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
