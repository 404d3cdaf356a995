using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// How often each track was shown to anyone lately without being played: what is shown very often steps back a little, so that others are
/// seen too. Counts are bounded and shared by tracks of one place; they take effect from the next hour on, so that within an hour the same
/// request gives the same answer. What was shown before a restart is read when the first answer is asked for.
/// </summary>
internal sealed class Exposures(IShownTracks? store, TimeProvider time)
{
    private const int Places = 1 << 16;
    private const int LeastShown = 20;
    private const float OftenIs = 3;
    private const float PlayIsWorth = 5;
    private const float Most = 0.3f;

    // What is older has faded to a thousandth.
    private const int HoursRead = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly int[] current = new int[Places];
    private readonly float[] earlier = new float[Places];
    private long hour;
    private volatile Setbacks? made;
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile bool isRead = store is null;
    private long readAgainAt;

    /// <summary>Reads what was shown before the start, once; while storage is away the counts begin anew, and it is tried again later.</summary>
    public ValueTask ReadAsync(CancellationToken cancellationToken) =>
        isRead || time.GetUtcNow().Ticks < Volatile.Read(ref readAgainAt) ? ValueTask.CompletedTask : new ValueTask(ReadOnceAsync(cancellationToken));

    /// <summary>An answer was shown.</summary>
    public void Shown(IReadOnlyList<RecommendedTrack> items)
    {
        foreach (var item in items)
        {
            Interlocked.Increment(ref current[Place(item.Track.Id)]);
        }
    }

    /// <summary>What was shown was played.</summary>
    public void Played(IReadOnlyList<Play> plays)
    {
        foreach (var play in plays)
        {
            if (play.Kind is PlayKind.Played or PlayKind.Completed)
            {
                Interlocked.Add(ref current[Place(play.TrackId)], -(int)PlayIsWorth);
            }
        }
    }

    /// <summary>How far each track of a library steps back, 0–0.3; null where none does.</summary>
    public float[]? Of(LibrarySnapshot library)
    {
        var now = time.GetUtcNow().Ticks / TimeSpan.TicksPerHour;
        return made is { } last && last.Hour == now && last.Library == library ? last.Values : Make(library, now);
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (isRead)
            {
                return;
            }

            var started = time.GetUtcNow();
            var before = started.Ticks / TimeSpan.TicksPerHour;
            Take(await store!.SinceAsync(started.AddHours(-HoursRead), cancellationToken), before);
            isRead = true;
        }
        catch (EchoTuneException)
        {
            Volatile.Write(ref readAgainAt, (time.GetUtcNow() + Patience).Ticks);
        }
        finally
        {
            reading.Release();
        }
    }

    private void Take(IReadOnlyList<ShownTrack> rows, long now)
    {
        lock (gate)
        {
            foreach (var row in rows)
            {
                var (place, then) = (Place(row.Track), row.Hour.UtcTicks / TimeSpan.TicksPerHour);
                if (then >= now)
                {
                    // Read late, these hold what this process has counted already.
                    if (Volatile.Read(ref readAgainAt) > 0)
                    {
                        continue;
                    }

                    Interlocked.Add(ref current[place], row.Shown - ((int)PlayIsWorth * row.Played));
                }
                else
                {
                    earlier[place] += Math.Max(0, row.Shown - (PlayIsWorth * row.Played)) * MathF.Pow(2, then + 1 - now);
                }
            }

            (hour, made) = (now, null);
        }
    }

    private float[]? Make(LibrarySnapshot library, long now)
    {
        lock (gate)
        {
            if (now != hour)
            {
                var fading = hour == 0 ? 0 : MathF.Pow(2, -(now - hour));
                for (var place = 0; place < Places; place++)
                {
                    earlier[place] = (earlier[place] * fading) + Math.Max(0, Interlocked.Exchange(ref current[place], 0));
                }

                hour = now;
            }

            var shown = earlier.Where(count => count > 0).ToArray();
            var often = shown.Length == 0 ? 0 : OftenIs * shown.Average();
            var values = new float[library.Tracks.Length];
            for (var track = 0; track < values.Length; track++)
            {
                var count = earlier[Place(library.Tracks[track].Id)];
                values[track] = count >= LeastShown && count > often ? Most * (1 - (often / count)) : 0;
            }

            made = new Setbacks(library, now, Array.TrueForAll(values, value => value == 0) ? null : values);
            return made.Values;
        }
    }

    private static int Place(TrackId track) => track.Value.GetHashCode() & (Places - 1);

    private sealed record Setbacks(LibrarySnapshot Library, long Hour, float[]? Values);
}
