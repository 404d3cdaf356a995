using System.Reflection;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Tests.Synthesis.Sound;

internal static class Scores
{
    public static IReadOnlyList<Patch> AllPatches { get; } =
        [.. typeof(Patches).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == typeof(Patch)).Select(p => (Patch)p.GetValue(null)!)];

    /// <summary>Four bars of a minor progression again and again, with pad, keys, bass, lead and a beat.</summary>
    public static PieceScore Song(double seconds = 8, KitKind kit = KitKind.Electronic, ulong seed = 7, Patch? lead = null)
    {
        const double beat = 0.5;
        int[][] chords = [[57, 60, 64, 67], [53, 57, 60, 64], [60, 64, 67, 71], [55, 59, 62, 65]];
        var (pad, keys, bass, melody, drums) = (new List<ScoreNote>(), new List<ScoreNote>(), new List<ScoreNote>(), new List<ScoreNote>(), new List<DrumHit>());
        var end = seconds - 2;
        for (var b = 0; b * beat < end; b++)
        {
            var chord = chords[b / 4 % 4];
            var at = b * beat;
            if (b % 4 == 0)
            {
                pad.AddRange(chord.Select(p => new ScoreNote(at, 4 * beat, p, 0.6f)));
            }

            keys.AddRange(chord.Select(p => new ScoreNote(at + (beat / 2), 0.2, p + 12, 0.7f)));
            bass.Add(new ScoreNote(at, 0.4, chord[0] - 24, 0.8f));
            melody.Add(new ScoreNote(at, 0.45, chord[b * 3 % 4] + 12 + (b % 3 == 0 ? 12 : 0), 0.75f));
            drums.Add(new DrumHit(at, b % 2 == 0 ? Drum.Kick : Drum.Snare, 0.9f));
            drums.Add(new DrumHit(at, Drum.ClosedHat, 0.7f));
            drums.Add(new DrumHit(at + (beat / 2), b % 4 == 3 ? Drum.OpenHat : Drum.ClosedHat, 0.5f));
        }

        return new PieceScore
        {
            DurationSeconds = seconds, TempoBpm = 120, Seed = seed, Kit = kit, Sidechain = 0.4, Drums = drums,
            Parts =
            [
                new(Layer.Pad, Patches.WarmPad, 0, 0, pad), new(Layer.Comp, Patches.ElectricPiano, -0.2f, 0, keys),
                new(Layer.Bass, Patches.FingerBass, 0, 0, bass), new(Layer.Lead, lead ?? Patches.SawLead, 0.1f, 0, melody),
            ],
        };
    }

    /// <summary>One note of a patch and nothing else.</summary>
    public static PieceScore Single(Patch patch, int pitch, double length = 1.5, double seconds = 3) => new()
    {
        DurationSeconds = seconds, TempoBpm = 120, Seed = 3, Drums = [], Wet = 0, Parts = [new(Layer.Lead, patch with { DelaySend = 0 }, 0, 0, [new ScoreNote(0.1, length, pitch, 0.8f)])],
    };
}
