using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EchoTune.Bench;

/// <summary>Takes times, and prints a figure as one line of JSON.</summary>
internal static class Figures
{
    private static readonly JsonSerializerOptions Compact = new();

    public static double CpuSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    public static (double Seconds, double CpuSeconds) Time(Action act)
    {
        var (cpu, start) = (CpuSeconds(), Stopwatch.GetTimestamp());
        act();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, CpuSeconds() - cpu);
    }

    /// <summary>Milliseconds of each of some calls, ascending.</summary>
    public static double[] Milliseconds(int count, Action<int> act)
    {
        var times = new double[count];
        for (var n = 0; n < count; n++)
        {
            var start = Stopwatch.GetTimestamp();
            act(n);
            times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    public static double Rounded(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));

    public static int Print(string name, JsonObject figures)
    {
        figures.Insert(0, "figure", name);
        Console.WriteLine(figures.ToJsonString(Compact));
        return 0;
    }
}
