using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Requests;

/// <summary>The genres that a track counts for when music is chosen.</summary>
internal static class TrackGenres
{
    private const double SurelyHeard = 0.5;

    /// <summary>Tags lead; where they name no genre, what was surely heard in the sound stands in for them.</summary>
    /// <param name="track">The track.</param>
    /// <param name="heard">Its analysis; null before there is one.</param>
    public static IEnumerable<string> Of(Track track, TrackFeatures? heard) =>
        track.Genres.Count > 0 || heard is null ? track.Genres : heard.Genres.Where(genre => genre.Confidence >= SurelyHeard).Select(genre => genre.Name);
}
