using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Server.Tools;

namespace EchoTune.Server.Tests.Tools;

public sealed class SoundWordsTests
{
    private static readonly TrackFeatures Heard = new()
    {
        AnalyserVersion = "1", DurationSeconds = 200, TempoBpm = 120, TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1,
    };

    [Fact]
    public void The_run_of_chords_that_comes_most_is_named()
    {
        SoundWords.Progression(Chords("C G Am F C G Am F Dm G C G Am F")).ShouldBe(["C", "G", "Am", "F"]);
        SoundWords.Progression(Chords("N Am G Am G Am G N")).ShouldBe(["Am", "G"]);
        SoundWords.Progression(Chords("C C7 F")).ShouldBe(["C", "C7", "F"]);
        SoundWords.Progression([]).ShouldBeEmpty();
        SoundWords.Progression(Chords("N N")).ShouldBeEmpty();
    }

    [Fact]
    public void Harmony_and_form_are_told_in_sentences_and_left_out_where_nothing_is_known()
    {
        SoundWords.Harmony(Heard).ShouldBeNull();
        SoundWords.Form(Heard).ShouldBeNull();
        var full = Heard with
        {
            Chords = Chords("C G Am F C G Am F C G Am F"), KeyChanges = [new KeyChange(130, new MusicalKey(2, KeyMode.Major))],
            TempoChanges = [new TempoChange(61.5, 98.7)], TuningCents = -23,
            Segments = [new Section(0, 16, "intro", 0.3), new Section(16, 200, "verse", 0.5)],
        };

        SoundWords.Harmony(full).ShouldBe("The chords go mostly C–G–Am–F, the key changes to D major at 2:10, the tempo changes to 99 BPM at 1:01, and it is tuned 23 cents flat.");
        SoundWords.Harmony(Heard with { TuningCents = 12 }).ShouldBe("It is tuned 12 cents sharp.");
        SoundWords.Form(full).ShouldBe("Its form: intro (0:00), verse (0:16).");
    }

    [Fact]
    public void Sureness_mixing_keys_and_labels_are_told()
    {
        SoundWords.Sure(0.87).ShouldBe("87 % sure");
        SoundWords.Sure(0.31).ShouldBe("only 31 % sure");
        SoundWords.Mixing(Heard).ShouldBeNull();
        SoundWords.Mixing(Heard with { Key = new MusicalKey(9, KeyMode.Minor) }).ShouldBe("It mixes with E minor (9A), D minor (7A), C major (8B).");
        SoundWords.Labels(Heard).ShouldBeNull();
        SoundWords.Labels(Heard with { Genres = [new LabelConfidence("house", 0.62)], Moods = [new LabelConfidence("calm", 0.5)] }).ShouldBe("In the sound I hear house 62 %, calm 50 %.");
    }

    private static ChordSegment[] Chords(string labels) => [.. labels.Split(' ').Select((label, i) => new ChordSegment(2 * i, (2 * i) + 2, label))];
}
