using System.Threading.Channels;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Search;

/// <summary>The names of the library in memory, read anew shortly after the library changed.</summary>
internal sealed partial class LibraryNames : BackgroundService, INameResolver, IMusicLexicon
{
    /// <summary>Below this two names are too different for a misspelling.</summary>
    private const double MinScore = 0.72;

    // In a sentence a false hit takes a word away from its meaning, so more is asked for there.
    private const double MinLexiconScore = 0.8;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly ITrackStore _tracks;
    private readonly ILibrary _library;
    private readonly TimeProvider _time;
    private readonly ILogger<LibraryNames> _logger;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Snapshot _snapshot = Snapshot.Empty;

    public LibraryNames(ITrackStore tracks, ILibrary library, TimeProvider time, ILogger<LibraryNames> logger)
    {
        _tracks = tracks;
        _library = library;
        _time = time;
        _logger = logger;
    }

    public ResolvedName? Artist(string said) => _snapshot.Artists.Closest(NameFolding.Fold(said), MinScore);

    public ResolvedName? Album(string said, string? artist = null) => _snapshot.Albums.Closest(NameFolding.Fold(said), MinScore, By(artist));

    public ResolvedName? Track(string said, string? artist = null) => _snapshot.Tracks.Closest(NameFolding.Fold(said), MinScore, By(artist));

    public string? Genre(string said)
    {
        // "hip-hop", "hip hop" and "hiphop" are one genre.
        var wanted = NameFolding.Fold(said);
        var joined = wanted.Replace(" ", "", StringComparison.Ordinal);
        return _snapshot.GenresJoined.GetValueOrDefault(joined) ?? _snapshot.Genres.Closest(wanted, 0.8)?.Name;
    }

    public KnownName? Exact(string said)
    {
        var folded = NameFolding.Fold(said);
        var snapshot = _snapshot;
        return Known(snapshot.Artists.Exact(folded), NameKind.Artist) ?? Known(snapshot.Albums.Exact(folded), NameKind.Album) ?? Known(snapshot.Tracks.Exact(folded), NameKind.Track);
    }

    public KnownName? Closest(string said)
    {
        var folded = NameFolding.Fold(said);
        var snapshot = _snapshot;
        KnownName?[] found =
        [
            Known(snapshot.Artists.Closest(folded, MinLexiconScore), NameKind.Artist),
            Known(snapshot.Tracks.Closest(folded, MinLexiconScore), NameKind.Track),
            Known(snapshot.Albums.Closest(folded, MinLexiconScore), NameKind.Album),
        ];
        return found.OfType<KnownName>().MaxBy(name => name.Score);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _library.TracksChanged += OnTracksChanged;
        _changes.Writer.TryWrite(true);
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _library.TracksChanged -= OnTracksChanged;
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Reads all names now.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var all = new List<Track>();
        await foreach (var track in _tracks.AllAsync(cancellationToken))
        {
            all.Add(track);
        }

        _snapshot = new Snapshot(all);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
                await Task.Delay(Settle, _time, stoppingToken);
            }
            catch (EchoTuneException exception)
            {
                // The old names serve until the database answers again.
                LogRefreshFailed(_logger, exception.ErrorCode, exception);
                await Task.Delay(RetryAfter, _time, stoppingToken);
                _changes.Writer.TryWrite(true);
            }
        }
    }

    private static KnownName? Known(ResolvedName? name, NameKind kind) => name is null ? null : new KnownName(kind, name.Name, name.Score);

    private static string? By(string? artist) => string.IsNullOrWhiteSpace(artist) ? null : NameFolding.Fold(artist);

    private void OnTracksChanged(IReadOnlyCollection<TrackId> ids) => _changes.Writer.TryWrite(true);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The names of the library could not be read ({ErrorCode}); trying again.")]
    private static partial void LogRefreshFailed(ILogger logger, string errorCode, Exception exception);

    private sealed class Snapshot(IReadOnlyList<Track> tracks)
    {
        public static Snapshot Empty { get; } = new([]);

        public NameTable Artists { get; } = new(tracks.Select(track => (track.ArtistId.Value, track.Artist, (string?)null)).DistinctBy(name => name.Item1));

        public NameTable Albums { get; } = new(tracks.Where(track => track.AlbumId is not null && track.Album is not null)
            .Select(track => (track.AlbumId!.Value.Value, track.Album!, track.AlbumArtist)).DistinctBy(name => name.Item1));

        public NameTable Tracks { get; } = new(tracks.Select(track => (track.Id.Value, track.Title, (string?)track.Artist)));

        public NameTable Genres { get; } = new(tracks.SelectMany(track => track.Genres).Distinct().Select(genre => (Guid.Empty, genre, (string?)null)));

        public Dictionary<string, string> GenresJoined { get; } = tracks.SelectMany(track => track.Genres).Distinct()
            .GroupBy(genre => NameFolding.Fold(genre).Replace(" ", "", StringComparison.Ordinal)).ToDictionary(group => group.Key, group => group.First());
    }
}
