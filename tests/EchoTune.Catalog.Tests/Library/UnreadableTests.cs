using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;
using EchoTune.Catalog.Errors;

namespace EchoTune.Catalog.Tests.Library;

/// <summary>Files and folders that EchoTune may not read. Root may read everything, so under root these tests run again as another account.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnreadableTests
{
    private const string Nobody = "65534";

    [Fact]
    public async Task What_may_not_be_read_is_listed_keeps_its_track_and_is_read_as_soon_as_it_may()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await AsNobodyAsync(nameof(What_may_not_be_read_is_listed_keeps_its_track_and_is_read_as_soon_as_it_may));
            return;
        }

        await using var library = new LibraryFixture();
        await library.SongAsync("open.flac", "Open", 300);
        await library.SongAsync("folder/inside.flac", "Inside", 400);
        await library.ScanAsync();
        await library.SongAsync("locked.flac", "Locked", 500);
        using (Locked(library.PathOf("folder")))
        using (Locked(library.PathOf("locked.flac")))
        {
            await library.ScanAsync();

            library.Listener.Failures.Select(failure => (failure.Path, failure.ErrorCode)).ShouldBe([("folder", ErrorCodes.FileUnreadable), ("locked.flac", ErrorCodes.FileUnreadable)]);
            library.Listener.Failures.ShouldAllBe(failure => failure.Message.Contains("permission", StringComparison.OrdinalIgnoreCase) || failure.Message.Contains("may read", StringComparison.Ordinal));
            library.Store.Available.Select(track => track.Title).ShouldBe(["Inside", "Open"], ignoreOrder: true);
        }

        // Neither size nor time of the files tells that they may be read now.
        await library.ScanAsync();
        library.Listener.Failures.ShouldBeEmpty();
        library.Store.Available.Select(track => track.Title).ShouldBe(["Inside", "Locked", "Open"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_music_folder_that_may_not_be_read_is_named_and_loses_nothing()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await AsNobodyAsync(nameof(A_music_folder_that_may_not_be_read_is_named_and_loses_nothing));
            return;
        }

        await using var library = new LibraryFixture();
        await library.SongAsync("song.flac");
        await library.ScanAsync();
        using (Locked(library.Root))
        {
            (await Should.ThrowAsync<EchoTuneException>(library.ScanAsync)).ErrorCode.ShouldBe(ErrorCodes.LibraryRootMissing);
        }

        await library.ScanAsync();
        library.Store.Available.Count.ShouldBe(1);
    }

    private static Unlock Locked(string path)
    {
        var before = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, UnixFileMode.None);
        return new Unlock(() => File.SetUnixFileMode(path, before));
    }

    /// <summary>Runs a test of this class in a process of an account without rights.</summary>
    private static async Task AsNobodyAsync(string test)
    {
        var program = Environment.ProcessPath!;
        var assembly = Assembly.GetExecutingAssembly().Location;
        var room = Directory.CreateTempSubdirectory("echotune-nobody-");
        try
        {
            // The folder for temporary files of this run may be closed to others.
            File.SetUnixFileMode(room.FullName, (UnixFileMode)0b111_111_111);
            List<string> command = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", "env", $"HOME={room.FullName}", $"TMPDIR={room.FullName}"];
            Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv"), "As root everything can be read, and there is no setpriv to be another account.");
            (int exit, string output) = await RunAsync([.. command, "/bin/sh", "-c", "test -x \"$1\" && test -r \"$2\" && test -w \"$3\"", "sh", program, assembly, room.FullName]);
            Assert.SkipUnless(exit == 0, $"As root everything can be read, and another account cannot reach {program}, {assembly} and {room.FullName}.");

            // The program is dotnet with this assembly, or this assembly's own.
            List<string> runner = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, assembly] : [program];
            (exit, output) = await RunAsync([.. command, .. runner, "-noLogo", "-noColor", "-method", $"{typeof(UnreadableTests).FullName}.{test}"]);

            exit.ShouldBe(0, output);
            output.ShouldContain("Total: 1");
        }
        finally
        {
            room.Delete(recursive: true);
        }
    }

    private static async Task<(int Exit, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("setpriv", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(LibraryFixture.Token);
        string output = await process.StandardOutput.ReadToEndAsync(LibraryFixture.Token);
        await process.WaitForExitAsync(LibraryFixture.Token);
        return (process.ExitCode, output + await errors);
    }

    private sealed class Unlock(Action unlock) : IDisposable
    {
        public void Dispose() => unlock();
    }
}
