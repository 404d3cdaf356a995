using System.Globalization;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tests.Training;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.TestSupport;
using Npgsql;

[assembly: AssemblyFixture(typeof(EmbeddedDatabase))]

namespace EchoTune.Catalog.Tests.Training;

/// <summary>
/// A database with 120 tracks of 12 artists and the logs of 60 listeners of two tastes, who mostly hear a few artists of their taste, often one
/// track of the artist after the other.
/// </summary>
public sealed class TrainingWorld(EmbeddedDatabase server) : IAsyncLifetime
{
    public const int Tracks = 120;
    public const int OfArtist = 10;
    public const int Listeners = 60;
    public const int Sessions = 6;
    public const int SessionLength = 6;
    public const int Events = Listeners * Sessions * SessionLength;
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly Random random = new(5);

    public TestDatabase Database { get; private set; } = null!;

    public IReadOnlyList<TrackId> Ids { get; private set; } = [];

    public IReadOnlyList<ListenerId> People { get; } = [.. Enumerable.Range(0, Listeners).Select(i => new ListenerId(new Guid(i + 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)))];

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateAsync();
        Ids = await Database.Get<ITrackStore>().SaveScannedAsync([.. Enumerable.Range(0, Tracks).Select(File)], CancellationToken.None);
        await HearAsync(0, Sessions);
    }

    public ValueTask DisposeAsync() => Database?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Every listener hears so many sessions more, one a day from a day on.</summary>
    public async Task HearAsync(int day, int sessions)
    {
        var plays = Database.Get<IPlayStore>();
        for (var listener = 0; listener < Listeners; listener++)
        {
            await plays.AppendAsync(People[listener], [.. Enumerable.Range(day, sessions).SelectMany(at => Session(listener, at))], CancellationToken.None);
        }
    }

    /// <summary>No models, as before the first training.</summary>
    public async Task ForgetModelsAsync() => await ExecuteAsync("TRUNCATE models CASCADE");

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private List<Play> Session(int listener, int day)
    {
        var favourites = new Random(listener);
        int[] artists = [.. Enumerable.Range(0, 3).Select(_ => (favourites.Next(Tracks / OfArtist) / 2 * 2) + (listener % 2))];
        var (plays, track, session) = (new List<Play>(), 0, Guid.CreateVersion7());
        for (var n = 0; n < SessionLength; n++)
        {
            track = n > 0 && random.Next(3) > 0 && (track + 1) % OfArtist != 0 ? track + 1
                : random.Next(10) == 0 ? random.Next(Tracks)
                : (artists[random.Next(artists.Length)] * OfArtist) + random.Next(OfArtist);
            plays.Add(new Play
            {
                EventId = Guid.CreateVersion7(), TrackId = Ids[track], Kind = PlayKind.Completed, StartedAt = Begin.AddDays(day).AddMinutes(n * 4), Heard = TimeSpan.FromMinutes(3), SessionId = session,
            });
        }

        return plays;
    }

    private static ScannedFile File(int i) => new()
    {
        File = new TrackFile
        {
            Root = "/music", RelativePath = string.Create(CultureInfo.InvariantCulture, $"{i:000}.flac"), Size = 1, ModifiedAt = Begin, ContentHash = i.ToString("x64", CultureInfo.InvariantCulture), Codec = "flac",
        },
        Title = $"Title {i}", Artist = $"Artist {i / OfArtist}", Genres = [i / OfArtist % 2 == 0 ? "techno" : "folk"], Duration = TimeSpan.FromMinutes(3),
    };
}
