namespace EchoTune.Catalog.Library;

/// <summary>Which folders make up the library, and how they are kept up to date.</summary>
public sealed record LibraryOptions
{
    /// <summary>Absolute paths of the music folders. A folder inside another one counts only once.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Absolute path of the data folder; the demo library lies in its <c>demo-library</c>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether to compose and use the demo library.</summary>
    public bool UseDemoLibrary { get; init; }

    /// <summary>Files read, pieces composed and tracks analysed at the same time. Default: the number of cores.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Seed of the demo library: the same seed composes the same music.</summary>
    public int DemoSeed { get; init; } = 1;

    /// <summary>How often everything is compared even if no change was seen: network folders tell of none. Default 15 min.</summary>
    public TimeSpan RescanInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often to look whether a folder appeared or vanished, and to try again after a failure. Default 15 s.</summary>
    public TimeSpan RootCheckInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a folder must be quiet after a change before it is read. Default 2 s.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The folder of the demo library.</summary>
    public string DemoFolder => Path.Combine(DataFolder, "demo-library");

    /// <summary>The folders that are scanned: absolute, without those inside another, the demo library last.</summary>
    public IReadOnlyList<string> EffectiveRoots()
    {
        List<string> all = [.. Roots.Select(root => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))).Distinct(StringComparer.Ordinal)];
        if (UseDemoLibrary)
        {
            all.Add(Path.GetFullPath(DemoFolder));
        }

        return [.. all.Where(root => !all.Any(other => other != root && FolderWalk.IsBelow(root, other))).Distinct(StringComparer.Ordinal)];
    }
}
