using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Requests;

/// <summary>How well a track sounds like a mood or an activity.</summary>
internal static class SoundFit
{
    private const float Unknown = 0.3f;

    /// <summary>
    /// 0–1: a Lorentzian around each target; half of it on the library's own scale, so that a calm library still has its liveliest
    /// tracks. A guess from tags lies between the fit of its figures and that of an unknown track.
    /// </summary>
    public static float Of(ModelSnapshot model, int track, Sound sound) => Of(model, track, sound, 0.5f);

    /// <summary>The same without a look at the rest of the library: whether one may say that it fits.</summary>
    public static float Plainly(ModelSnapshot model, int track, Sound sound) => Of(model, track, sound, 0);

    private static float Of(ModelSnapshot model, int track, Sound sound, float relative)
    {
        var certainty = model.Certainty(track);
        if (certainty <= 0)
        {
            return Unknown;
        }

        var (sum, weights) = (0f, 0f);
        foreach (var target in sound.Targets)
        {
            var d = ((1 - relative) * model.Value(track, target.Feature)) + (relative * model.Rank(track, target.Feature)) - target.At;
            sum += target.Weight / (1 + (d * d * 12));
            weights += target.Weight;
        }

        if (sound.Tempo is { } tempo && model.Tempo(track) is > 0 and var bpm)
        {
            var off = Math.Min(Off(bpm), Off(bpm * 2) + (tempo.Min >= 140 ? 0.02f : 1));
            sum += 1.5f / (1 + (off * off * 60));
            weights += 1.5f;
            float Off(float value) => value < tempo.Min ? (tempo.Min - value) / tempo.Min : value > tempo.Max ? (value - tempo.Max) / tempo.Max : 0;
        }

        return Unknown + (((sum / weights) - Unknown) * (0.5f + (0.5f * certainty)));
    }
}
