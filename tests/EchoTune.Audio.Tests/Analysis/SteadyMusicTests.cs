using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>Music on a machine's clock whose loudest notes are off the beat, or that pauses: the grid neither moves nor slips.</summary>
public sealed class SteadyMusicTests
{
    private const double Start = 0.2;

    [Theory]
    [InlineData(124)]
    [InlineData(132)]
    [InlineData(138)]
    public void A_bass_off_the_beat_that_is_louder_than_the_bass_drum_does_not_draw_the_grid(double bpm) =>
        ShouldLieOnTheBeat(bpm, Parts(bpm, 20, 16, _ => new("x...x...x...x...", "....x.......x...", "..x...x...x...x.", "..x...x...x...x.", 0.45)));

    [Theory]
    [InlineData(165)]
    [InlineData(170)]
    [InlineData(174)]
    public void A_breakbeat_is_counted_at_its_tempo(double bpm) =>
        ShouldLieOnTheBeat(bpm, Parts(bpm, 32, 16, _ => new("x.........x.....", "....x..o.o..x..o", "x.x.x.x.x.x.x.x.", "x.........x.....", 0.3)));

    [Theory]
    [InlineData(110)]
    [InlineData(126)]
    [InlineData(140)]
    public void A_break_of_syncopated_chords_keeps_the_grid(double bpm) =>
        ShouldLieOnTheBeat(bpm, Parts(bpm, 36, 16, bar => bar is >= 12 and < 24
            ? new("................", "................", "................", "...x..x..x...x..", 0.35)
            : new("x...x...x...x...", "....x.......x...", "x.x.x.x.x.x.x.x.", "x.......x.......", 0.3)));

    [Theory]
    [InlineData(96)]
    [InlineData(118)]
    public void A_syncopated_bass_keeps_the_grid(double bpm) =>
        ShouldLieOnTheBeat(bpm, Parts(bpm, 20, 16, _ => new("x.........x.....", "....x.......x...", "x...x...x...x...", "x..x..x...x..x..", 0.3)));

    [Theory]
    [InlineData(126)]
    [InlineData(134)]
    public void Triplets_are_not_counted_as_beats_of_two_thirds(double bpm) =>
        ShouldLieOnTheBeat(bpm, Parts(bpm, 24, 12, _ => new("x.....x.....", "...x.....x..", "x.xx.xx.xx.x", "x.xx.xx.xx.x", 0.3)));

    // What is played in a bar: an x begins a note.
    private sealed record Bar(string Kick, string Snare, string Hat, string Bass, double BassLevel);

    private static void ShouldLieOnTheBeat(double bpm, float[] music)
    {
        var features = Signals.Analyse(music);

        features.TempoBpm.ShouldBe(bpm, 0.005 * bpm);
        features.TempoChanges.ShouldBeEmpty();
        var inside = features.Beats.Where(b => b > 3).ToArray();
        inside.Average(b => Math.Abs(((b - Start) * bpm / 60) - Math.Round((b - Start) * bpm / 60)) < 0.1 ? 1.0 : 0).ShouldBeGreaterThan(0.97);
    }

    private static float[] Parts(double bpm, int bars, int steps, Func<int, Bar> play)
    {
        var step = 240 / bpm / steps;
        var signal = Signals.Silence((bars * steps * step) + 0.5);
        var random = new Random(9);
        int[] roots = [33, 41, 36, 43];
        for (var i = 0; i < bars * steps; i++)
        {
            var (bar, place, at) = (play(i / steps), i % steps, Start + (i * step));
            if (bar.Kick[place] == 'x')
            {
                Signals.Tone(signal, at, 0.2, 55, 0.4, decay: 18);
                Signals.Burst(signal, at, 0.01, 0.2, 300, random);
            }

            if (bar.Snare[place] != '.')
            {
                // An o is a ghost note.
                var level = bar.Snare[place] == 'x' ? 1 : 0.2;
                Signals.Burst(signal, at, 0.12, 0.3 * level, 30, random);
                Signals.Tone(signal, at, 0.1, 190, 0.25 * level, decay: 30);
            }

            if (bar.Hat[place] == 'x')
            {
                Signals.Burst(signal, at, 0.03, 0.15, 120, random);
            }

            if (bar.Bass[place] == 'x')
            {
                Signals.Note(signal, at, 1.8 * step, roots[i / steps % roots.Length], bar.BassLevel);
            }

            if (place == 0)
            {
                foreach (var degree in (int[])[24, 28, 31])
                {
                    Signals.Note(signal, at, 0.95 * steps * step, roots[i / steps % roots.Length] + degree, 0.04);
                }
            }
        }

        return signal;
    }
}
