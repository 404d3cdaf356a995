using System.Net;
using System.Net.Sockets;
using EchoTune.Server.Errors;
using EchoTune.Server.Hosting;

namespace EchoTune.Server.Tests.Hosting;

public sealed class HostTests(EmbeddedDatabase database)
{
    [Fact]
    public async Task A_port_in_use_is_told_in_a_sentence_and_ends_with_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = Directory.CreateTempSubdirectory("echotune-port-").FullName;
        var error = new StringWriter();
        var options = new ServerOptions
        {
            DataFolder = folder, MusicFolders = [folder], Port = port, ConnectionString = await database.CreateEmptyAsync(TestContext.Current.CancellationToken),
        };

        var exit = await EchoTuneHost.RunAsync(options, TextWriter.Null, TextWriter.Synchronized(error));

        exit.ShouldBe(1, error.ToString());
        error.ToString().ShouldContain($"Port {port} is in use");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_told_in_a_sentence_and_ends_with_1()
    {
        var file = Path.GetTempFileName();
        var error = new StringWriter();

        var exit = await EchoTuneHost.RunAsync(new ServerOptions { DataFolder = Path.Combine(file, "data"), Port = 0 }, TextWriter.Null, error);

        exit.ShouldBe(1, error.ToString());
        error.ToString().ShouldContain("ECHOTUNE_DATA");
        error.ToString().ShouldNotContain("   at ");
        File.Delete(file);
    }

    [Fact]
    public void A_data_folder_that_can_be_used_is_left_as_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("echotune-data-").FullName;

        DataFolder.Problem(folder).ShouldBeNull();

        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }

    [Fact]
    public void A_full_disk_is_told_with_what_to_do()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        ProblemMap.Of(Full()).ShouldSatisfyAllConditions(problem => problem.Status.ShouldBe(507), problem => problem.ErrorCode.ShouldBe("disk_full"));

        static IOException Full()
        {
            using var device = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            return Should.Throw<IOException>(() => device.Write(new byte[16]));
        }
    }

    [Fact]
    public async Task A_burst_beyond_the_limit_is_refused_and_says_when_to_come_again()
    {
        await using var server = await TestServer.StartAsync(database, options => options with { RequestBurst = 5, RequestsPerSecond = 1 });
        var client = server.Script();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync("/api/v1/openapi.json", TestContext.Current.CancellationToken)));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused[0].Headers.RetryAfter.ShouldNotBeNull();
        await refused[0].ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port")]
    [InlineData("--listen", "example.org")]
    [InlineData("--certificate", "/no/such/file.pfx")]
    [InlineData("--frobnicate")]
    public void A_mistake_on_the_command_line_is_told(params string[] args)
    {
        var (options, mistake) = ServerArguments.Read(args, _ => null);

        options.ShouldBeNull();
        mistake.ShouldNotBeNull().ShouldContain(args[0]);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    [InlineData("-5")]
    public void A_rate_that_is_none_is_told(string rate)
    {
        var (options, mistake) = ServerArguments.Read([], name => name == "ECHOTUNE_REQUESTS_PER_SECOND" ? rate : null);

        options.ShouldBeNull();
        mistake.ShouldNotBeNull().ShouldContain("ECHOTUNE_REQUESTS_PER_SECOND");
    }

    [Fact]
    public void The_command_line_and_the_environment_are_read()
    {
        var (options, _) = ServerArguments.Read(
            ["--music", "/a", "--music", "/b", "--port", "6000", "--listen", "0.0.0.0", "--https"],
            name => name switch { "ECHOTUNE_DATA" => "/data", "ConnectionStrings__EchoTune" => "Host=db", "ECHOTUNE_REQUESTS_PER_SECOND" => "5000", _ => null });

        options.ShouldNotBeNull();
        (options.RequestsPerSecond, options.RequestBurst).ShouldBe((5_000, 20_000));
        options.MusicFolders.ShouldBe(["/a", "/b"]);
        (options.Port, options.DataFolder, options.ConnectionString, options.Https).ShouldBe((6000, "/data", "Host=db", true));
        options.IsLoopbackOnly.ShouldBeFalse();
    }
}
