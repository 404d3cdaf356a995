namespace EchoTune.Audio.Analysis.Structure;

/// <summary>A layer of a few hidden units from cues to the odds of a boundary; its weights were trained on practice music.</summary>
internal static class BoundaryNet
{
    /// <summary>Hidden units.</summary>
    public const int Hidden = 8;

    /// <summary>Numbers that it is made of: mean and deviation of each cue, then each unit's weights and bias, then the output's.</summary>
    public const int Size = (2 * BoundaryCues.Width) + (Hidden * (BoundaryCues.Width + 1)) + Hidden + 1;

    /// <summary>Logarithm of the odds.</summary>
    public static float Odds(ReadOnlySpan<float> cues) => Odds(StructureWeights.Boundary, cues);

    internal static float Odds(ReadOnlySpan<float> weights, ReadOnlySpan<float> cues)
    {
        const int width = BoundaryCues.Width;
        Span<float> z = stackalloc float[width];
        for (var i = 0; i < width; i++)
        {
            z[i] = Math.Clamp((cues[i] - weights[i]) / weights[width + i], -5, 5);
        }

        var at = 2 * width;
        var output = weights[^1];
        for (var h = 0; h < Hidden; h++)
        {
            var sum = weights[at + width];
            for (var i = 0; i < width; i++)
            {
                sum += weights[at + i] * z[i];
            }

            output += weights[(2 * width) + (Hidden * (width + 1)) + h] * MathF.Tanh(sum);
            at += width + 1;
        }

        return output;
    }
}
