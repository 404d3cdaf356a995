using EchoTune.Catalog;
using EchoTune.Playback.Devices;
using EchoTune.Playback.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EchoTune.Playback.Tests.Sessions;

/// <summary>A playback service over memory, with a continuation the test can see.</summary>
internal sealed class Player : IPlaybackStateStore, IUpNextSource, IDisposable
{
    private readonly Dictionary<ListenerId, PlaybackState> _stored = [];

    public Player(Player? restartedFrom = null)
    {
        Time = restartedFrom?.Time ?? new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        if (restartedFrom is not null)
        {
            _stored = restartedFrom._stored;
        }

        Service = new PlaybackService(this, this, Time, NullLogger<PlaybackService>.Instance);
        Service.Changed += change => Changes.Add(change);
    }

    public ManualTimeProvider Time { get; }

    public PlaybackService Service { get; }

    public ListenerId Listener { get; } = new(Guid.Parse("01900000-0000-7000-8000-000000000001"));

    public List<PlaybackChange> Changes { get; } = [];

    public List<UpNextRequest> Asked { get; } = [];

    public IReadOnlyList<TrackId> Continuation { get; set; } = [.. Enumerable.Range(900, 20).Select(Track)];

    public bool StoreFails { get; set; }

    public static TrackId Track(int number) => new(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0));

    public IReadOnlyList<QueueItem> Items(QueueLayer layer, params int[] tracks) => QueueOperations.Items(tracks.Select(Track), layer, "test", Time.GetUtcNow());

    public Task<PlaybackState> OpenPageAsync(string device = "page", string connection = "c1") =>
        Service.ConnectAsync(Listener, connection, new Device(device, $"Device {device}", "browser"), CancellationToken.None);

    public Task<PlaybackState> PlayAsync(params int[] tracks) => Service.PlayAsync(Listener, Items(QueueLayer.Context, tracks), 0, null, null, CancellationToken.None);

    public ValueTask<PlaybackState> StateAsync() => Service.GetAsync(Listener, CancellationToken.None);

    Task<PlaybackState?> IPlaybackStateStore.LoadAsync(ListenerId listener, CancellationToken cancellationToken) => Task.FromResult(_stored.GetValueOrDefault(listener));

    Task IPlaybackStateStore.SaveAsync(ListenerId listener, PlaybackState state, CancellationToken cancellationToken)
    {
        if (StoreFails)
        {
            throw new Catalog.Errors.EchoTuneException(Catalog.Errors.ErrorCodes.StorageUnavailable, "down");
        }

        _stored[listener] = state;
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<UpNextTrack>> IUpNextSource.ContinueAsync(ListenerId listener, UpNextRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult<IReadOnlyList<UpNextTrack>>([.. Continuation.Where(track => !request.Exclude.Contains(track)).Select(track => new UpNextTrack(track, "fits"))]);
    }

    public void Dispose() => Service.Dispose();
}
