using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>What sounds in each stretch of a grid.</summary>
/// <param name="Notes">For each stretch the mean strength of each note, 0–1.</param>
/// <param name="Classes">For each stretch the strength of each pitch class, C first.</param>
/// <param name="Presence">For each stretch how much it sounds, 0–1.</param>
internal sealed record ChordStretches(float[][] Notes, float[][] Classes, float[] Presence)
{
    /// <summary>Gathers the frames of each stretch; those at its edges, which hear its neighbours too, count less.</summary>
    public static ChordStretches Of(NoteFrames frames, ChordGrid grid)
    {
        const double margin = 1.0; // frames
        var notes = new float[grid.Count][];
        var classes = new float[grid.Count][];
        var presence = new float[grid.Count];
        for (var s = 0; s < grid.Count; s++)
        {
            var row = notes[s] = new float[NoteFrames.Notes];
            double from = grid.Bounds[s] * FrameFormat.TonalFramesPerSecond, to = grid.Bounds[s + 1] * FrameFormat.TonalFramesPerSecond;
            int first = Math.Max(0, (int)Math.Ceiling(from - 0.5)), last = Math.Min(frames.Count - 1, (int)Math.Floor(to + 0.5));
            var total = 0f;
            for (var f = first; f <= last; f++)
            {
                var weight = (float)Math.Clamp((Math.Min(f - from, to - f) + 0.6) / margin, 0.05, 1);
                total += weight;
                presence[s] += weight * frames.Presence(f);
                var sounding = frames[f];
                for (var n = 0; n < row.Length; n++)
                {
                    row[n] += weight * sounding[n];
                }
            }

            classes[s] = new float[12];
            if (total > 0)
            {
                presence[s] /= total;
                for (var n = 0; n < row.Length; n++)
                {
                    row[n] /= 255 * total;
                    classes[s][(n + NoteFrames.Lowest) % 12] += row[n];
                }
            }
        }

        return new ChordStretches(notes, classes, presence);
    }
}
