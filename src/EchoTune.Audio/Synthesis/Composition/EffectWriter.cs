using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays risers: one long swelling note that ends where the next section begins.</summary>
internal static class EffectWriter
{
    public static List<ScoreNote> Write(Ensemble ensemble)
    {
        var random = ensemble.Random("effect");
        var notes = new List<ScoreNote>();
        foreach (var section in ensemble.Plan.Sections.Where(s => s.Has('r')))
        {
            var bars = Math.Min(4, section.Bars);
            var start = (section.StartBar + section.Bars - bars) * ensemble.BeatsPerBar;
            var pitch = 60 + section.Key.Tonic;
            notes.Add(ensemble.Note(start, bars * ensemble.BeatsPerBar, pitch, 0.7, random, 0));
        }

        return notes;
    }
}
