using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Models;
using EchoTune.Media.Models;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Media.Tests.Models;

public sealed class OnnxModelTests : IDisposable
{
    private const int Bands = 8;
    private const int Frames = 20;
    private const int Dimensions = 12;

    private const string Settings =
        """
        { "name": "tiny", "version": 2, "sampleRate": 22050, "window": 1024, "hop": 512, "melBands": 8, "frames": 20,
          "input": "x", "shape": [1, 160], "output": "y", "dimensions": 12 }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("echotune-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_model_answers_what_its_arithmetic_says()
    {
        RequireLibrary();
        var weights = Weights();
        float[] bias = [.. Enumerable.Range(0, Dimensions).Select(i => (i - 6) * 0.3f)];
        using IAudioModel model = OnnxModels.Load(Save(TinyModel.Write(weights, bias)));
        float[] input = [.. Enumerable.Range(0, Frames * Bands).Select(i => MathF.Sin(i))];
        float[] answer = new float[Dimensions];

        model.Run("x", [1, Frames * Bands], input, "y", answer);

        model.Inputs.Single().ShouldSatisfyAllConditions(t => t.Name.ShouldBe("x"), t => t.Shape.ShouldBe([1, Frames * Bands]));
        model.Outputs.Single().ShouldSatisfyAllConditions(t => t.Name.ShouldBe("y"), t => t.Shape.ShouldBe([1, Dimensions]));
        for (int d = 0; d < Dimensions; d++)
        {
            float sum = bias[d] + Enumerable.Range(0, input.Length).Sum(i => input[i] * weights[i, d]);
            answer[d].ShouldBe(Math.Max(0, sum), 1e-4f);
        }

        answer.ShouldContain(0f);
        answer.Max().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Several_threads_may_run_one_model()
    {
        RequireLibrary();
        using IAudioModel model = OnnxModels.Load(Save(TinyModel.Write(Weights(), new float[Dimensions])));
        var expected = Run(0);

        float[][] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => Run(i % 4), MediaFixture.Token)));

        for (int i = 0; i < answers.Length; i += 4)
        {
            answers[i].ShouldBe(expected);
        }

        float[] Run(int seed)
        {
            float[] answer = new float[Dimensions];
            model.Run("x", [1, Frames * Bands], [.. Enumerable.Range(0, Frames * Bands).Select(k => MathF.Cos(k * (seed + 1)))], "y", answer);
            return answer;
        }
    }

    [Fact]
    public void The_pipeline_takes_the_embedding_of_a_model_that_is_set()
    {
        RequireLibrary();
        string path = Save(TinyModel.Write(Weights(), new float[Dimensions]), Settings);
        using var services = new ServiceCollection().AddMedia(new MediaOptions { DataFolder = folder, EmbeddingModelPath = path }).BuildServiceProvider();
        var model = services.GetRequiredService<EmbeddingModel>();

        TrackFeatures low = Analyse(model, 200), high = Analyse(model, 5000), again = Analyse(model, 200);

        low.AnalyserVersion.ShouldEndWith("-modeltiny2");
        low.Embedding.Count.ShouldBe(Dimensions);
        low.Embedding.Sum(v => v * v).ShouldBe(1, 1e-4f);
        again.Embedding.ShouldBe(low.Embedding);
        high.Embedding.ShouldNotBe(low.Embedding);
    }

    [Fact]
    public void No_model_is_looked_for_unless_one_is_set()
    {
        using var services = new ServiceCollection().AddMedia(new MediaOptions { DataFolder = folder, EmbeddingModelPath = null, OnnxRuntimePath = "/nowhere" }).BuildServiceProvider();
        services.GetService<EmbeddingModel>().ShouldBeNull();
    }

    [Theory]
    [InlineData("missing.so", null, "no file")]
    [InlineData("text.so", "this is no library", "no library")]
    public void A_library_that_cannot_be_used_is_told_with_what_to_do(string name, string? content, string why)
    {
        string library = Path.Combine(folder, name);
        if (content is not null)
        {
            File.WriteAllText(library, content);
        }

        string model = Save(TinyModel.Write(Weights(), new float[Dimensions]));

        var failure = Should.Throw<EchoTuneException>(() => OnnxModels.Load(model, library));

        failure.ErrorCode.ShouldBe(ErrorCodes.MediaToolMissing);
        failure.Message.ShouldContain(why);
        failure.Message.ShouldContain("ECHOTUNE_ONNXRUNTIME");
    }

    [Fact]
    public void Another_library_is_not_taken_for_the_runtime()
    {
        string? other = ((string[])["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6", "/usr/lib64/libm.so.6", "/lib64/libm.so.6"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(other is null, "There is no libm at the usual places here.");

        Should.Throw<EchoTuneException>(() => OnnxModels.Load(Save(TinyModel.Write(Weights(), new float[Dimensions])), other)).Message.ShouldContain("another library");
    }

    [Fact]
    public void A_missing_model_is_told() =>
        Should.Throw<EchoTuneException>(() => OnnxModels.Load(Path.Combine(folder, "no.onnx"))).ShouldSatisfyAllConditions(
            e => e.ErrorCode.ShouldBe(ErrorCodes.FileUnreadable), e => e.Message.ShouldContain("no.onnx"));

    [Theory]
    [InlineData("empty")]
    [InlineData("rubbish")]
    [InlineData("torn")]
    [InlineData("unknown operator")]
    public void A_damaged_model_is_told(string how)
    {
        RequireLibrary();
        byte[] whole = TinyModel.Write(Weights(), new float[Dimensions], how == "unknown operator" ? ["MatMul", "Add", "Sing"] : null);
        byte[] bytes = how switch { "empty" => [], "rubbish" => [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 37))], "torn" => whole[..(whole.Length / 2)], _ => whole };

        var failure = Should.Throw<EchoTuneException>(() => OnnxModels.Load(Save(bytes)));

        failure.ErrorCode.ShouldBe(ErrorCodes.FileUnreadable);
        failure.Message.ShouldContain("tiny.onnx");
    }

    [Theory]
    [InlineData("\"x\"", "\"wrong\"", "no input wrong")]
    [InlineData("\"y\"", "\"wrong\"", "no output wrong")]
    [InlineData("[1, 160]", "[160, 1]", "[1, 160]")]
    [InlineData("\"dimensions\": 12", "\"dimensions\": 16", "12 values")]
    [InlineData("\"frames\": 20", "\"frames\": 21", "shape")]
    public void Settings_that_do_not_fit_the_model_are_told(string from, string to, string why)
    {
        RequireLibrary();
        string path = Save(TinyModel.Write(Weights(), new float[Dimensions]), Settings.Replace(from, to, StringComparison.Ordinal));

        Should.Throw<EchoTuneException>(() => OnnxModels.LoadEmbedding(path)).Message.ShouldContain(why);
    }

    [Fact]
    public void Settings_that_are_missing_are_told() =>
        Should.Throw<EchoTuneException>(() => OnnxModels.LoadEmbedding(Save(TinyModel.Write(Weights(), new float[Dimensions])))).Message.ShouldContain("tiny.json");

    [Fact]
    public void A_closed_model_takes_no_more()
    {
        RequireLibrary();
        IAudioModel model = OnnxModels.Load(Save(TinyModel.Write(Weights(), new float[Dimensions])));
        model.Dispose();
        model.Dispose();
        Should.Throw<ObjectDisposedException>(() => model.Run("x", [1, Frames * Bands], new float[Frames * Bands], "y", new float[Dimensions]));
    }

    private static void RequireLibrary() =>
        Assert.SkipWhen(
            OnnxRuntime.Bundled() is null && string.IsNullOrEmpty(new MediaOptions().OnnxRuntimePath),
            "The ONNX Runtime library is not here: run ./test, which fetches it, or npm ci --ignore-scripts in tools/onnxruntime, or set ECHOTUNE_ONNXRUNTIME.");

    private static float[,] Weights()
    {
        var weights = new float[Frames * Bands, Dimensions];
        var random = new Random(8);
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            for (int d = 0; d < Dimensions; d++)
            {
                weights[i, d] = (float)((random.NextDouble() * 2) - 1);
            }
        }

        return weights;
    }

    private static TrackFeatures Analyse(EmbeddingModel model, double hz)
    {
        float[] tone = new float[3 * 88_200];
        for (int i = 0; i < tone.Length; i++)
        {
            tone[i] = (float)(0.4 * Math.Sin(2 * Math.PI * hz * (i / 2) / 44_100));
        }

        using ITrackAnalysis analysis = AnalysisPipeline.Start(null, model);
        analysis.Process(tone);
        return analysis.Complete();
    }

    private string Save(byte[] model, string? settings = null)
    {
        string path = Path.Combine(folder, "tiny.onnx");
        File.WriteAllBytes(path, model);
        if (settings is not null)
        {
            File.WriteAllText(Path.ChangeExtension(path, ".json"), settings);
        }

        return path;
    }
}
