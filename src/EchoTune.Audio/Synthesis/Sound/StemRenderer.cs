using System.Numerics.Tensors;
using EchoTune.Audio.Separation;
using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Renders a piece stem by stem, the lead sung: mixtures whose parts are known, to measure separation with.</summary>
internal static class StemRenderer
{
    /// <summary>Renders a piece.</summary>
    /// <param name="score">What to play; worn tape and narrow recordings are left out, so that the stems add up.</param>
    /// <returns>The mixture, interleaved stereo before any master, and its stems as long.</returns>
    public static (float[] Mixture, Dictionary<Stem, float[]> Truth) Render(PieceScore score)
    {
        var sung = score with
        {
            Worn = 0, Bandwidth = 0,
            Parts = [.. score.Parts.Select(p => p.Layer == Layer.Lead ? p with { Patch = Patches.Voice, Pan = 0 } : p)],
        };
        // Drums that nobody hears still duck what they duck.
        var mute = sung with { DrumsGainDb = -300 };
        var truth = new Dictionary<Stem, float[]>
        {
            [Stem.Drums] = Interleaved(sung with { Parts = [] }),
            [Stem.Bass] = Interleaved(mute with { Parts = [.. sung.Parts.Where(p => p.Layer == Layer.Bass)] }),
            [Stem.Vocals] = Interleaved(mute with { Parts = [.. sung.Parts.Where(p => p.Layer == Layer.Lead)] }),
            [Stem.Other] = Interleaved(mute with { Parts = [.. sung.Parts.Where(p => p.Layer is not (Layer.Bass or Layer.Lead))] }),
        };
        var mixture = new float[truth[Stem.Drums].Length];
        foreach (var stem in truth.Values)
        {
            TensorPrimitives.Add<float>(mixture, stem, mixture);
        }

        return (mixture, truth);
    }

    private static float[] Interleaved(PieceScore score)
    {
        var (left, right) = ScoreRenderer.Mix(score, CancellationToken.None);
        var result = new float[2 * left.Length];
        for (var i = 0; i < left.Length; i++)
        {
            (result[2 * i], result[(2 * i) + 1]) = (left[i], right[i]);
        }

        return result;
    }
}
