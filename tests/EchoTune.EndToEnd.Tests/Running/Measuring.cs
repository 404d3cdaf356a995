using System.Globalization;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>Figures that are promised. What is measured includes the turns of other programs, so a few attempts are made and the best one counts.</summary>
internal static class Measuring
{
    private const int Attempts = 5;

    /// <summary>Measures until a figure is below its limit, prints every one, and fails when none is.</summary>
    /// <param name="what">Named in the output.</param>
    /// <param name="limit">In milliseconds.</param>
    /// <param name="measure">Given the number of the attempt, from 0; returns milliseconds.</param>
    public static async Task BelowAsync(string what, double limit, Func<int, Task<double>> measure)
    {
        var figures = new List<double>();
        do
        {
            figures.Add(await measure(figures.Count));
        }
        while (figures[^1] >= limit && figures.Count < Attempts);

        var all = string.Join(", ", figures.Select(figure => figure.ToString("0", CultureInfo.InvariantCulture)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {all} ms, promised {limit:0} ms");
        figures.Min().ShouldBeLessThan(limit, $"{what} in ms at each attempt: {all}");
    }
}
