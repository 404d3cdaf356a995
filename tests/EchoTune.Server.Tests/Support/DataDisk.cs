using System.Diagnostics;

namespace EchoTune.Server.Tests.Support;

/// <summary>A data folder that the bundled database's account can reach; on a disk of its own where a test fills it up.</summary>
internal sealed class DataDisk : IDisposable
{
    private const int Block = 1 << 20;
    private readonly bool _isMounted;

    private DataDisk(string path, bool isMounted) => (Path, _isMounted) = (path, isMounted);

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>A folder on the disk of all the tests.</summary>
    public static DataDisk Make() => new(NewFolder(), isMounted: false);

    /// <summary>A disk of its own in memory; the test is skipped where none may be mounted.</summary>
    public static DataDisk Mount(int mebibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk to fill up.");
        var path = NewFolder();
        var (exit, output) = Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=0755", "tmpfs", path);
        if (exit != 0)
        {
            Directory.Delete(path);
            Assert.Skip($"No small disk may be mounted here: {output}");
        }

        return new DataDisk(path, isMounted: true);
    }

    /// <summary>Fills the disk to the last byte.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = Block; size > 0; size /= 16)
        {
            var bytes = new byte[size];
            try
            {
                while (true)
                {
                    ballast.Write(bytes);
                }
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    /// <summary>Frees what was filled.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "--lazy", Path);
        }

        Directory.Delete(Path, recursive: true);
    }

    private static string NewFolder() => Directory.CreateDirectory(System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("ECHOTUNE_TEST_ROOT") ?? System.IO.Path.GetTempPath(), "echotune-data-" + Guid.CreateVersion7().ToString("N")[16..])).FullName;

    private static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }
}
