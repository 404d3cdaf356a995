using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Support;

/// <summary>A server whose library holds five short tones of two artists, scanned from real files.</summary>
public class MusicFixture(EmbeddedDatabase database) : ServerFixture(database)
{
    /// <summary>All tracks by title.</summary>
    internal IReadOnlyDictionary<string, Track> Tracks { get; private set; } = new Dictionary<string, Track>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var library = Server.Get<ILibrary>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        library.ProgressChanged += Look;
        Look(library.Progress);
        await done.Task.WaitAsync(TestContext.Current.CancellationToken);
        library.ProgressChanged -= Look;
        await KnownAsync();
        var page = await Server.Get<ITrackStore>().QueryAsync(new TrackQuery { Limit = 100 }, TestContext.Current.CancellationToken);
        Tracks = page.Items.ToDictionary(track => track.Title);

        void Look(LibraryProgress progress)
        {
            if (progress is { State: ScanState.Idle, Tracks: 5, Analysed: 5 })
            {
                done.TrySetResult();
            }
        }
    }

    /// <summary>Waits until names are understood and tracks recommended: both follow the library a moment later.</summary>
    private Task KnownAsync()
    {
        var nobody = ListenerId.New(TimeProvider.System);
        var everything = new RecommendationRequest { Limit = 100, ApplyRepeatRules = false };
        return Eventually.GetAsync("the names and the recommendation of five tracks", async cancellation =>
            Server.Get<INameResolver>().Track("Echo") is { } name && (await Server.Get<IRecommender>().RecommendAsync(nobody, everything, cancellation)).Items.Count == 5 ? name : null);
    }

    private protected override async Task PrepareMusicAsync(IServiceProvider services, string music)
    {
        var encoder = services.GetRequiredService<IAudioEncoder>();
        (string Title, string Artist, string Album, int Track, string Genre, int Year, int Hertz)[] tones =
        [
            ("Alpha", "Ada Tone", "First Light", 1, "ambient", 1990, 220),
            ("Bravo", "Ada Tone", "First Light", 2, "ambient", 1990, 262),
            ("Charlie", "Ada Tone", "First Light", 3, "ambient", 1990, 330),
            ("Delta", "Bob Wave", "Second Wind", 1, "techno", 2005, 392),
            ("Echo", "Bob Wave", "Second Wind", 2, "techno", 2005, 440),
        ];
        foreach (var tone in tones)
        {
            await Tones.WriteAsync(
                encoder, Path.Combine(music, $"{tone.Title}.flac"), tone.Hertz,
                new Dictionary<string, string>
                {
                    ["title"] = tone.Title, ["artist"] = tone.Artist, ["album"] = tone.Album, ["track"] = $"{tone.Track}", ["genre"] = tone.Genre, ["date"] = $"{tone.Year}",
                    ["lyrics"] = tone.Title == "Alpha" ? "la la la" : "",
                });
        }
    }
}
