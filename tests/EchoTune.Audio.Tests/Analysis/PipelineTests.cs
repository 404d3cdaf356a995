using System.Reflection;
using EchoTune.Audio.Analysis;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class PipelineTests
{
    [Fact]
    public void The_answer_does_not_depend_on_how_the_stream_is_cut()
    {
        var music = Signals.Stereo(Signals.Bars(120, 4, 4));
        var whole = Signals.AnalyseStereo(music, music.Length);
        Prop.ForAll(Gen.Choose(1, 20_000).ToArbitrary(), block => Same(Signals.AnalyseStereo(music, Math.Max(block, 301)), whole))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6));
        Same(Signals.AnalyseStereo(music, 1023), whole).ShouldBeTrue("odd blocks split frames between the channels");
    }

    [Fact]
    public void Gain_changes_loudness_and_nothing_else()
    {
        var music = Signals.Dance(124, 12);
        TrackFeatures loud = Signals.Analyse(music), soft = Signals.Analyse(Signals.Gain(music, -18));

        (loud.LoudnessLufs - soft.LoudnessLufs).ShouldBe(18, 0.1);
        (loud.TruePeakDb - soft.TruePeakDb).ShouldBe(18, 0.01);
        soft.TempoBpm.ShouldBe(loud.TempoBpm, 0.01);
        soft.Key.ShouldBe(loud.Key);
        foreach (var measure in UnitMeasures)
        {
            ((double)measure.GetValue(soft)!).ShouldBe((double)measure.GetValue(loud)!, 0.01, measure.Name);
        }

        Dot(loud, soft).ShouldBeGreaterThan(0.999);
    }

    public static TheoryData<string> Odd => ["nothing", "one sample", "half a frame", "silence", "constant", "clipped", "noise", "click", "short", "rubbish", "quiet", "tone"];

    [Theory]
    [MemberData(nameof(Odd))]
    public void Odd_input_gets_a_finite_and_modest_answer(string what)
    {
        var random = new System.Random(4);
        var stereo = what switch
        {
            "nothing" => [],
            "one sample" => [0.5f, -0.5f],
            "half a frame" => [0.5f],
            "silence" => Signals.Stereo(Signals.Silence(5)),
            "constant" => [.. Enumerable.Repeat(0.7f, 5 * 88200)],
            "clipped" => [.. Signals.Stereo(Signals.Noise(5)).Select(v => (float)Math.Sign(v))],
            "noise" => Signals.Stereo(Signals.Noise(12)),
            "click" => [1f, 1f, .. new float[88200]],
            "short" => Signals.Stereo(Signals.Noise(0.3)),
            "rubbish" => [.. Enumerable.Range(0, 200_000).Select(i => (i % 5) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.MaxValue, 3 => float.NegativeInfinity, _ => random.NextSingle() })],
            "quiet" => Signals.Stereo(Signals.Gain(Signals.Noise(5), -85)),
            "tone" => Signals.Stereo(Tone()),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        var features = Signals.AnalyseStereo(stereo);

        features.DurationSeconds.ShouldBe(stereo.Length / 2 / 44100.0, 1e-9);
        foreach (var property in typeof(TrackFeatures).GetProperties().Where(p => p.PropertyType == typeof(double)))
        {
            double.IsFinite((double)property.GetValue(features)!).ShouldBeTrue(property.Name);
        }

        foreach (var measure in UnitMeasures)
        {
            ((double)measure.GetValue(features)!).ShouldBeInRange(0, 1, measure.Name);
        }

        Length(features).ShouldBe(1, 1e-3);
        features.TempoConfidence.ShouldBeLessThan(0.3);
        features.Waveform.Count.ShouldBeLessThanOrEqualTo(800);
        if (what is not "tone")
        {
            features.Key.ShouldBeNull();
            features.KeyConfidence.ShouldBe(0);
        }

        if (what is "nothing" or "one sample" or "half a frame" or "silence" or "constant" or "short" or "click")
        {
            features.TempoBpm.ShouldBe(0);
            features.Beats.ShouldBeEmpty();
        }

        if (what is "nothing" or "silence")
        {
            features.LoudnessLufs.ShouldBe(-70);
        }
    }

    [Fact]
    public void Steady_listening_allocates_next_to_nothing()
    {
        var music = Signals.Stereo(Signals.Dance(120, 10));
        using var analysis = AnalysisPipeline.Start();
        analysis.Process(music);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 6; i++)
        {
            analysis.Process(music);
        }

        var bytesASecond = (GC.GetAllocatedBytesForCurrentThread() - before) / 60.0;
        // Only what is remembered grows, in pieces of 32 kB: onsets, chroma, notes, against 350 kB of samples.
        bytesASecond.ShouldBeLessThan(16_000);
    }

    [Fact]
    public void The_waveform_follows_the_level_in_slices_of_equal_length()
    {
        float[] music = [.. Signals.Gain(Signals.Noise(30, 1), -20), .. Signals.Noise(30, 1)];
        var waveform = Signals.Analyse(music).Waveform;
        waveform.Count.ShouldBe(800);
        waveform.Take(395).ShouldAllBe(v => v > 15 && v < 30);
        waveform.Skip(405).ShouldAllBe(v => v > 230);
    }

    [Fact]
    public void A_fast_break_has_more_energy_than_the_same_groove_played_slowly()
    {
        var fast = Signals.Analyse(Signals.Groove(172, 28, 4, "x.........x.....", "....x.......x...", "x.x.x.x.x.x.x.x."));
        var slow = Signals.Analyse(Signals.Groove(70, 12, 4, "x.........x.....", "....x.......x...", "x.x.x.x.x.x.x.x."));

        fast.Energy.ShouldBeGreaterThan(slow.Energy + 0.15);
    }

    [Fact]
    public void Dense_dance_music_is_more_energetic_and_danceable_than_a_pad()
    {
        TrackFeatures dance = Signals.Analyse(Signals.Dance(126, 20)), pad = Signals.Analyse(Signals.Pad(20));
        dance.Energy.ShouldBeGreaterThan(pad.Energy + 0.35);
        pad.Energy.ShouldBeLessThan(0.3);
        dance.Danceability.ShouldBeGreaterThan(pad.Danceability + 0.3);
        dance.Acousticness.ShouldBeLessThan(pad.Acousticness);
        dance.Brightness.ShouldBeGreaterThan(pad.Brightness);
    }

    [Fact]
    public void Music_sounds_more_like_its_own_kind()
    {
        TrackFeatures dance = Signals.Analyse(Signals.Dance(126, 15)), faster = Signals.Analyse(Signals.Dance(132, 15)), pad = Signals.Analyse(Signals.Pad(15));
        dance.Embedding.Count.ShouldBeInRange(64, 128);
        Length(dance).ShouldBe(1, 1e-4);
        Dot(dance, faster).ShouldBeGreaterThan(Dot(dance, pad) + 0.3);
    }

    [Fact]
    public void The_version_names_every_analyser()
    {
        foreach (var name in (string[])["loudness", "waveform", "tonal", "rhythm", "timbre", "perceptual", "embedding"])
        {
            AnalysisPipeline.Version.ShouldContain(name);
        }

        Signals.Analyse(Signals.Silence(1)).AnalyserVersion.ShouldBe(AnalysisPipeline.Version);
    }

    [Fact]
    public void A_completed_analysis_takes_no_more()
    {
        using var analysis = AnalysisPipeline.Start();
        analysis.Complete();
        Should.Throw<ObjectDisposedException>(() => analysis.Process(new float[2]));
        Should.Throw<ObjectDisposedException>(() => analysis.Complete());
    }

    private static IEnumerable<PropertyInfo> UnitMeasures => new[]
    {
        nameof(TrackFeatures.Energy), nameof(TrackFeatures.Danceability), nameof(TrackFeatures.Valence), nameof(TrackFeatures.Acousticness),
        nameof(TrackFeatures.Instrumentalness), nameof(TrackFeatures.Speechiness), nameof(TrackFeatures.Liveness), nameof(TrackFeatures.Brightness),
        nameof(TrackFeatures.TempoConfidence), nameof(TrackFeatures.KeyConfidence),
    }.Select(name => typeof(TrackFeatures).GetProperty(name)!);

    private static float[] Tone()
    {
        var tone = Signals.Silence(5);
        Signals.Tone(tone, 0, 5, 440, 0.3, decay: 0);
        return tone;
    }

    private static double Dot(TrackFeatures a, TrackFeatures b) => a.Embedding.Zip(b.Embedding, (x, y) => (double)x * y).Sum();

    private static double Length(TrackFeatures a) => Math.Sqrt(Dot(a, a));

    private static bool Same(TrackFeatures a, TrackFeatures b) =>
        a.Beats.SequenceEqual(b.Beats) && a.Downbeats.SequenceEqual(b.Downbeats) && a.Embedding.SequenceEqual(b.Embedding)
        && a.Waveform.SequenceEqual(b.Waveform) && a.Key == b.Key && a.TempoBpm == b.TempoBpm && a.LoudnessLufs == b.LoudnessLufs
        && a.TruePeakDb == b.TruePeakDb && a.Energy == b.Energy && a.DurationSeconds == b.DurationSeconds;
}
