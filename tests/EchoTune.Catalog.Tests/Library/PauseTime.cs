using System.Threading.Channels;

namespace EchoTune.Catalog.Tests.Library;

/// <summary>A clock that stands still and whose pauses end when told.</summary>
internal sealed class PauseTime : TimeProvider
{
    private readonly Channel<Pause> pauses = Channel.CreateUnbounded<Pause>();

    public DateTimeOffset Now { get; set; } = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Waits until somebody pauses.</summary>
    public ValueTask<Pause> NextAsync(CancellationToken cancellationToken) => pauses.Reader.ReadAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var pause = new Pause(dueTime, () => callback(state));
        pauses.Writer.TryWrite(pause);
        return pause;
    }
}

/// <summary>A pause under way.</summary>
internal sealed record Pause(TimeSpan Length, Action End) : ITimer
{
    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
