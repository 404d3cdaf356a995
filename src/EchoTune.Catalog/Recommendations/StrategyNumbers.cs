using System.Collections;
using System.Diagnostics.CodeAnalysis;
using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Recommendations;

/// <summary>One number a strategy, by name, as a dictionary of those that are not next to nothing; takes little memory.</summary>
/// <param name="numbers">In the order of <see cref="Strategy"/>.</param>
internal sealed class StrategyNumbers(float[] numbers) : IReadOnlyDictionary<string, double>
{
    private const float Least = 0.001f;

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<double> Values => this.Select(pair => pair.Value);

    public int Count => numbers.Count(Counts);

    public double this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no number of “{key}”.");

    /// <summary>The number of a strategy, also where it is next to nothing.</summary>
    public float Of(Strategy strategy) => numbers[(int)strategy];

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        for (var s = 0; s < numbers.Length; s++)
        {
            if (Counts(numbers[s]) && string.Equals(StrategyNames.All[s], key, StringComparison.Ordinal))
            {
                value = numbers[s];
                return true;
            }
        }

        value = 0;
        return false;
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var s = 0; s < numbers.Length; s++)
        {
            if (Counts(numbers[s]))
            {
                yield return KeyValuePair.Create(StrategyNames.All[s], (double)numbers[s]);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Counts(float number) => MathF.Abs(number) > Least;
}
