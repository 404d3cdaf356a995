using System.Diagnostics;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;

namespace EchoTune.Catalog.Tests.Library;

public sealed class FolderWalkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-walk-").FullName;

    private string Root => Path.Combine(folder, "root");

    public FolderWalkTests() => Directory.CreateDirectory(Root);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Audio_is_listed_by_its_name_and_the_rest_is_not()
    {
        Write("a.mp3", "b.FLAC", "sub/c.opus", "sub/deep/d.m4b", "cover.jpg", "notes.txt", "noextension", ".hidden.mp3", ".git/e.mp3", "sub/.trash/f.mp3");

        Names().ShouldBe(["a.mp3", "b.FLAC", "sub/c.opus", "sub/deep/d.m4b"]);
    }

    [Fact]
    public void Odd_names_are_names()
    {
        string[] names = ["-rf.mp3", "emoji 🎵.mp3", "two\nlines.mp3", "quote\"'$(x).mp3", "tab\t.mp3"];
        Write(names);

        Names().ShouldBe(names, ignoreOrder: true);
    }

    [Fact]
    public void A_name_that_is_no_text_is_told_and_does_not_stop_the_rest()
    {
        Write("good.mp3");
        Shell("printf x > \"$1/$(printf 'bad\\377.mp3')\"");
        try
        {
            WalkedFolder walked = Walk();

            walked.Files.Select(file => file.RelativePath).ShouldBe(["good.mp3"]);
            walked.Failures.Single().ErrorCode.ShouldBe(ErrorCodes.FileUnreadable);
            walked.Failures.Single().Message.ShouldContain("Rename");
        }
        finally
        {
            // .NET cannot name the file, so it cannot remove it either.
            Shell("rm -f \"$1\"/bad*");
        }
    }

    private void Shell(string command)
    {
        using var shell = Process.Start("sh", ["-c", command, "sh", Root]);
        shell.WaitForExit();
    }

    [Fact]
    public void Loops_of_links_end()
    {
        Write("a/one.mp3");
        Link("a/up", "..");
        Link("self", "self");
        Link("x", "y");
        Link("y", "x");
        Link("a/again", Root);

        Names().ShouldBe(["a/one.mp3"]);
    }

    [Fact]
    public void Links_that_leave_the_root_are_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(folder, "outside"));
        File.WriteAllText(Path.Combine(folder, "outside", "secret.mp3"), "x");
        Write("a.mp3");
        Link("out", Path.Combine(folder, "outside"));
        Link("file.mp3", Path.Combine(folder, "outside", "secret.mp3"));
        Link("relative", "../outside");
        // A name that only begins like the root's.
        Directory.CreateDirectory(Root + "2");
        File.WriteAllText(Path.Combine(Root + "2", "b.mp3"), "x");
        Link("near", Root + "2");

        Names().ShouldBe(["a.mp3"]);
    }

    [Fact]
    public void A_link_through_a_link_that_leaves_the_root_is_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(folder, "outside", "sub"));
        File.WriteAllText(Path.Combine(folder, "outside", "sub", "secret.mp3"), "x");
        Link("hop", Path.Combine(folder, "outside"));
        Link("in", Path.Combine(Root, "hop", "sub"));

        Names().ShouldBeEmpty();
    }

    [Fact]
    public void A_link_to_what_is_listed_already_adds_nothing_but_one_to_hidden_content_does()
    {
        Write("real/a.mp3", ".store/b");
        Link("alias", "real");
        Link("b.mp3", ".store/b");

        Names().ShouldBe(["b.mp3", "real/a.mp3"]);
    }

    [Fact]
    public void A_root_that_is_a_link_is_read()
    {
        Write("a.mp3");
        string alias = Path.Combine(folder, "alias");
        Directory.CreateSymbolicLink(alias, Root);

        FolderWalk.Walk(alias, CancellationToken.None).Files.Single().RelativePath.ShouldBe("a.mp3");
    }

    [Fact]
    public void A_missing_root_is_named_with_what_to_do()
    {
        var failure = Should.Throw<EchoTuneException>(() => FolderWalk.Walk(Path.Combine(folder, "nowhere"), CancellationToken.None));

        failure.ErrorCode.ShouldBe(ErrorCodes.LibraryRootMissing);
        failure.Message.ShouldContain("nowhere");
    }

    [Fact]
    public void A_folder_inside_another_counts_once()
    {
        var options = new LibraryOptions { DataFolder = folder, Roots = ["/m/a", "/m", "/m/", "/music", "/m/a/../b"], UseDemoLibrary = true };

        options.EffectiveRoots().ShouldBe(["/m", "/music", Path.Combine(folder, "demo-library")]);
    }

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
        }
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(Root, name), target);

    private WalkedFolder Walk() => FolderWalk.Walk(Root, CancellationToken.None);

    private IEnumerable<string> Names() => Walk().Files.Select(file => file.RelativePath);
}
