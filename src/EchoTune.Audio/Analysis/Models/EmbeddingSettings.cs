using System.Text.Json;
using System.Text.Json.Serialization;

namespace EchoTune.Audio.Analysis.Models;

/// <summary>
/// What an embedding model wants to hear and answers: the JSON file beside it. Sizes are in samples of
/// <see cref="SampleRate"/>; the spectra are taken from the pipeline's own samples, with windows and hops of the same durations.
/// </summary>
public sealed record EmbeddingSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Lower-case letters; with <see cref="Version"/> it tells this model from others.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with every change of what it answers.</summary>
    public required int Version { get; init; }

    /// <summary>Hz that the model was trained at, 8,000 to 48,000.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples of a spectrum's window (Hann).</summary>
    public required int Window { get; init; }

    /// <summary>Samples between spectra.</summary>
    public required int Hop { get; init; }

    /// <summary>Mel bands, 1 to 512.</summary>
    public required int MelBands { get; init; }

    /// <summary>Lower end of the lowest band, Hz.</summary>
    public double LowestHz { get; init; }

    /// <summary>Upper end of the highest band, Hz; 0 for half the sample rate.</summary>
    public double HighestHz { get; init; }

    /// <summary><c>slaney</c> (triangles of unit area) or <c>htk</c> (of unit height).</summary>
    public string MelScale { get; init; } = "slaney";

    /// <summary><c>log</c>, <c>log10</c>, <c>db</c> (10 log10) or <c>none</c>, of power plus <see cref="Offset"/>.</summary>
    public string Compression { get; init; } = "log";

    /// <summary>What is added to power before it is compressed.</summary>
    public double Offset { get; init; } = 1e-6;

    /// <summary>What power is multiplied with before.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>Spectra that the model takes at once, 1 to 4,096.</summary>
    public required int Frames { get; init; }

    /// <summary>Spectra from one run to the next; 0 for <see cref="Frames"/>.</summary>
    public int Step { get; init; }

    /// <summary>Whether bands run fastest (false: frames do).</summary>
    public bool BandsLast { get; init; } = true;

    /// <summary>Name of the input.</summary>
    public required string Input { get; init; }

    /// <summary>Dimensions of the input; their product is frames times bands.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Name of the output.</summary>
    public required string Output { get; init; }

    /// <summary>Values that one run answers, 8 to 2,048.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Reads and checks the JSON file.</summary>
    /// <param name="json">Its text.</param>
    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static EmbeddingSettings Parse(string json)
    {
        EmbeddingSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<EmbeddingSettings>(json, Json) ?? throw new FormatException("The settings are empty.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"The settings are not as they should be: {failure.Message}", failure);
        }

        Require(settings.Name is { Length: > 0 and <= 20 } && settings.Name.All(char.IsAsciiLetterLower), "name is up to 20 lower-case letters");
        Require(settings.Version is > 0 and < 1_000_000, "version is a number from 1");
        Require(settings.SampleRate is >= 8000 and <= 48_000, "sampleRate is 8000 to 48000");
        var scale = (double)AnalysisPipeline.SampleRate / settings.SampleRate;
        Require(settings.Window >= 16 && settings.Window * scale <= 16_384, "window is 16 samples to 370 ms");
        Require(settings.Hop >= 16 && settings.Hop <= settings.SampleRate, "hop is 16 samples to a second");
        Require(settings.MelBands is >= 1 and <= 512, "melBands is 1 to 512");
        Require(settings.LowestHz >= 0 && settings.TopHz > settings.LowestHz && settings.TopHz <= AnalysisPipeline.SampleRate / 2.0, "lowestHz and highestHz are in order and within what is heard");
        Require(settings.MelScale is "slaney" or "htk", "melScale is slaney or htk");
        Require(settings.Compression is "log" or "log10" or "db" or "none", "compression is log, log10, db or none");
        Require(double.IsFinite(settings.Gain) && settings.Gain > 0 && double.IsFinite(settings.Offset) && settings.Offset >= 0, "gain is above 0 and offset not below");
        Require(settings.Offset > 0 || settings.Compression == "none", "offset is above 0 where power is compressed, or silence has no value");
        Require(settings.Frames is >= 1 and <= 4096 && settings.Step is >= 0 and <= 1_000_000, "frames is 1 to 4096, step not negative");
        Require(settings.Shape is { Count: >= 1 and <= 8 } && settings.Shape.All(d => d is >= 1 and <= 1 << 24)
            && settings.Shape.Aggregate(1.0, (a, d) => a * d) == (double)settings.Frames * settings.MelBands, "the product of shape is frames times melBands");
        Require(settings.Dimensions is >= 8 and <= 2048, "dimensions is 8 to 2048");
        Require(!string.IsNullOrEmpty(settings.Input) && !string.IsNullOrEmpty(settings.Output), "input and output are named");
        return settings;
    }

    /// <summary>Upper end of the highest band, Hz.</summary>
    internal double TopHz => HighestHz > 0 ? HighestHz : Math.Min(SampleRate, AnalysisPipeline.SampleRate) / 2.0;

    private static void Require(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new FormatException($"The settings do not fit: {what}.");
        }
    }
}

/// <summary>A model with its settings: given to the pipeline, it replaces the embedding.</summary>
/// <param name="Settings">What it wants to hear.</param>
/// <param name="Model">The model.</param>
public sealed record EmbeddingModel(EmbeddingSettings Settings, IAudioModel Model) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
