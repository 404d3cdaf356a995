using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Storage.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Embedded;

/// <summary>The bundled server through its life: made, stopped, killed, adopted, refused.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledged_plays_survive_a_kill_of_the_database_and_the_same_program_goes_on()
    {
        await using var folder = new ServerFolder();
        var services = await folder.StartAsync(Token);
        var (listener, plays) = await AppendAsync(services, 50);

        KillTree(folder.Postmaster()!.Value);
        var more = await services.GetRequiredService<IPlayStore>().AppendAsync(listener, [plays[0] with { EventId = Given.Id() }], Token);

        more.Count.ShouldBe(1);
        (await services.GetRequiredService<IPlayStore>().ReadAsync(listener, 0, 1000, Token)).Select(p => p.Play.EventId)
            .ShouldBe(plays.Concat(more).Select(p => p.EventId));
    }

    [Fact]
    public async Task Acknowledged_plays_survive_a_kill_of_database_and_program()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartAsync(Token);
        var (listener, plays) = await AppendAsync(first, 50);

        // A killed program stops nothing; its lock on the folder goes with it. The killed database wrote nothing more.
        KillTree(folder.Postmaster()!.Value);
        await first.DisposeAsync();
        File.Exists(Path.Combine(folder.Data, "postmaster.pid")).ShouldBeTrue("nobody but the server deletes its lock file");
        var second = await folder.StartAsync(Token);

        (await second.GetRequiredService<IPlayStore>().ReadAsync(listener, 0, 1000, Token)).Select(p => p.Play).ShouldBe(plays);
    }

    [Fact]
    public async Task A_stopped_server_leaves_no_process_and_starts_again_with_its_data()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartAsync(Token);
        var owner = await first.GetRequiredService<IListenerStore>().OwnerAsync(Token);
        var process = folder.Postmaster()!.Value;
        File.GetUnixFileMode(Path.Combine(folder.Path, "postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, "the password is its owner's");
        await first.GetRequiredService<IStorageHost>().StopAsync(Token);

        await EndedAsync(process);
        folder.Postmaster().ShouldBeNull();
        (await first.GetRequiredService<IStorageHost>().CheckAsync(Token)).IsHealthy.ShouldBeFalse();
        (await Should.ThrowAsync<EchoTuneException>(() => first.GetRequiredService<IListenerStore>().OwnerAsync(Token))).ErrorCode.ShouldBe(ErrorCodes.StorageUnavailable);

        var second = await folder.StartAsync(Token);
        (await second.GetRequiredService<IListenerStore>().OwnerAsync(Token)).ShouldBe(owner);
        var health = await second.GetRequiredService<IStorageHost>().CheckAsync(Token);
        health.IsHealthy.ShouldBeTrue();
        health.Description.ShouldStartWith("bundled PostgreSQL");
    }

    [Fact]
    public async Task A_server_that_outlived_its_program_is_adopted_then_kept_from_a_second_program_and_stopped()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartAsync(Token);
        var process = folder.Postmaster()!.Value;
        await first.GetRequiredService<IStorageHost>().StopAsync(Token);
        var orphan = await StartBesideAsync(folder);

        var second = await folder.StartAsync(Token);

        orphan.ShouldNotBe(process);
        folder.Postmaster().ShouldBe(orphan);
        (await Should.ThrowAsync<EchoTuneException>(() => folder.StartAsync(Token))).ErrorCode.ShouldBe(ErrorCodes.Conflict);
        await second.GetRequiredService<IListenerStore>().OwnerAsync(Token);
        await second.GetRequiredService<IStorageHost>().StopAsync(Token);
        await EndedAsync(orphan);
    }

    [Fact]
    public async Task Data_of_another_version_of_the_server_is_refused_and_not_touched()
    {
        await using var folder = new ServerFolder();
        await (await folder.StartAsync(Token)).GetRequiredService<IStorageHost>().StopAsync(Token);
        var version = Path.Combine(folder.Data, "PG_VERSION");
        await File.WriteAllTextAsync(version, "17\n", Token);

        var failure = await Should.ThrowAsync<EchoTuneException>(() => folder.StartAsync(Token));

        failure.ErrorCode.ShouldBe(ErrorCodes.StorageIncompatible);
        failure.Message.ShouldContain("17");
        (await File.ReadAllTextAsync(version, Token)).ShouldBe("17\n");
        folder.Postmaster().ShouldBeNull();
    }

    [Fact]
    public async Task A_deep_data_folder_is_served_through_loopback()
    {
        await using var folder = new ServerFolder(new string('d', 120));
        var services = await folder.StartAsync(Token);

        services.GetRequiredService<IStorageHost>().ConnectionString.ShouldContain("127.0.0.1");
        await services.GetRequiredService<IListenerStore>().OwnerAsync(Token);
    }

    [Fact]
    public async Task A_port_that_another_program_holds_for_a_moment_is_waited_for()
    {
        await using var folder = new ServerFolder(new string('d', 120));
        var services = await folder.StartAsync(Token);
        var owner = await services.GetRequiredService<IListenerStore>().OwnerAsync(Token);
        var port = new NpgsqlConnectionStringBuilder(services.GetRequiredService<IStorageHost>().ConnectionString).Port;
        var log = Path.Combine(folder.Path, "postgres", "server.log");
        var process = folder.Postmaster()!.Value;
        KillTree(process);
        await EndedAsync(process);
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Start();

        var asked = services.GetRequiredService<IListenerStore>().OwnerAsync(Token);
        while (!asked.IsCompleted && !(File.Exists(log) && (await File.ReadAllTextAsync(log, Token)).Contains("could not bind", StringComparison.Ordinal)))
        {
            await Task.Delay(5, Token);
        }

        other.Stop();
        (await asked).ShouldBe(owner);
    }

    [Fact]
    public async Task Missing_programs_are_said_with_what_to_do()
    {
        await using var folder = new ServerFolder();
        var services = folder.Open(Path.GetTempPath());

        var failure = await Should.ThrowAsync<EchoTuneException>(() => services.GetRequiredService<IStorageHost>().StartAsync(Token));

        failure.ErrorCode.ShouldBe(ErrorCodes.StorageUnavailable);
        failure.Message.ShouldContain("npm ci");
    }

    private static async Task<(ListenerId Listener, List<Play> Plays)> AppendAsync(ServiceProvider services, int count)
    {
        var track = await Given.Track(services.GetRequiredService<ITrackStore>(), Token);
        var listener = Given.Listener();
        var plays = Enumerable.Range(0, count)
            .Select(i => new Play { EventId = Given.Id(), TrackId = track, Kind = PlayKind.Played, StartedAt = Given.Noon.AddMinutes(i) }).ToList();
        foreach (var play in plays)
        {
            await services.GetRequiredService<IPlayStore>().AppendAsync(listener, [play], Token);
        }

        return (listener, plays);
    }

    // SIGKILL for the server and all its children, as kill -9 does.
    private static void KillTree(int process)
    {
        using var server = Process.GetProcessById(process);
        server.Kill(entireProcessTree: true);
    }

    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // pg_ctl has waited until the server took its lock file away, which is the last thing a server does before it ends.
    private static async Task EndedAsync(int process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (IsAlive(process))
        {
            await Task.Delay(10, patience.Token);
        }
    }

    // A server as a killed program leaves it: nobody holds the folder, the server runs.
    private static async Task<int> StartBesideAsync(ServerFolder folder)
    {
        var account = await Storage.Embedded.ServerAccount.ChooseAsync(folder.Data, Token);
        var binaries = Storage.Embedded.PostgresBinaries.Locate(null);
        var (exit, output) = await account.RunAsync(binaries.PgCtl, ["start", "-D", folder.Data, "-l", Path.Combine(folder.Path, "postgres", "server.log"), "-w"], Token);
        exit.ShouldBe(0, output);
        return folder.Postmaster()!.Value;
    }
}
