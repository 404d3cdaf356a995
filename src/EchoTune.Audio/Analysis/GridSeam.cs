using EchoTune.Audio.Analysis.Rhythm;

namespace EchoTune.Audio.Analysis;

/// <summary>The grid of the chapter before, where it overlaps the next one. Times are seconds from the start of the next.</summary>
/// <param name="Beats">All beats, also those before the next chapter.</param>
/// <param name="Downbeats">First beats of bars among them.</param>
internal sealed record GridTail(double[] Beats, double[] Downbeats);

/// <summary>
/// Lets a chapter of a very long track count on where the one before it left off. Both heard the music about the page; where
/// they heard the same pulse at another level (half, double, on the off-beat) or counted bars from another beat, the later one
/// follows the earlier one as far as the music goes on without a break. Where they heard different music nothing is changed.
/// </summary>
internal static class GridSeam
{
    // Seconds at either end of what both heard that are not relied on: beats there have no music on one side.
    private const double Edge = 6;

    // What a beat may stray, part of a beat.
    private const double Near = 0.15;

    // Part of the beats that must agree.
    private const double Most = 0.75;

    // Beats that the earlier chapter must have counted before its word is law.
    private const int FewestBeats = 24;

    /// <summary>Rewrites beats, first beats, tempo and its changes in the draft.</summary>
    /// <param name="draft">The later chapter, its rhythm just found.</param>
    /// <param name="tail">The grid of the earlier one.</param>
    public static void Continue(FeatureDraft draft, GridTail tail)
    {
        if (tail.Beats.Length < FewestBeats || draft.Beats.Count < 8)
        {
            return;
        }

        double[] next = [.. draft.Beats];
        var edge = Math.Min(Edge, tail.Beats[^1] / 4);
        var before = Window(tail.Beats, edge, tail.Beats[^1] - edge);
        var after = Window(next, edge, tail.Beats[^1] - edge);
        if (before.Length < 8 || after.Length < 4 || !IsSteady(before) || !IsSteady(after) || RunBack(tail.Beats) < FewestBeats)
        {
            return;
        }

        double period = Period(before), own = Period(after);
        var run = RunEnd(next, after[0], own);
        double[]? grid = Math.Log2(own / period) switch
        {
            > -0.1 and < 0.1 when Agree(before, after, period) => next,
            > -0.1 and < 0.1 when Agree(Middles(before), after, period) => [.. OffBeats(next[..run], period, draft.DurationSeconds), .. next[run..]],
            > 0.9 and < 1.1 when Agree(after, before, period) => [.. Halved(next[..run]), .. next[run..]],
            > -1.1 and < -0.9 when Agree(before, after, own) => [.. Thinned(next[..run], before, own), .. next[run..]],
            _ => null,
        };
        if (grid is null)
        {
            return;
        }

        run = RunEnd(grid, grid.First(b => b >= before[0] - (0.5 * period)), period);
        var bars = CountOn(draft, tail, grid, run, period, grid != next);
        if (grid != next)
        {
            draft.Beats = grid;
            var (bpm, changes) = TempoCourse.Of(grid);
            draft.TempoBpm = Math.Round(bpm, 2);
            draft.TempoChanges = changes;
        }

        draft.Downbeats = bars;
    }

    /// <summary>Where to go over from one chapter to the next: a bar line that both heard, or a beat, or the middle of what both heard.</summary>
    /// <param name="before">The earlier chapter.</param>
    /// <param name="start">Where the later one starts, seconds of the earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <returns>Seconds of the earlier one.</returns>
    public static double Between(TrackFeatures before, double start, TrackFeatures after)
    {
        var middle = (start + before.DurationSeconds) / 2;
        var reach = (before.DurationSeconds - start) / 2 * 0.6;
        // Where another piece begins meanwhile, the later chapter heard more of it: all of it is the later one's.
        var turns = before.TempoChanges.Select(c => c.AtSeconds).Concat(after.TempoChanges.Select(c => c.AtSeconds + start))
            .Concat(before.KeyChanges.Select(c => c.AtSeconds)).Concat(after.KeyChanges.Select(c => c.AtSeconds + start)).Where(t => Math.Abs(t - middle) < 1.4 * reach).ToArray();
        if (turns.Length > 0)
        {
            var turn = turns.Min();
            var lines = Around(after.Downbeats, start, turn, 1.5);
            lines = lines.Length > 0 ? lines : Around(after.Beats, start, turn, 3);
            return lines.Length > 0 ? lines.MinBy(b => Math.Abs(b - turn)) : turn;
        }

        double[] earlier = [.. before.Beats.Where(b => Math.Abs(b - middle) < reach)], later = [.. after.Beats.Select(b => b + start).Where(b => Math.Abs(b - middle) < reach)];
        if (later.Length == 0)
        {
            return middle;
        }

        var bars = before.Downbeats.Where(b => Math.Abs(b - middle) < reach).ToArray();
        var shared = after.Downbeats.Select(b => b + start).Where(b => bars.Any(e => Math.Abs(e - b) < 0.08)).ToArray();
        if (shared.Length == 0)
        {
            shared = [.. later.Where(b => earlier.Any(e => Math.Abs(e - b) < 0.08))];
        }

        return (shared.Length > 0 ? shared : later).MinBy(b => Math.Abs(b - middle));
    }

