using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace EchoTune.Architecture.Tests;

/// <summary>Who may know whom, as docs/architecture.md says.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EchoTune.Audio"] = [],
        ["EchoTune.Recommendation"] = [],
        ["EchoTune.Catalog"] = ["EchoTune.Audio", "EchoTune.Recommendation"],
        ["EchoTune.Media"] = ["EchoTune.Audio", "EchoTune.Catalog"],
        ["EchoTune.Playback"] = ["EchoTune.Audio", "EchoTune.Catalog"],
        ["EchoTune.Conversation"] = ["EchoTune.Catalog"],
        ["EchoTune.Storage"] = ["EchoTune.Catalog", "EchoTune.Playback", "EchoTune.Conversation"],
        ["EchoTune.Server"] =
            ["EchoTune.Audio", "EchoTune.Recommendation", "EchoTune.Catalog", "EchoTune.Media", "EchoTune.Playback", "EchoTune.Conversation", "EchoTune.Storage"],
        ["EchoTune.Cli"] = ["EchoTune.Audio", "EchoTune.Recommendation", "EchoTune.Catalog", "EchoTune.Media", "EchoTune.Playback", "EchoTune.Conversation"],
    };

    // What would let a kernel touch files, the network, processes or the clock.
    private static readonly string[] Outside =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.Diagnostics.Process",
        "System.Net.Http.HttpClient", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.Environment", "System.Console",
    ];

    public static TheoryData<string> Projects() => new(Sources.Projects);

    [Fact]
    public void Every_project_has_its_rule() => Sources.Projects.ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        var references = XDocument.Load(Sources.ProjectFile(project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        references.Except(Allowed[project]).ShouldBeEmpty($"{project} must not reference these");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_types_of_projects_it_may_know(string project)
    {
        // A reference of a reference compiles too; the built program tells.
        var used = References(project).Where(n => n.StartsWith("EchoTune.", StringComparison.Ordinal));

        // What a port speaks in comes along with the port: Storage reads analyses through Catalog.
        var throughPorts = project is "EchoTune.Storage" ? ["EchoTune.Audio"] : Array.Empty<string>();
        used.Except(Allowed[project]).Except(throughPorts).ShouldBeEmpty($"{project} must not use these");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_storage_knows_the_database(string project)
    {
        var knows = References(project).Any(n => n.StartsWith("Npgsql", StringComparison.Ordinal));

        knows.ShouldBe(project == "EchoTune.Storage");
    }

    [Theory]
    [InlineData("EchoTune.Audio")]
    [InlineData("EchoTune.Recommendation")]
    public void A_kernel_is_pure(string project)
    {
        XDocument.Load(Sources.ProjectFile(project)).Descendants("FrameworkReference").ShouldBeEmpty();
        using var file = new PEReader(File.OpenRead(Program(project)));
        var reader = file.GetMetadataReader();

        var types = reader.TypeReferences.Select(reader.GetTypeReference).Select(t => $"{reader.GetString(t.Namespace)}.{reader.GetString(t.Name)}");

        types.Intersect(Outside).ShouldBeEmpty($"{project} must do no I/O; give it what it needs");
    }

    private static string Program(string project)
    {
        var name = XDocument.Load(Sources.ProjectFile(project)).Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
        return Path.Combine(AppContext.BaseDirectory, name + ".dll");
    }

    private static List<string> References(string project)
    {
        using var file = new PEReader(File.OpenRead(Program(project)));
        var reader = file.GetMetadataReader();
        return reader.AssemblyReferences.Select(r => reader.GetString(reader.GetAssemblyReference(r).Name)).ToList();
    }
}
