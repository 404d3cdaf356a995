using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EchoTune.Server.Tests.Support;

/// <summary>A line to a database that a test can cut and mend: while it is cut, the database is as good as stopped.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly EndPoint _target;
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly CancellationTokenSource _end = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public DatabaseLine(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _target = builder.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{builder.Host}/.s.PGSQL.{builder.Port}")
            : new DnsEndPoint(builder.Host, builder.Port);
        Mend();
        builder.Host = "127.0.0.1";
        builder.Port = Port;
        ConnectionString = builder.ConnectionString;
    }

    public string ConnectionString { get; }

    private int Port { get; set; }

    public void Cut()
    {
        _listener!.Dispose();
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }
    }

    public void Mend()
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _listener.Listen(100);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptAsync(_end.Token);
                var far = new Socket(_target is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, _target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
                _open.Add(near);
                _open.Add(far);
                await far.ConnectAsync(_target, _end.Token);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or the end of the test.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        from.Dispose();
        to.Dispose();
    }
}
