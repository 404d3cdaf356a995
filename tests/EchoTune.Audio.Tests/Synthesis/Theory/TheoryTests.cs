using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Theory;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Theory;

public sealed class TheoryTests
{
    [Fact]
    public void Roman_numerals_are_read_in_their_key()
    {
        var steps = Progression.Parse("I vi7:2 IV:.5 V7:.5 bVII iih", new MusicalKey(2, KeyMode.Major));

        steps.Select(s => s.Chord.Label).ShouldBe(["D", "Bm7", "G", "A7", "C", "Em7b5"]);
        steps.Select(s => s.Bars).ShouldBe([1, 2, 0.5, 0.5, 1, 1]);
        Progression.Parse("i VI VII v viidim", new MusicalKey(9, KeyMode.Minor)).Select(s => s.Chord.Label).ShouldBe(["Am", "F", "G", "Em", "Gdim"]);
        Should.Throw<FormatException>(() => Progression.Parse("I H", new MusicalKey(0, KeyMode.Major)));
        Should.Throw<FormatException>(() => Progression.Parse("Isus", new MusicalKey(0, KeyMode.Major)));
    }

    [Fact]
    public void A_voicing_holds_only_chord_tones_and_moves_little()
    {
        var voicing = new Voicing(60, 4);
        var chords = Progression.Parse("Imaj7 vi7 ii7 V7 iii7 VI7 IV iv I", new MusicalKey(5, KeyMode.Major));
        int[]? before = null;
        foreach (var step in chords)
        {
            var notes = voicing.Next(step.Chord);

            notes.Length.ShouldBe(4);
            notes.ShouldBeInOrder();
            notes.ShouldAllBe(n => step.Chord.Contains(n) && n > 44 && n < 76);
            if (before is not null)
            {
                notes.Zip(before, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThanOrEqualTo(3.5);
            }

            before = notes;
        }
    }

    [Fact]
    public void A_scale_holds_the_tones_of_its_chord_and_steps_inside_itself()
    {
        var key = new MusicalKey(9, KeyMode.Minor);
        var dominant = new Chord(4, ChordQuality.Dominant7);
        var scale = Scale.For(key, dominant, ScaleKind.Diatonic);

        scale.Contains(68).ShouldBeTrue("the leading note belongs to the dominant");
        scale.Contains(67).ShouldBeFalse("and replaces the natural seventh");
        scale.Step(69, -1).ShouldBe(68);
        scale.Step(69, 2).ShouldBe(72);
        Scale.NearestChordTone(67, dominant).ShouldBe(68);
        Scale.NearestChordTone(65, dominant).ShouldBe(64);
    }
}
