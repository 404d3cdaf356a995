using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// To how many listeners each track was shown lately without being played: what more than its share of them saw steps back, so that other tracks
/// are seen too (equity of attention, Biega and others 2018). A listener counts once a day for a track, so that nobody's own list is taken
/// from them. Counts are bounded and shared by tracks of one place; they take effect from the next hour on, so that within an hour the same request gives the same answer. What was shown before a restart is read when the first answer is asked for.
/// </summary>
internal sealed class Exposures(IShownTracks? store, TimeProvider time)
{
    private const int Places = 1 << 16;
    private const float PlayIsWorth = 5;

    // Shown to this many listeners within a day is not often, however small the library's share of each track.
    private const float LeastOften = 3;
    private const float Most = 2;
    private const float HalfLifeHours = 24;

    // What is older has faded to an eighth.
    private const int HoursRead = 72;
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

    /// <summary>An answer was shown to a listener.</summary>
    /// <param name="items">What was shown.</param>
    /// <param name="answers">What the listener was shown before; its memory's lock is held.</param>
    public void Shown(IReadOnlyList<RecommendedTrack> items, RecentAnswers answers)
    {
        var now = time.GetUtcNow();
        foreach (var item in items)
        {
            if (answers.IsFirstOfDay(item.Track.Id, now))
            {
                Interlocked.Increment(ref current[Place(item.Track.Id)]);
            }
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

    /// <summary>How far each track of a library steps back, 0–2, in the scores of an answer; null where none does.</summary>
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
                    earlier[place] += Math.Max(0, row.Shown - (PlayIsWorth * row.Played)) * MathF.Pow(2, (then + 1 - now) / HalfLifeHours);
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
                var fading = hour == 0 ? 0 : MathF.Pow(2, -(now - hour) / HalfLifeHours);
                for (var place = 0; place < Places; place++)
                {
                    earlier[place] = (earlier[place] * fading) + Math.Max(0, Interlocked.Exchange(ref current[place], 0));
                }

                hour = now;
            }

            var shown = earlier.Where(count => count > 0).ToArray();
            var often = shown.Length == 0 ? 0 : MathF.Max(LeastOften, shown.Sum() / library.Tracks.Length);
            var values = new float[library.Tracks.Length];
            for (var track = 0; track < values.Length; track++)
            {
                var count = earlier[Place(library.Tracks[track].Id)];
                values[track] = count > often ? Most * (1 - (often / count)) : 0;
            }

            made = new Setbacks(library, now, Array.TrueForAll(values, value => value == 0) ? null : values);
            return made.Values;
        }
    }

    private static int Place(TrackId track) => track.Value.GetHashCode() & (Places - 1);

    private sealed record Setbacks(LibrarySnapshot Library, long Hour, float[]? Values);
}
