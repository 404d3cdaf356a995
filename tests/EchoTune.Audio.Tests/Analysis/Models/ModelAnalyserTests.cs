using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Models;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis.Models;

public sealed class ModelAnalyserTests
{
    private static readonly EmbeddingSettings Settings = EmbeddingSettings.Parse(
        """
        { "name": "test", "version": 3, "sampleRate": 16000, "window": 512, "hop": 160, "melBands": 32, "lowestHz": 100, "highestHz": 7600, "melScale": "htk",
          "compression": "none", "offset": 0, "frames": 50, "input": "in", "shape": [1, 50, 32], "output": "out", "dimensions": 32 }
        """);

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void A_tone_reaches_the_model_in_the_band_it_belongs_to(double hz)
    {
        var tone = Signals.Silence(3);
        Signals.Tone(tone, 0, 3, hz, 0.5, decay: 0);
        using var model = new MeanModel();

        var found = Analyse(tone, model);

        double Mel(double f) => 2595 * Math.Log10(1 + (f / 700));
        var expected = ((Mel(hz) - Mel(100)) / (Mel(7600) - Mel(100)) * 33) - 1;
        found.Embedding.Count.ShouldBe(32);
        found.Embedding.Select((v, i) => (v, i)).MaxBy(x => x.v).i.ShouldBeInRange((int)Math.Floor(expected), (int)Math.Ceiling(expected));
        found.Embedding.Sum(v => v * v).ShouldBe(1, 1e-4f);
        // 300 spectra a hundred a second, less the last window's end: five whole runs of 50.
        model.Runs.ShouldBe(5);
    }

    [Fact]
    public void Power_is_what_a_transform_at_the_models_own_rate_gives()
    {
        var tone = Signals.Silence(3);
        Signals.Tone(tone, 0, 3, 1000, 0.5, decay: 0);
        using var model = new MeanModel();
        Analyse(tone, model);

        // A sine of amplitude a under a Hann window of n samples: a power of (a n / 4)² × 1.5 over the bins of the peak. The one or
        // two triangles it falls in are 1 high together.
        model.Last.Sum().ShouldBe((float)(Math.Pow(0.5 * 512 / 4, 2) * 1.5), 0.12f * 6144);
    }

    [Fact]
    public void Without_a_model_nothing_is_added_and_with_one_the_version_names_it()
    {
        using var model = new MeanModel();
        var music = Signals.Dance(120, 6);

        var own = Signals.Analyse(music);
        var with = Analyse(music, model);

        own.AnalyserVersion.ShouldNotContain("model");
        with.AnalyserVersion.ShouldBe(own.AnalyserVersion + "-modeltest3");
        AnalysisPipeline.VersionWith(new EmbeddingModel(Settings, model)).ShouldBe(with.AnalyserVersion);
        with.Embedding.ShouldNotBe(own.Embedding);
        with.Beats.ShouldBe(own.Beats);
        with.Energy.ShouldBe(own.Energy);
    }