    private static double[] Around(IReadOnlyList<double> times, double start, double moment, double reach) =>
        [.. times.Select(t => t + start).Where(t => Math.Abs(t - moment) < reach)];

    // First beats: those of the tail go on by the same number of beats as far as the run goes.
    private static IReadOnlyList<double> CountOn(FeatureDraft draft, GridTail tail, double[] grid, int run, double period, bool isNew)
    {
        var lines = tail.Downbeats.Where(b => b > grid[0] - (0.5 * period) && b < tail.Beats[^1] - (2 * period)).ToArray();
        var own = draft.Downbeats;
        if (lines.Length < 3)
        {
            return isNew ? [.. own.Where(d => grid.Contains(d))] : own;
        }

        int Nearest(double t) => Math.Clamp((int)(Array.BinarySearch(grid, t) is var i && i < 0 ? ~i > 0 && (~i == grid.Length || t - grid[~i - 1] < grid[~i] - t) ? ~i - 1 : ~i : i), 0, grid.Length - 1);
        var places = lines.Select(Nearest).ToArray();
        var steps = places.Zip(places.Skip(1), (a, b) => b - a).ToArray();
        var metre = steps.GroupBy(s => s).MaxBy(g => g.Count())!;
        if (metre.Key < 2 || metre.Count() < Most * steps.Length)
        {
            return isNew ? [.. own.Where(d => grid.Contains(d))] : own;
        }

        // Another metre may be the better one: of that the beats alone do not tell.
        var first = places[^1] % metre.Key;
        int[] ownPlaces = [.. own.Select(Nearest)];
        if (!isNew)
        {
            var inside = ownPlaces.Where(i => i < run).ToArray();
            if (inside.Length < 3 || inside.Zip(inside.Skip(1), (a, b) => b - a).Count(s => s == metre.Key) < Most * (inside.Length - 1))
            {
                return own;
            }

            // As far as the chapter counts from one and the same beat.
            var phase = inside.GroupBy(i => i % metre.Key).MaxBy(g => g.Count(i => grid[i] <= tail.Beats[^1]))!.Key;
            if (phase == first)
            {
                return own;
            }

            var until = Array.FindIndex(ownPlaces, i => grid[i] > tail.Beats[^1] && i < run && i % metre.Key != phase);
            run = until >= 0 ? Math.Min(run, ownPlaces[until]) : run;
        }

        return [.. Enumerable.Range(0, run).Where(i => i % metre.Key == first).Select(i => grid[i]), .. ownPlaces.Where(i => i >= run).Distinct().Select(i => grid[i])];
    }

    private static double[] Window(double[] beats, double from, double to) => [.. beats.Where(b => b >= from && b <= to)];

    private static double Period(double[] beats)
    {
        var steps = beats.Zip(beats.Skip(1), (a, b) => b - a).Order().ToArray();
        return steps[steps.Length / 2];
    }

    private static bool IsSteady(double[] beats)
    {
        var period = Period(beats);
        return beats.Zip(beats.Skip(1), (a, b) => Math.Abs(b - a - period)).Count(d => d < Near * period) >= Most * (beats.Length - 1);
    }

    // Beats from the last break on.
    private static int RunBack(double[] beats)
    {
        var period = Period(beats[^Math.Min(beats.Length, FewestBeats)..]);
        var i = beats.Length - 1;
        while (i > 0 && Math.Abs(beats[i] - beats[i - 1] - period) < 2 * Near * period)
        {
            i--;
        }

        return beats.Length - i;
    }

    // The first beat behind a given time that does not follow from the one before.
    private static int RunEnd(double[] beats, double from, double period)
    {
        for (var i = 1; i < beats.Length; i++)
        {
            var step = beats[i] - beats[i - 1];
            if (beats[i] > from && Math.Abs(step - period) > 2 * Near * period)
            {
                return i;
            }

            // Drift is no break.
            period += beats[i] > from ? 0.05 * (step - period) : 0;
        }

        return beats.Length;
    }

    private static bool Agree(double[] few, double[] many, double period)
    {
        double[] inside = [.. few.Where(b => b >= many[0] - (0.5 * period) && b <= many[^1] + (0.5 * period))];
        return inside.Length >= 4 && inside.Count(b => many.Min(m => Math.Abs(m - b)) < Near * period) >= Most * inside.Length;
    }

    private static double[] Middles(double[] beats) => [.. beats.Zip(beats.Skip(1), (a, b) => (a + b) / 2)];

    private static IEnumerable<double> OffBeats(double[] beats, double period, double duration) =>
        Middles([beats[0] - period, .. beats, beats[^1] + period]).Where(b => b >= 0 && b < duration);

    private static double[] Halved(double[] beats) => [.. beats.Concat(Middles(beats)).Order()];

    private static double[] Thinned(double[] beats, double[] kept, double period)
    {
        var even = Enumerable.Range(0, beats.Length).Count(i => i % 2 == 0 && kept.Any(k => Math.Abs(k - beats[i]) < Near * period));
        var odd = Enumerable.Range(0, beats.Length).Count(i => i % 2 == 1 && kept.Any(k => Math.Abs(k - beats[i]) < Near * period));
        return [.. beats.Where((_, i) => i % 2 == (even >= odd ? 0 : 1))];
    }
}
