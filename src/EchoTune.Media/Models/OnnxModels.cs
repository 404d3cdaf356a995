using EchoTune.Audio.Analysis.Models;
using EchoTune.Catalog.Errors;

namespace EchoTune.Media.Models;

/// <summary>Opens models of others in the ONNX format. Nothing here runs unless a model is asked for.</summary>
public static class OnnxModels
{
    /// <summary>Opens a model.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="runtimePath">The native library; null to look for it.</param>
    /// <exception cref="EchoTuneException">media_tool_missing without a fitting library; file_unreadable where the model is missing or damaged.</exception>
    public static IAudioModel Load(string path, string? runtimePath = null)
    {
        byte[] bytes = Read(path);
        return new OnnxModel(OnnxRuntime.Open(runtimePath), Path.GetFileName(path), bytes);
    }

    /// <summary>Opens an embedding model with its settings, the file of the same name that ends in <c>.json</c>.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="runtimePath">The native library; null to look for it.</param>
    /// <exception cref="EchoTuneException">As <see cref="Load"/>, and where settings and model do not fit each other.</exception>
    public static EmbeddingModel LoadEmbedding(string path, string? runtimePath = null)
    {
        string beside = Path.ChangeExtension(path, ".json");
        EmbeddingSettings settings;
        try
        {
            settings = EmbeddingSettings.Parse(System.Text.Encoding.UTF8.GetString(Read(beside)));
        }
        catch (FormatException failure)
        {
            throw new EchoTuneException(ErrorCodes.FileUnreadable, $"{Path.GetFileName(beside)}: {failure.Message}", failure);
        }

        IAudioModel model = Load(path, runtimePath);
        try
        {
            Fit(path, model.Inputs, settings.Input, settings.Shape, "input");
            Fit(path, model.Outputs, settings.Output, null, "output");
            // One run on silence tells what the shapes leave open.
            model.Run(settings.Input, [.. settings.Shape], new float[settings.Frames * settings.MelBands], settings.Output, new float[settings.Dimensions]);
            return new EmbeddingModel(settings, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Fit(string path, IReadOnlyList<ModelTensor> tensors, string name, IReadOnlyList<long>? shape, string what)
    {
        ModelTensor tensor = tensors.FirstOrDefault(t => t.Name == name)
            ?? throw Unfit(path, $"it has no {what} {name}, but {string.Join(", ", tensors.Select(t => t.Name))}");
        if (shape is not null && !(tensor.Shape.Count == shape.Count && tensor.Shape.Zip(shape).All(d => d.First < 0 || d.First == d.Second)))
        {
            throw Unfit(path, $"its {what} {name} is [{string.Join(", ", tensor.Shape)}], the settings say [{string.Join(", ", shape)}]");
        }
    }

    private static EchoTuneException Unfit(string path, string why) =>
        new(ErrorCodes.FileUnreadable, $"The model {Path.GetFileName(path)} does not fit its settings: {why}.");

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EchoTuneException(ErrorCodes.FileUnreadable, $"The model's file {path} cannot be read: {failure.Message}", failure);
        }
    }
}
