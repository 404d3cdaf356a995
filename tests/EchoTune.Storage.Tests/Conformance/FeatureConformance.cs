using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of analyses must do.</summary>
public abstract class FeatureConformance
{
    protected abstract ITrackStore Tracks { get; }

    protected abstract IFeatureStore Features { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_analysis_reads_back_whole()
    {
        var id = await Given.Track(Tracks, Token);
        var given = Whole("7");

        await Features.SaveAsync(id, given, Token);

        (await Features.GetAsync(id, Token)).ShouldNotBeNull().ShouldBeEquivalentTo(given);
        (await Features.GetManyAsync([id, TrackId.New(TimeProvider.System)], Token)).Keys.ShouldBe([id]);
        (await Features.GetManyAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_short_form_leaves_out_what_only_one_page_draws()
    {
        var id = await Given.Track(Tracks, Token);
        await Features.SaveAsync(id, Whole("7"), Token);

        var all = await Features.AllAsync(Token).ToListAsync(Token);

        all.Single(p => p.Key == id).Value.ShouldBeEquivalentTo(Whole("7") with
        {
            Beats = Array.Empty<double>(), Downbeats = Array.Empty<double>(), Waveform = Array.Empty<byte>(), Chords = Array.Empty<ChordSegment>(),
            Segments = Array.Empty<Section>(), TempoChanges = Array.Empty<TempoChange>(), KeyChanges = Array.Empty<KeyChange>(),
            Phrases = Array.Empty<double>(), Emotion = EmotionCurve.None, Fingerprint = Array.Empty<uint>(),
        });
    }

    [Fact]
    public async Task Fingerprints_are_streamed_of_available_tracks_that_have_one()
    {
        var ids = new[] { await Given.Track(Tracks, Token), await Given.Track(Tracks, Token), await Given.Track(Tracks, Token) };
        await Features.SaveAsync(ids[0], Whole("7"), Token);
        await Features.SaveAsync(ids[1], Whole("7") with { Fingerprint = Array.Empty<uint>() }, Token);
        await Features.SaveAsync(ids[2], Whole("7"), Token);
        await Tracks.SetAvailableAsync([ids[2]], false, Token);

        var all = await Features.FingerprintsAsync(Token).ToListAsync(Token);

        all.Where(pair => ids.Contains(pair.Key)).Select(pair => pair.Key).ShouldBe([ids[0]]);
        all.Single(pair => pair.Key == ids[0]).Value.ShouldBe(Whole("7").Fingerprint);
    }

    [Fact]
    public async Task A_new_analysis_replaces_the_old_one_and_a_new_version_is_pending()
    {
        var ids = new[] { await Given.Track(Tracks, Token), await Given.Track(Tracks, Token) };
        (await Features.PendingAsync("8", 1000, Token)).ShouldBeSubsetOf(await Tracks.AllAsync(Token).Select(t => t.Id).ToListAsync(Token));
        await Features.SaveAsync(ids[0], Whole("7"), Token);
        var counted = await Features.CountAsync(Token);
        (await Features.PendingAsync("7", 1000, Token)).ShouldNotContain(ids[0]);
        (await Features.PendingAsync("7", 1000, Token)).ShouldContain(ids[1]);
        (await Features.PendingAsync("8", 1000, Token)).ShouldContain(ids[0]);

        await Features.SaveAsync(ids[0], Whole("8") with { Key = null, TempoBpm = 0 }, Token);

        (await Features.PendingAsync("8", 1000, Token)).ShouldNotContain(ids[0]);
        (await Features.CountAsync(Token)).ShouldBe(counted);
        (await Features.GetAsync(ids[0], Token))!.Key.ShouldBeNull();
        (await Features.PendingAsync("8", 1, Token)).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_file_with_another_content_is_to_be_heard_anew_and_shows_what_is_known_until_then()
    {
        var path = $"{Given.Id()}.flac";
        var id = (await Tracks.SaveScannedAsync([Given.File(path, content: "one")], Token))[0];
        await Features.SaveAsync(id, Whole("7"), Token);
        (await Tracks.SaveScannedAsync([Given.File(path, content: "one") with { Year = 1999 }], Token)).ShouldBe([id]);
        (await Features.PendingAsync("7", 10_000, Token)).ShouldNotContain(id, "the same content");

        (await Tracks.SaveScannedAsync([Given.File(path, content: "two")], Token)).ShouldBe([id]);

        (await Features.PendingAsync("7", 10_000, Token)).ShouldContain(id);
        var known = await Features.GetAsync(id, Token);
        known.ShouldNotBeNull().TempoBpm.ShouldBe(Whole("7").TempoBpm);
        known.AnalyserVersion.ShouldBeEmpty("nothing of it may be kept for the new content");
    }

    [Fact]
    public async Task A_file_whose_tags_alone_changed_keeps_its_analysis()
    {
        var path = $"{Given.Id()}.flac";
        var id = (await Tracks.SaveScannedAsync([Given.File(path, content: "one") with { AudioHash = "sound" }], Token))[0];
        await Features.SaveAsync(id, Whole("7"), Token);

        (await Tracks.SaveScannedAsync([Given.File(path, "Retold", content: "two") with { AudioHash = "sound" }], Token)).ShouldBe([id]);
        (await Tracks.GetAsync(id, Token))!.Title.ShouldBe("Retold");
        (await Features.GetAsync(id, Token)).ShouldNotBeNull().AnalyserVersion.ShouldBe("7");
        (await Features.PendingAsync("7", 10_000, Token)).ShouldNotContain(id);

        await Tracks.SaveScannedAsync([Given.File(path, content: "three") with { AudioHash = "another" }], Token);
        (await Features.PendingAsync("7", 10_000, Token)).ShouldContain(id, "another sound");
        await Features.SaveAsync(id, Whole("7"), Token);
        await Tracks.SaveScannedAsync([Given.File(path, content: "four")], Token);
        (await Features.PendingAsync("7", 10_000, Token)).ShouldContain(id, "a sound that is not known may be any");
    }

    [Fact]
    public async Task Missing_tracks_are_neither_pending_nor_counted_nor_streamed()
    {
        var ids = new[] { await Given.Track(Tracks, Token), await Given.Track(Tracks, Token) };
        await Features.SaveAsync(ids[0], Whole("7"), Token);
        await Tracks.SetAvailableAsync(ids, false, Token);

        (await Features.PendingAsync("7", 1000, Token)).ShouldNotContain(ids[1]);
        (await Features.AllAsync(Token).ToListAsync(Token)).ShouldNotContain(p => p.Key == ids[0]);
        (await Features.GetAsync(ids[0], Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_analysis_of_an_unknown_track_is_let_go()
    {
        var unknown = TrackId.New(TimeProvider.System);

        await Features.SaveAsync(unknown, Whole("7"), Token);

        (await Features.GetAsync(unknown, Token)).ShouldBeNull();
    }

    private static TrackFeatures Whole(string version) => new()
    {
        AnalyserVersion = version,
        DurationSeconds = 100.25,
        TempoBpm = 123.4,
        TempoConfidence = 0.9,
        Beats = new[] { 0.5, 1.0, 1.5 },
        Downbeats = new[] { 0.5 },
        TimeSignature = "3/4",
        Key = new MusicalKey(6, KeyMode.Minor),
        KeyConfidence = 0.7,
        TempoChanges = new[] { new TempoChange(30, 140) },
        KeyChanges = new[] { new KeyChange(40, new MusicalKey(1, KeyMode.Major)) },
        Chords = new[] { new ChordSegment(0, 2, "F#m") },
        Segments = new[] { new Section(0, 10, "intro", 0.2) },
        Phrases = new[] { 0.5 },
        Emotion = new EmotionCurve(0.5, new byte[] { 0, 200, 255 }, new byte[] { 9, 8, 7 }),
        TuningCents = -12.5,
        LoudnessRangeLu = 7.25,
        MaxMomentaryLufs = -9.5,
        Fingerprint = new[] { 0u, 1u, uint.MaxValue, 0x80000000u },
        LoudnessLufs = -14.2,
        TruePeakDb = -1.1,
        Energy = 0.1,
        Danceability = 0.2,
        Valence = 0.3,
        Acousticness = 0.4,
        Instrumentalness = 0.5,
        Speechiness = 0.6,
        Liveness = 0.7,
        Brightness = 0.8,
        Genres = new[] { new LabelConfidence("rock", 0.9), new LabelConfidence("pop", 0.1) },
        Moods = new[] { new LabelConfidence("calm", 0.6) },
        Embedding = new[] { 0.6f, 0.8f },
        Waveform = new byte[] { 0, 128, 255 },
    };
}
