using System.Security.Claims;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Features.Tracks;

/// <summary>The words of a track.</summary>
public sealed record LyricsDto(string Text);

/// <summary>Tracks, what is known of their sound, and what a listener thinks of them.</summary>
internal static class TrackEndpoints
{
    public static IEndpointRouteBuilder MapTrackEndpoints(this IEndpointRouteBuilder api)
    {
        var tracks = api.MapGroup("/tracks").WithTags("tracks").RequireAuthorization(Policies.Listener);
        tracks.MapGet("/", ListAsync).WithName("listTracks");
        tracks.MapGet("/{id:guid}", GetAsync).WithName("getTrack").MayMiss();
        tracks.MapGet("/{id:guid}/features", FeaturesAsync).WithName("getTrackFeatures").MayMiss();
        tracks.MapGet("/{id:guid}/hearing", HearingAsync).WithName("getHearing").MayMiss();
        tracks.MapGet("/{id:guid}/similar", SimilarAsync).WithName("listSimilarTracks").MayMiss();
        tracks.MapGet("/{id:guid}/duplicates", DuplicatesAsync).WithName("listDuplicates").MayMiss();
        tracks.MapGet("/{id:guid}/explanation", ExplainAsync).WithName("explainTrack").MayMiss();
        tracks.MapGet("/{id:guid}/lyrics", LyricsAsync).WithName("getLyrics").MayMiss();
        tracks.MapRatings("Track", RatingTarget.Track);
        tracks.MapPut("/{id:guid}/saved", (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) => SaveAsync(id, true, user, ratings, ct))
            .WithName("saveTrack").MayMiss();
        tracks.MapDelete("/{id:guid}/saved", (Guid id, ClaimsPrincipal user, Ratings ratings, CancellationToken ct) => SaveAsync(id, false, user, ratings, ct))
            .WithName("unsaveTrack").MayMiss();
        tracks.MapStream();
        return api;
    }

    /// <summary>The track, or the problem that there is none.</summary>
    /// <exception cref="EchoTuneException">not_found.</exception>
    public static async Task<Track> RequireAsync(this ITrackStore store, Guid id, CancellationToken cancellationToken) =>
        await store.GetAsync(new TrackId(id), cancellationToken)
        ?? throw new EchoTuneException(ErrorCodes.NotFound, "There is no such track in the library.");

    private static async Task<PageDto<TrackDto>> ListAsync(
        [AsParameters] TrackListQuery query, ClaimsPrincipal user, ITrackStore store, TrackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var page = await store.QueryAsync(query.ToTrackQuery(listener), ct);
        return new PageDto<TrackDto>(await presenter.PresentAsync(listener, page.Items, ct), page.NextCursor);
    }

    private static async Task<TrackDto> GetAsync(Guid id, ClaimsPrincipal user, ITrackStore store, TrackPresenter presenter, CancellationToken ct) =>
        await presenter.PresentAsync(user.ListenerId(), await store.RequireAsync(id, ct), ct);

    private static async Task<TrackFeaturesDto> FeaturesAsync(Guid id, ITrackStore store, IFeatureStore features, CancellationToken ct)
    {
        await store.RequireAsync(id, ct);
        return await features.GetAsync(new TrackId(id), ct) is { } found
            ? Present(id, found)
            : throw new EchoTuneException(ErrorCodes.NotFound, "This track is not analysed yet. Ask again in a while.");
    }

    private static async Task<HearingDto> HearingAsync(Guid id, ITrackStore store, IFeatureStore features, HearingBoard board, CancellationToken ct)
    {
        var track = new TrackId(id);
        await store.RequireAsync(id, ct);
        // Followed before it is looked whether it is heard: what is stored in between is told then.
        var hearing = board.Follow(track);
        return HearingPresenter.Present(hearing.State != HearingState.Listening && await features.GetAsync(track, ct) is not null ? new Hearing(track, HearingState.Heard) : hearing);
    }

