using EchoTune.Catalog;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Support;

/// <summary>A server with five tones whose clock can be put forward, and into whose logs a test can write what listeners saw and did.</summary>
public sealed class InsightFixture(EmbeddedDatabase database) : MusicFixture(database)
{
    internal ShiftedTime Time { get; } = new();

    /// <summary>Puts the clock forward beyond everything that other tests wrote, to a noon, so that hours do not fall on another day.</summary>
    internal DateTimeOffset NewEpoch()
    {
        Time.Advance(TimeSpan.FromDays(501.5) - Time.GetUtcNow().TimeOfDay);
        return Time.GetUtcNow();
    }

    internal static ListenerId Listener(int number) => new(new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    internal Exposure Shown(ListenerId listener, string title, DateTimeOffset at, string strategy, string? experiment = null, string? arm = null, string surface = "home") => new(
        listener, Tracks[title].Id, surface, at, Guid.CreateVersion7(at), 1, 1, 1, new Dictionary<string, double> { [strategy] = 1 }, "test", experiment, arm);

    internal Play Did(string title, PlayKind kind, DateTimeOffset at) =>
        new() { EventId = Guid.CreateVersion7(at), TrackId = Tracks[title].Id, Kind = kind, StartedAt = at, Heard = TimeSpan.FromSeconds(kind == PlayKind.Skipped ? 3 : 60) };

    /// <summary>Shows listeners two tracks a day in their arms of the running experiment; with a chance of the arm each is played or else skipped.</summary>
    /// <param name="listeners">Numbers of the listeners.</param>
    /// <param name="days">Days from now; the clock stands after them then.</param>
    /// <param name="seed">Of chance.</param>
    /// <param name="playRate">Chance to play, by arm.</param>
    /// <param name="skipRate">Chance to skip what is not played, by arm.</param>
    internal async Task LiveAsync(IEnumerable<int> listeners, int days, int seed, Func<string, double> playRate, Func<string, double>? skipRate = null)
    {
        var random = new Random(seed);
        var start = Time.GetUtcNow();
        var shown = new List<Exposure>();
        var plays = Server.Get<IPlayStore>();
        var writing = new List<Task>();
        foreach (var listener in listeners.Select(Listener))
        {
            var variant = Server.Get<IRankingPolicy>().For(listener);
            if (variant.Arm is not { } arm)
            {
                continue;
            }

            var did = new List<Play>();
            for (var day = 0; day < days; day++)
            {
                foreach (var title in (string[])["Alpha", "Bravo"])
                {
                    var at = start.AddDays(day).AddMinutes(random.Next(1, 600));
                    shown.Add(Shown(listener, title, at, "content", variant.Experiment, arm));
                    if (random.NextDouble() < playRate(arm))
                    {
                        did.Add(Did(title, PlayKind.Played, at.AddMinutes(5)));
                    }
                    else if (random.NextDouble() < (skipRate?.Invoke(arm) ?? 0))
                    {
                        did.Add(Did(title, PlayKind.Skipped, at.AddMinutes(5)));
                    }
                }
            }

            writing.Add(plays.AppendAsync(listener, did, TestContext.Current.CancellationToken));
        }

        writing.Add(Server.Get<IExposureStore>().AppendAsync(shown, TestContext.Current.CancellationToken));
        await Task.WhenAll(writing);
        Time.Advance(TimeSpan.FromDays(days + 1));
    }

    private protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);
}
