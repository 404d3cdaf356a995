using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;

namespace EchoTune.Server.Tests.Support;

/// <summary>A line to a database that a test can cut and mend: while it is cut, the database is as good as stopped.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly EndPoint _target;
    private readonly Lock _gate = new();
    private volatile byte[]? _unanswered;
    private readonly List<Socket> _open = [];

    // Bound but never listening: keeps the port from every other program while the line is cut, and refuses who calls meanwhile.
    private readonly Socket _reserved = NewSocket();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public DatabaseLine(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _target = builder.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{builder.Host}/.s.PGSQL.{builder.Port}")
            : new DnsEndPoint(builder.Host, builder.Port);
        _reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        builder.Host = "127.0.0.1";
        builder.Port = Port;
        ConnectionString = builder.ConnectionString;
        Mend();
    }

    public string ConnectionString { get; }

    private int Port => ((IPEndPoint)_reserved.LocalEndPoint!).Port;

    public void Cut()
    {
        Socket[] open;
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
            open = [.. _open];
            _open.Clear();
        }

        foreach (var socket in open)
        {
            socket.Dispose();
        }
    }

    /// <summary>From the moment a statement passes on a connection, nothing comes back on it: it is carried out, and nobody hears of it.</summary>
    /// <param name="statement">Part of its text, as it is sent the first times.</param>
    public void LoseAnswerTo(string statement) => _unanswered = System.Text.Encoding.ASCII.GetBytes(statement);

    public void Mend()
    {
        _unanswered = null;
        var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        listener.Listen(100);
        lock (_gate)
        {
            _listener = listener;
        }

        _accepting = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _accepting;
        _reserved.Dispose();
    }

    private static Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(listener, await listener.AcceptAsync());
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Cut, or the end of the test.
        }
    }

    private async Task ConnectAsync(Socket listener, Socket near)
    {
        var far = new Socket(_target is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, _target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            lock (_gate)
            {
                // Who was accepted in the moment of the cut is cut off too.
                ObjectDisposedException.ThrowIf(_listener != listener, listener);
                _open.Add(near);
                _open.Add(far);
            }

            await far.ConnectAsync(_target);
            var isLost = new StrongBox<bool>();
            await Task.WhenAll(
                PumpAsync(near, far, bytes =>
                {
                    isLost.Value |= _unanswered is { } statement && bytes.IndexOf(statement) >= 0;
                    return true;
                }),
                PumpAsync(far, near, _ => !isLost.Value));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<ReadOnlySpan<byte>, bool> passes)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                if (passes(buffer.AsSpan(0, read)))
                {
                    await to.SendAsync(buffer.AsMemory(0, read));
                }
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
