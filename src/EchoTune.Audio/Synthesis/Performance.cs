using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis;

/// <summary>From a plan to samples: the composer writes the notes, the renderer plays them.</summary>
internal static class Performance
{
    public static float[] Render(PiecePlan plan, CancellationToken cancellationToken) =>
        ScoreRenderer.Render(Composer.Compose(plan), cancellationToken);
}
