using EchoTune.Audio.Analysis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>A new version of an analyser makes that one listen again, with those that it works with, and no other.</summary>
public sealed class RecomputationTests
{
    private static readonly float[] Music = Signals.Stereo([.. Signals.Dance(124, 10), .. Signals.Bars(124, 4, 6)]);
    private static readonly TrackFeatures Whole = Signals.AnalyseStereo(Music);

    public static TheoryData<string> Names => [.. AnalysisPipeline.All.Select(create => create().Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_analyser_says_what_it_needs_and_keeps_what_it_had(string name)
    {
        var analyser = AnalysisPipeline.All.Select(create => create()).Single(a => a.Name == name);
        if (name != "waveform")
        {
            analyser.Needs.ShouldNotBeNull($"declare what {name} reads of others (IAnalyser.Needs), or a new version of anything makes everything listen again");
            analyser.TryKeep(Whole, new FeatureDraft { DurationSeconds = Whole.DurationSeconds }).ShouldBeTrue($"have {name} copy its own fields of the earlier answer (IAnalyser.TryKeep)");
        }

        var before = AnalysisPipeline.All.Select(create => create().Name).TakeWhile(n => n != name);
        (analyser.Needs ?? []).Concat(analyser.Reads).Except(before).ShouldBeEmpty("it can only read what was written before it");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_version_of_one_analyser_ends_in_the_answer_of_a_whole_run(string name)
    {
        var (found, spectra) = Again(Music, Before(name));

        Json(found).ShouldBe(Json(Whole));
        spectra.ShouldBeLessThanOrEqualTo(Again(Music, null).Spectra);
    }

    [Fact]
    public void A_new_measure_of_loudness_needs_no_spectrum()
    {
        var wrong = Before("loudness") with { LoudnessLufs = -3, TruePeakDb = 2, Energy = 0.1234 };

        var (found, spectra) = Again(Music, wrong);

        spectra.ShouldBe(0, "spectra are nearly all of the cost of listening");
        found.LoudnessLufs.ShouldBe(Whole.LoudnessLufs, "what changed is measured anew");
        found.TruePeakDb.ShouldBe(Whole.TruePeakDb);
        found.Energy.ShouldBe(0.1234, "what did not change is kept");
        found.Beats.ShouldBe(Whole.Beats);
    }

    [Fact]
    public void What_builds_on_a_new_version_is_worked_out_anew()
    {
        var wrong = Before("tonal") with { Key = null, KeyConfidence = 0, TempoBpm = 1, Energy = 0.1234, LoudnessLufs = -3 };

        var (found, _) = Again(Music, wrong);

        found.Key.ShouldBe(Whole.Key);
        found.TempoBpm.ShouldBe(Whole.TempoBpm, "beats are found with the help of chords");
        found.Energy.ShouldBe(Whole.Energy);
        found.LoudnessLufs.ShouldBe(-3, "nothing that was worked out anew reads it");
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("loudness99-tonal99")]
    public void An_answer_of_another_program_is_not_relied_on(string version)
    {
        var strange = Whole with { AnalyserVersion = version, TempoBpm = 7, Key = null, Waveform = [] };

        Json(Again(Music, strange).Found).ShouldBe(Json(Whole));
    }

    [Fact]
    public void Another_recording_under_the_same_name_is_noticed()
    {
        var other = Signals.Stereo([.. Signals.Dance(90, 10), .. Signals.Bars(124, 4, 6)]);
        var (found, _) = Again(other, Before("loudness"));

        AnalysisPipeline.IsOfSameAudio(found, Whole).ShouldBeFalse();
        AnalysisPipeline.IsOfSameAudio(Again(Music, Before("loudness")).Found, Whole).ShouldBeTrue();
        AnalysisPipeline.IsOfSameAudio(Again(Music[..^88200], Before("loudness")).Found, Whole).ShouldBeFalse();
    }

    private static TrackFeatures Before(string name)
    {
        var version = AnalysisPipeline.All.Select(create => create()).Single(a => a.Name == name).Version;
        return Whole with { AnalyserVersion = AnalysisPipeline.Version.Replace($"{name}{version}", $"{name}{version - 1}", StringComparison.Ordinal) };
    }

    private static (TrackFeatures Found, long Spectra) Again(float[] music, TrackFeatures? earlier)
    {
        using var analysis = AnalysisPipeline.Start(new AnalysisPlan(AnalysisPipeline.All, earlier), TrackAnalysis.ChapterBlocks);
        for (var i = 0; i < music.Length; i += 8192)
        {
            analysis.Process(music.AsSpan(i, Math.Min(8192, music.Length - i)));
        }

        return (analysis.Complete(), analysis.Spectra);
    }

    private static string Json(TrackFeatures features) => FeatureText.Of(features);
}