    private static async Task<ItemsDto<SimilarTrackDto>> SimilarAsync(
        Guid id, int? limit, ClaimsPrincipal user, ITrackStore store, IRecommender recommender, TrackPresenter presenter, CancellationToken ct)
    {
        var most = Paging.Limit(limit, 12, 100);
        await store.RequireAsync(id, ct);
        var similar = await recommender.SimilarAsync(new TrackId(id), most, ct);
        var presented = await presenter.PresentAsync(user.ListenerId(), [.. similar.Select(neighbour => neighbour.Track)], ct);
        return new ItemsDto<SimilarTrackDto>([.. similar.Select((neighbour, i) => new SimilarTrackDto(presented[i], neighbour.Similarity, neighbour.Reason))]);
    }

    private static async Task<ItemsDto<DuplicateDto>> DuplicatesAsync(
        Guid id, ClaimsPrincipal user, ITrackStore store, DuplicateFinder finder, TrackPresenter presenter, CancellationToken ct)
    {
        await store.RequireAsync(id, ct);
        var found = await finder.OfAsync(new TrackId(id), ct);
        var presented = await presenter.PresentAsync(user.ListenerId(), [.. found.Select(duplicate => duplicate.Track)], ct);
        return new ItemsDto<DuplicateDto>([.. found.Select((duplicate, i) => new DuplicateDto(presented[i], duplicate.Similarity))]);
    }

    private static async Task<ExplanationDto> ExplainAsync(
        Guid id, ClaimsPrincipal user, ITrackStore store, IRecommender recommender, TrackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        await store.RequireAsync(id, ct);
        var explanation = await recommender.ExplainAsync(listener, new TrackId(id), ct);
        var presented = await presenter.PresentAsync(listener, [explanation.Track, .. explanation.BecauseOf], ct);
        return new ExplanationDto(presented[0], explanation.Sentence, explanation.Strategies, [.. presented.Skip(1)], explanation.Facts);
    }

    private static async Task<LyricsDto> LyricsAsync(Guid id, ITrackStore store, CancellationToken ct) =>
        (await store.RequireAsync(id, ct)).Lyrics is { Length: > 0 } text
            ? new LyricsDto(text)
            : throw new EchoTuneException(ErrorCodes.NotFound, "The file of this track holds no lyrics.");

    private static async Task<Microsoft.AspNetCore.Http.HttpResults.NoContent> SaveAsync(Guid id, bool saved, ClaimsPrincipal user, Ratings ratings, CancellationToken ct)
    {
        await ratings.SetSavedAsync(user.ListenerId(), new TrackId(id), saved, ct);
        return TypedResults.NoContent();
    }

    private static TrackFeaturesDto Present(Guid id, TrackFeatures features) => new()
    {
        TrackId = id,
        AnalyserVersion = features.AnalyserVersion,
        DurationSeconds = features.DurationSeconds,
        TempoBpm = features.TempoBpm,
        TempoConfidence = features.TempoConfidence,
        Beats = features.Beats,
        Downbeats = features.Downbeats,
        TimeSignature = features.TimeSignature,
        Key = features.Key?.ToString(),
        Camelot = features.Key?.Camelot,
        KeyConfidence = features.KeyConfidence,
        TuningCents = features.TuningCents,
        TempoChanges = features.TempoChanges,
        KeyChanges = [.. features.KeyChanges.Select(change => new KeyChangeDto(change.AtSeconds, change.Key.ToString(), change.Key.Camelot))],
        Chords = features.Chords,
        Segments = features.Segments,
        Phrases = features.Phrases,
        Emotion = features.Emotion.Energy.Count == 0
            ? null : new EmotionDto(features.Emotion.StepSeconds, [.. features.Emotion.Energy.Select(level => (int)level)], [.. features.Emotion.Valence.Select(level => (int)level)]),
        LoudnessRangeLu = features.LoudnessRangeLu,
        MaxMomentaryLufs = features.MaxMomentaryLufs,
        ReplayGainDb = features.ReplayGainDb,
        HeardGenres = features.Genres,
        HeardMoods = features.Moods,
        LoudnessLufs = features.LoudnessLufs,
        TruePeakDb = features.TruePeakDb,
        Energy = features.Energy,
        Danceability = features.Danceability,
        Valence = features.Valence,
        Acousticness = features.Acousticness,
        Instrumentalness = features.Instrumentalness,
        Speechiness = features.Speechiness,
        Liveness = features.Liveness,
        Brightness = features.Brightness,
        Waveform = [.. features.Waveform.Select(level => (int)level)],
    };
}
