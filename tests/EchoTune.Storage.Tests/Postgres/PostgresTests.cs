using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Conversation.Memory;
using EchoTune.Playback.Sessions;
using EchoTune.Storage.Tests.Conformance;
using EchoTune.TestSupport;
using Xunit;

namespace EchoTune.Storage.Tests.Postgres;

// PostgreSQL passes the suites that every backend must pass.
public sealed class PostgresTrackTests(PostgresFixture fixture) : TrackConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IPlayStore Plays => fixture.Database.Get<IPlayStore>();
}

public sealed class PostgresTrackListTests(PostgresFixture fixture) : TrackListConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IFeatureStore Features => fixture.Database.Get<IFeatureStore>();

    protected override ITasteStore Taste => fixture.Database.Get<ITasteStore>();
}

public sealed class PostgresFeatureTests(PostgresFixture fixture) : FeatureConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IFeatureStore Features => fixture.Database.Get<IFeatureStore>();
}

public sealed class PostgresBrowseTests(PostgresFixture fixture) : BrowseConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IBrowseStore Browse => fixture.Database.Get<IBrowseStore>();

    protected override IFeatureStore Features => fixture.Database.Get<IFeatureStore>();
}

public sealed class PostgresPlayTests(PostgresFixture fixture) : PlayConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IPlayStore Plays => fixture.Database.Get<IPlayStore>();

    protected override ITasteStore Taste => fixture.Database.Get<ITasteStore>();
}

public sealed class PostgresTasteTests(PostgresFixture fixture) : TasteConformance, IClassFixture<PostgresFixture>
{
    protected override ITasteStore Taste => fixture.Database.Get<ITasteStore>();
}

public sealed class PostgresPlaylistTests(PostgresFixture fixture) : PlaylistConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IPlaylistStore Playlists => fixture.Database.Get<IPlaylistStore>();
}

public sealed class PostgresListenerTests(PostgresFixture fixture) : ListenerConformance, IClassFixture<PostgresFixture>
{
    protected override IListenerStore Listeners => fixture.Database.Get<IListenerStore>();
}

public sealed class PostgresSettingTests(PostgresFixture fixture) : SettingConformance, IClassFixture<PostgresFixture>
{
    protected override ISettingStore Settings => fixture.Database.Get<ISettingStore>();
}

public sealed class PostgresPlaybackStateTests(PostgresFixture fixture) : PlaybackStateConformance, IClassFixture<PostgresFixture>
{
    protected override IPlaybackStateStore States => fixture.Database.Get<IPlaybackStateStore>();
}

public sealed class PostgresConversationTests(PostgresFixture fixture) : ConversationConformance, IClassFixture<PostgresFixture>
{
    protected override IConversationStore Conversations => fixture.Database.Get<IConversationStore>();
}

public sealed class PostgresExposureTests(PostgresFixture fixture) : ExposureConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IPlayStore Plays => fixture.Database.Get<IPlayStore>();

    protected override IExposureStore Exposures => fixture.Database.Get<IExposureStore>();

    protected override IStrategyMetricStore Metrics => fixture.Database.Get<IStrategyMetricStore>();

    protected override IShownTracks ShownTracks => fixture.Database.Get<IShownTracks>();
}

public sealed class PostgresExperimentTests(PostgresFixture fixture) : ExperimentConformance, IClassFixture<PostgresFixture>
{
    protected override ITrackStore Tracks => fixture.Database.Get<ITrackStore>();

    protected override IPlayStore Plays => fixture.Database.Get<IPlayStore>();

    protected override IExposureStore Exposures => fixture.Database.Get<IExposureStore>();

    protected override IExperimentStore Experiments => fixture.Database.Get<IExperimentStore>();

    protected override IExperimentOutcomes Outcomes => fixture.Database.Get<IExperimentOutcomes>();
}

public sealed class PostgresModelTests(EmbeddedDatabase server) : ModelConformance, IAsyncLifetime
{
    private TestDatabase database = null!;

    protected override IModelStore Models => database.Get<IModelStore>();

    protected override ILogMeasure Measure => database.Get<ILogMeasure>();

    protected override IPlayStore Plays => database.Get<IPlayStore>();

    protected override ITrackStore Tracks => database.Get<ITrackStore>();

    // What is in service is one for the whole database, so each test has its own.
    public async ValueTask InitializeAsync() => database = await server.CreateAsync();

    public ValueTask DisposeAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
