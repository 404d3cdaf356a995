using EchoTune.Audio.Analysis.Tonal;

namespace EchoTune.Audio.Training;

/// <summary>
/// How well each chord explains what sounds, by rule: notes are first freed of the partials of deeper notes (non-negative
/// factors, after Mauch and Dixon 2010), folded to pitch classes of the treble and the bass, and compared with what each chord
/// leads one to expect.
/// </summary>
internal static class ChordTemplates
{
    private const int Sweeps = 15;
    private const float Decay = 0.7f;

    // Semitones of the partials of a tone.
    private static readonly int[] Partials = [0, 12, 19, 24, 28, 31, 34, 36];

    public static float[][] Score(ChordStretches stretches)
    {
        var scores = new float[stretches.Notes.Length][];
        var classes = new float[24];
        for (var s = 0; s < scores.Length; s++)
        {
            Fold(Explain(stretches.Notes[s]), classes);
            scores[s] = Score(classes, stretches.Presence[s]);
        }

        return scores;
    }

    // Which notes, each with its partials, explain what sounds: multiplicative updates of non-negative least squares.
    private static float[] Explain(float[] heard)
    {
        var notes = heard.ToArray();
        var model = new float[heard.Length];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Array.Clear(model);
            for (var n = 0; n < notes.Length; n++)
            {
                var share = notes[n];
                foreach (var p in Partials)
                {
                    if (n + p >= model.Length)
                    {
                        break;
                    }

                    model[n + p] += share;
                    share *= Decay;
                }
            }

            for (var n = 0; n < notes.Length; n++)
            {
                float up = 0, down = 1e-6f, share = 1;
                foreach (var p in Partials)
                {
                    if (n + p >= model.Length)
                    {
                        break;
                    }

                    up += share * heard[n + p];
                    down += share * model[n + p];
                    share *= Decay;
                }

                notes[n] *= up / down;
            }
        }

        return notes;
    }

    // Treble around C5, bass below G3, overlapping.
    private static void Fold(float[] notes, float[] classes)
    {
        Array.Clear(classes);
        for (var n = 0; n < notes.Length; n++)
        {
            var midi = n + NoteFrames.Lowest;
            var treble = Math.Clamp((midi - 42) / 12f, 0, 1) * Math.Clamp((100 - midi) / 24f, 0, 1);
            var bass = Math.Clamp((58 - midi) / 12f, 0, 1);
            classes[midi % 12] += treble * notes[n];
            classes[12 + (midi % 12)] += bass * notes[n];
        }
    }

    private static float[] Score(float[] classes, float presence)
    {
        float treble = 0, bass = 0;
        for (var c = 0; c < 12; c++)
        {
            treble += classes[c];
            bass += classes[12 + c];
        }

        var scores = new float[ChordVocabulary.Count];
        for (var q = 0; q < ChordVocabulary.Qualities; q++)
        {
            for (var r = 0; r < 12; r++)
            {
                float t = 0, b = 0;
                for (var c = 0; c < 12; c++)
                {
                    t += classes[(r + c) % 12] * LogTreble[q][c];
                    b += classes[12 + ((r + c) % 12)] * LogBass[q][c];
                }

                scores[(12 * q) + r] = (treble > 0 ? TrebleWeight * t / treble : 0) + (bass > 0 ? BassWeight * b / bass : 0);
            }
        }

        // Nothing that sounds, or all classes alike: no chord.
        scores[ChordVocabulary.None] = (treble > 0 ? TrebleWeight * MathF.Log(1 / 12f) : 0) + (bass > 0 ? BassWeight * MathF.Log(1 / 12f) : 0) + (12 * (0.35f - Math.Min(0.35f, presence)));
        return scores;
    }

    private const float TrebleWeight = 8;
    private const float BassWeight = 1.5f;
    private const float Stray = 0.25f;
    private static readonly float[][] LogTreble = [.. Enumerable.Range(0, ChordVocabulary.Qualities).Select(q => Log(q, false))];
    private static readonly float[][] LogBass = [.. Enumerable.Range(0, ChordVocabulary.Qualities).Select(q => Log(q, true))];

    private static float[] Log(int quality, bool isBass)
    {
        var shares = new float[12];
        var tones = ChordVocabulary.Tones(quality);
        Array.Fill(shares, Stray / (12 - tones.Length));
        float[] importance = isBass ? [6, 1.2f, 1.5f, 0.6f] : [1, 1, 0.9f, 0.65f];
        var sum = importance.Take(tones.Length).Sum();
        for (var i = 0; i < tones.Length; i++)
        {
            shares[tones[i]] = (1 - Stray) * importance[i] / sum;
        }

        return Array.ConvertAll(shares, MathF.Log);
    }
}