    [Fact]
    public void Switched_on_it_alone_listens_switched_off_nothing_of_it_stays()
    {
        using var model = new MeanModel();
        var music = Signals.Dance(120, 6);
        var own = Signals.Analyse(music);
        var with = Analyse(music, model);

        var on = Again(AnalysisPipeline.With(new EmbeddingModel(Settings, model)), own with { TempoBpm = 77 }, music);
        var off = Again(AnalysisPipeline.All, with with { TempoBpm = 77 }, music);

        on.Spectra.ShouldBe(0);
        on.Found.Embedding.ShouldBe(with.Embedding);
        on.Found.TempoBpm.ShouldBe(77);
        off.Found.Embedding.ShouldBe(own.Embedding);
        off.Found.TempoBpm.ShouldBe(own.TempoBpm);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void What_is_shorter_than_a_window_still_gets_a_vector(double seconds)
    {
        using var model = new MeanModel();
        var found = Analyse(Signals.Noise(seconds), model);
        found.Embedding.Count.ShouldBe(32);
        found.Embedding.Sum(v => v * v).ShouldBe(1, 1e-4f);
    }

    [Fact]
    public void An_answer_that_is_no_number_is_left_out()
    {
        using var model = new MeanModel { SpoilsFirst = true };
        Analyse(Signals.Noise(3), model).Embedding.ShouldAllBe(v => float.IsFinite(v));
        model.Runs.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Windows_overlap_and_turn_as_the_settings_say()
    {
        using var straight = new MeanModel();
        using var turned = new MeanModel { IsTurned = true };
        var noise = Signals.Noise(3);
        var overlapping = Settings with { Step = 10, BandsLast = false, Shape = [1, 32, 50] };

        var a = Analyse(noise, straight).Embedding;
        var b = Analyse(noise, turned, overlapping).Embedding;

        turned.Runs.ShouldBe(25);
        a.Zip(b, (x, y) => x * y).Sum().ShouldBeGreaterThan(0.99f);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("not json", "not as they should be")]
    [InlineData("""{ "name": "T", "version": 1, "sampleRate": 16000, "window": 512, "hop": 160, "melBands": 32, "frames": 50, "input": "in", "shape": [1, 50, 32], "output": "out", "dimensions": 32 }""", "lower-case")]
    [InlineData("""{ "name": "t", "version": 1, "sampleRate": 16000, "window": 512, "hop": 160, "melBands": 32, "frames": 50, "input": "in", "shape": [1, 50, 31], "output": "out", "dimensions": 32 }""", "shape")]
    [InlineData("""{ "name": "t", "version": 1, "sampleRate": 16000, "window": 512, "hop": 160, "melBands": 32, "frames": 50, "input": "in", "shape": [1, 50, 32], "output": "out", "dimensions": 32, "sample": 3 }""", "sample")]
    [InlineData("""{ "name": "t", "version": 1, "sampleRate": 16000, "window": 512, "hop": 160, "melBands": 32, "highestHz": 30000, "frames": 50, "input": "in", "shape": [1, 50, 32], "output": "out", "dimensions": 32 }""", "highestHz")]
    public void Settings_that_cannot_be_say_why(string json, string why) =>
        Should.Throw<FormatException>(() => EmbeddingSettings.Parse(json)).Message.ShouldContain(why);

    private static TrackFeatures Analyse(float[] mono, IAudioModel model, EmbeddingSettings? settings = null)
    {
        using var analysis = AnalysisPipeline.Start(null, new EmbeddingModel(settings ?? Settings, model));
        analysis.Process(Signals.Stereo(mono));
        return analysis.Complete();
    }

    private static (TrackFeatures Found, long Spectra) Again(Func<IAnalyser>[] analysers, TrackFeatures earlier, float[] mono)
    {
        using var analysis = AnalysisPipeline.Start(new AnalysisPlan(analysers, earlier), TrackAnalysis.ChapterBlocks);
        analysis.Process(Signals.Stereo(mono));
        return (analysis.Complete(), analysis.Spectra);
    }

    // Answers the mean of each band.
    private sealed class MeanModel : IAudioModel
    {
        public int Runs { get; private set; }

        public float[] Last { get; private set; } = [];

        public bool SpoilsFirst { get; init; }

        public bool IsTurned { get; init; }

        public IReadOnlyList<ModelTensor> Inputs => [new("in", [1, 50, 32])];

        public IReadOnlyList<ModelTensor> Outputs => [new("out", [1, 32])];

        public void Run(string input, ReadOnlySpan<long> shape, ReadOnlySpan<float> values, string output, Span<float> result)
        {
            input.ShouldBe("in");
            output.ShouldBe("out");
            result.Clear();
            for (var i = 0; i < values.Length; i++)
            {
                result[IsTurned ? i / 50 : i % 32] += values[i] / 50;
            }

            if (++Runs == 1 && SpoilsFirst)
            {
                result[0] = float.NaN;
            }

            Last = result.ToArray();
        }

        public void Dispose()
        {
        }
    }
}
