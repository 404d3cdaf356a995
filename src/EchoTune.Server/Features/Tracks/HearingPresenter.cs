using EchoTune.Catalog.Library;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Tracks;

/// <summary>Turns an analysis on its way into what pages show of it.</summary>
internal static class HearingPresenter
{
    private const int MostChords = 24;

    /// <summary>Presents it; of the chords, the latest.</summary>
    public static HearingDto Present(Hearing hearing) => new()
    {
        TrackId = hearing.Track.Value,
        State = hearing.State.ToString().ToLowerInvariant(),
        HeardSeconds = hearing.HeardSeconds,
        DurationSeconds = hearing.Seconds,
        Problem = hearing.Problem,
        SoFar = hearing.SoFar is not { } known ? null : new SoFarDto(
            known.UnderstoodSeconds, known.TempoBpm, known.TempoConfidence, known.TimeSignature, known.Key?.ToString(), known.Key?.Camelot, known.KeyConfidence, known.LoudnessLufs,
            [.. known.Chords.Skip(Math.Max(0, known.Chords.Count - MostChords))]),
    };
}
