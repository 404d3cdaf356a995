using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Primitives;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class ChordTests
{
    // What Signals.Progression plays, one chord every two seconds; its last two are one.
    private static string[] Played(MusicalKey key)
    {
        (int Root, int Quality)[] degrees = key.Mode == KeyMode.Major ? [(0, 0), (9, 1), (5, 0), (7, 0), (0, 0)] : [(0, 1), (8, 0), (5, 1), (7, 0), (0, 1)];
        return [.. degrees.Select(d => ChordVocabulary.Label((12 * d.Quality) + ((key.Tonic + d.Root) % 12)))];
    }

    [Theory]
    [InlineData(0, KeyMode.Major, 0)]
    [InlineData(6, KeyMode.Major, 0)]
    [InlineData(9, KeyMode.Minor, 0)]
    [InlineData(3, KeyMode.Minor, 0)]
    [InlineData(2, KeyMode.Major, 40)]
    [InlineData(2, KeyMode.Major, -40)]
    [InlineData(7, KeyMode.Minor, 25)]
    [InlineData(11, KeyMode.Minor, -40)]
    public void A_cadence_tells_its_chords_in_any_tuning(int tonic, KeyMode mode, double cents)
    {
        var key = new MusicalKey(tonic, mode);

        var heard = Signals.Analyse(Signals.Progression(key, cents));

        // A dominant may well be heard with its seventh.
        var held = heard.Chords.Where(c => c.End - c.Start > 1 && c.Label != "N").ToArray();
        held.Select(c => c.Label.TrimEnd('7')).ShouldBe(Played(key));
        heard.Key.ShouldBe(key);
        for (var i = 1; i < held.Length; i++)
        {
            // Within a beat: what rings on under the next chord may be heard as either.
            held[i].Start.ShouldBe(2.0 * i, 0.55);
        }

        heard.TuningCents.ShouldBe(cents, 4);
    }

    [Fact]
    public void Chords_follow_one_another_without_gaps_and_change_on_beats()
    {
        var heard = Signals.Analyse(Signals.Bars(120, 4, 12));

        heard.Chords[0].Start.ShouldBe(0);
        heard.Chords[^1].End.ShouldBe(heard.DurationSeconds, 0.01);
        foreach (var (before, after) in heard.Chords.Zip(heard.Chords.Skip(1)))
        {
            after.Start.ShouldBe(before.End);
            after.Label.ShouldNotBe(before.Label);
            heard.Beats.Any(b => Math.Abs(b - after.Start) < 1e-3).ShouldBeTrue($"{after.Start} is no beat");
        }

        string[] roots = ["C", "F", "G", "D"];
        for (var bar = 0; bar < 12; bar++)
        {
            At(heard, 1.2 + (2 * bar)).ShouldBe(roots[bar % 4]);
        }
    }

    [Fact]
    public void Sevenths_and_suspensions_have_their_names()
    {
        (string Label, int[] Notes)[] played =
        [
            ("Dm7", [38, 57, 60, 62, 65]), ("G7", [43, 55, 59, 62, 65]), ("Cmaj7", [36, 55, 59, 60, 64]), ("Gsus4", [43, 55, 60, 62, 67]), ("G", [43, 55, 59, 62, 67]), ("C", [36, 55, 60, 64, 67]),
        ];
        var signal = Signals.Silence(2 * played.Length);
        for (var i = 0; i < played.Length; i++)
        {
            foreach (var note in played[i].Notes)
            {
                Signals.Note(signal, 2 * i, 1.95, note, 0.12);
            }
        }

        var heard = Signals.Analyse(signal);

        for (var i = 0; i < played.Length; i++)
        {
            At(heard, 1 + (2 * i)).ShouldBe(played[i].Label);
        }
    }

    [Fact]
    public void Noise_silence_and_drums_have_no_chords()
    {
        var drums = Signals.Silence(12);
        var random = new Random(3);
        for (var t = 0.1; t < 11.5; t += 0.5)
        {
            Signals.Burst(drums, t, 0.15, 0.4, 30, random);
            Signals.Burst(drums, t + 0.25, 0.05, 0.2, 90, random);
        }

        foreach (var signal in (float[][])[Signals.Noise(10), Signals.Silence(5), drums, [.. Enumerable.Repeat(0.4f, 5 * Signals.Rate)]])
        {
            var heard = Signals.Analyse(signal);
            heard.Chords.ShouldAllBe(c => c.Label == "N");
            (heard.Key is null || heard.KeyConfidence < 0.1).ShouldBeTrue();
        }
    }

    [Fact]
    public void One_sample_is_no_music()
    {
        var heard = Signals.Analyse([0.5f]);

        heard.Key.ShouldBeNull();
        heard.Chords.ShouldAllBe(c => c.Label == "N");
    }

    [Theory]
    [InlineData("C", 0)]
    [InlineData("C#m7", 49)]
    [InlineData("Bm7b5", 107)]
    [InlineData("Gbsus4", 78)]
    [InlineData("N", 108)]
    [InlineData("", -1)]
    [InlineData("H", -1)]
    [InlineData("Cadd9", -1)]
    public void Labels_are_read(string label, int chord) => ChordVocabulary.Parse(label).ShouldBe(chord);

    [Fact]
    public void What_is_written_can_be_read()
    {
        for (var chord = 0; chord < ChordVocabulary.Count; chord++)
        {
            ChordVocabulary.Parse(ChordVocabulary.Label(chord)).ShouldBe(chord);
        }
    }

    private static string At(TrackFeatures heard, double seconds) => heard.Chords.First(c => c.Start <= seconds && seconds < c.End).Label;
}
