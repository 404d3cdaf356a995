namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>Where in a bar a stretch between two boundaries begins.</summary>
internal enum MetricPlace
{
    /// <summary>With the bar.</summary>
    Bar,

    /// <summary>In the middle of a bar of an even number of beats.</summary>
    HalfBar,

    /// <summary>With another beat, or nobody knows.</summary>
    Beat,

    /// <summary>Between two beats.</summary>
    OffBeat,
}

/// <summary>The stretches of a track that can each have one chord: beats, halves of slow beats, or equal steps where no beat was heard.</summary>
/// <param name="Bounds">Seconds, ascending: one more than stretches, from 0 to the end.</param>
/// <param name="Places">Where each stretch begins.</param>
internal sealed record ChordGrid(double[] Bounds, MetricPlace[] Places)
{
    private const double Step = 0.4;
    private const double SlowBeat = 0.85;

    /// <summary>Stretches.</summary>
    public int Count => Places.Length;

    /// <summary>Makes the grid of a track.</summary>
    public static ChordGrid Of(IReadOnlyList<double> beats, IReadOnlyList<double> downbeats, double duration)
    {
        var bounds = new List<double> { 0 };
        var places = new List<MetricPlace> { MetricPlace.Bar };
        if (beats.Count < 4)
        {
            Fill(bounds, places, duration, Step);
            bounds.Add(duration);
            return new ChordGrid([.. bounds], [.. places]);
        }

        var lead = Math.Max(0.2, beats[1] - beats[0]);
        Before(bounds, places, beats[0], lead);
        var bars = Bars(beats, downbeats);
        for (var i = 0; i < beats.Count && beats[i] < duration - 0.1; i++)
        {
            Add(bounds, places, beats[i], bars[i]);
            var next = i + 1 < beats.Count ? beats[i + 1] : Math.Min(duration, beats[i] + lead);
            if (next - beats[i] > SlowBeat)
            {
                Add(bounds, places, (beats[i] + next) / 2, MetricPlace.OffBeat);
            }
        }

        Fill(bounds, places, duration, Math.Max(0.2, beats[^1] - beats[^2]));
        bounds.Add(duration);
        return new ChordGrid([.. bounds], [.. places]);
    }

    private static void Before(List<double> bounds, List<MetricPlace> places, double first, double step)
    {
        var count = (int)((first - 0.1) / step);
        for (var i = count; i >= 1; i--)
        {
            Add(bounds, places, first - (i * step), MetricPlace.Beat);
        }
    }

    private static void Fill(List<double> bounds, List<MetricPlace> places, double duration, double step)
    {
        for (var at = bounds[^1] + step; at < duration - (step / 2); at += step)
        {
            Add(bounds, places, at, MetricPlace.Beat);
        }
    }

    private static void Add(List<double> bounds, List<MetricPlace> places, double at, MetricPlace place)
    {
        if (at > bounds[^1] + 0.05)
        {
            bounds.Add(at);
            places.Add(place);
        }
        else
        {
            // The very start: the first beat tells its place.
            places[^1] = place;
        }
    }

    private static MetricPlace[] Bars(IReadOnlyList<double> beats, IReadOnlyList<double> downbeats)
    {
        var places = new MetricPlace[beats.Count];
        Array.Fill(places, MetricPlace.Beat);
        int last = -1, d = 0;
        for (var i = 0; i < beats.Count; i++)
        {
            while (d < downbeats.Count && downbeats[d] < beats[i] - 1e-3)
            {
                d++;
            }

            if (d < downbeats.Count && Math.Abs(downbeats[d] - beats[i]) < 1e-3)
            {
                places[i] = MetricPlace.Bar;
                if (last >= 0 && (i - last) % 2 == 0)
                {
                    places[(i + last) / 2] = i - last > 2 ? MetricPlace.HalfBar : MetricPlace.Beat;
                }

                last = i;
            }
        }

        return places;
    }
}
