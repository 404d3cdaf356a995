namespace EchoTune.Architecture.Tests;

/// <summary>The sources of the product as they lie in the repository.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Where(f => File.Exists(ProjectFile(Path.GetFileName(f)))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static string ProjectFile(string project) => Path.Combine(Root, "src", project, project + ".csproj");

    /// <summary>The source files of a project, without what builds make.</summary>
    public static IEnumerable<string> Files(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"));
    }

    /// <summary>Path below the repository, for messages.</summary>
    public static string Name(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EchoTune.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests of the architecture run inside the repository.");
    }
}
