using EchoTune.Catalog;
using EchoTune.Playback.Devices;

namespace EchoTune.Playback.Sessions;

/// <summary>A listener's live playback: the state, the open devices, and the gate that puts commands in order.</summary>
internal sealed class ListenerSession(ListenerId listener) : IDisposable
{
    private readonly Dictionary<string, string> _deviceOfConnection = [];
    private readonly Dictionary<string, Device> _devices = [];
    private readonly Dictionary<string, ITimer> _leaving = [];

    public ListenerId Listener { get; } = listener;

    /// <summary>One command at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Null until loaded from storage.</summary>
    public PlaybackState? State { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public ITimer? SleepTimer { get; set; }

    /// <summary>Open devices, also those in their grace time, in the order they came.</summary>
    public IReadOnlyList<Device> Devices => [.. _devices.Values];

    public bool Has(string deviceId) => _devices.ContainsKey(deviceId);

    /// <summary>Makes a connection a device.</summary>
    /// <returns>The device that this connection was before and nobody is any more; null if there is none.</returns>
    public string? Connect(string connectionId, Device device)
    {
        var before = Disconnect(connectionId) is { } old && old != device.Id ? old : null;
        if (before is not null)
        {
            _devices.Remove(before);
        }

        if (_leaving.Remove(device.Id, out var timer))
        {
            timer.Dispose();
        }

        _deviceOfConnection[connectionId] = device.Id;
        _devices[device.Id] = device;
        return before;
    }

    /// <summary>Forgets a connection.</summary>
    /// <returns>The device that has no connection left; null if it has another, or the connection was no device.</returns>
    public string? Disconnect(string connectionId)
    {
        if (!_deviceOfConnection.Remove(connectionId, out var deviceId) || _deviceOfConnection.ContainsValue(deviceId))
        {
            return null;
        }

        return deviceId;
    }

    /// <summary>Keeps a device without connection until the timer has run, so that a reload does not stop the music.</summary>
    public void Leave(string deviceId, ITimer timer)
    {
        if (_leaving.Remove(deviceId, out var old))
        {
            old.Dispose();
        }

        _leaving[deviceId] = timer;
    }

    /// <summary>Removes a device whose grace time is over; false if it came back meanwhile.</summary>
    public bool Expire(string deviceId)
    {
        if (!_leaving.Remove(deviceId, out var timer))
        {
            return false;
        }

        timer.Dispose();
        return _devices.Remove(deviceId);
    }

    public void Dispose()
    {
        SleepTimer?.Dispose();
        foreach (var timer in _leaving.Values)
        {
            timer.Dispose();
        }

        Gate.Dispose();
    }
}
