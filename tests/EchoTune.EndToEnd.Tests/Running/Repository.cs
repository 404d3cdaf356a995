namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>Where things lie in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The server of the same configuration as these tests.</summary>
    public static string ServerDll
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(Root, "src", "EchoTune.Server", "bin", output.Parent!.Name, output.Name, "EchoTune.Server.dll");
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EchoTune.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run from a build inside the checkout.");
    }
}
