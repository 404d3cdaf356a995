using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Features.Tracks;
using NSubstitute;

namespace EchoTune.Server.Tests.Features;

public sealed class LibraryFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("echotune-files-").FullName;
    private readonly string _root;
    private readonly LibraryFiles _files;

    public LibraryFilesTests()
    {
        _root = Directory.CreateDirectory(Path.Combine(_folder, "music")).FullName;
        File.WriteAllText(Path.Combine(_folder, "secret.txt"), "secret");
        Directory.CreateDirectory(Path.Combine(_folder, "music-of-others"));
        File.WriteAllText(Path.Combine(_folder, "music-of-others", "theirs.flac"), "theirs");
        File.WriteAllText(Path.Combine(_root, "mine.flac"), "mine");
        var library = Substitute.For<ILibrary>();
        library.Progress.Returns(new LibraryProgress { State = ScanState.Idle, Roots = [_root] });
        _files = new LibraryFiles(library);
    }

    [Fact]
    public void A_file_in_a_music_folder_is_opened()
    {
        using var reader = new StreamReader(_files.Open(Track("mine.flac")));

        reader.ReadToEnd().ShouldBe("mine");
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "again.flac"), "mine.flac");

        _files.Resolve(Track("again.flac")).ShouldBe(Path.Combine(_root, "mine.flac"));
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("../music-of-others/theirs.flac")]
    [InlineData("missing.flac")]
    [InlineData("")]
    [InlineData("link-to-file.flac")]
    [InlineData("link-to-folder/secret.txt")]
    [InlineData("loop/x.flac")]
    [InlineData("empty.flac")]
    public void Nothing_outside_is_given_away(string path)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "link-to-file.flac"), Path.Combine(_folder, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "link-to-folder"), _folder);
        Directory.CreateSymbolicLink(Path.Combine(_root, "loop"), "loop");
        File.WriteAllText(Path.Combine(_root, "empty.flac"), "");

        Should.Throw<EchoTuneException>(() => _files.Open(Track(path))).ErrorCode.ShouldBe(ErrorCodes.FileUnreadable);
    }

    [Fact]
    public void A_root_that_is_not_a_music_folder_any_more_is_closed()
    {
        var track = Track("theirs.flac");

        Should.Throw<EchoTuneException>(() => _files.Open(track with { File = track.File with { Root = Path.Combine(_folder, "music-of-others") } }))
            .ErrorCode.ShouldBe(ErrorCodes.FileUnreadable);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Track Track(string path) => new()
    {
        Id = new TrackId(Guid.CreateVersion7()), Title = "t", Artist = "a", ArtistId = new ArtistId(Guid.CreateVersion7()), Duration = TimeSpan.FromSeconds(1), AddedAt = default,
        File = new TrackFile { Root = _root, RelativePath = path, Size = 1, ModifiedAt = default, ContentHash = "00", Codec = "flac" },
    };
}
