using System.Numerics;
using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Models;

/// <summary>Mel spectra as a model was trained on, from the pipeline's samples.</summary>
internal sealed class ModelSpectra
{
    private readonly EmbeddingSettings _settings;
    private readonly RealFft _fft;
    private readonly float[] _window;
    private readonly float[] _block;
    private readonly float[] _power;
    private readonly (int First, float[] Weights)[] _bands;

    public ModelSpectra(EmbeddingSettings settings)
    {
        _settings = settings;
        var scale = (double)AnalysisPipeline.SampleRate / settings.SampleRate;
        _window = Windows.Hann((int)Math.Round(settings.Window * scale));
        _fft = new RealFft((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, _window.Length)));
        _block = new float[_fft.Size];
        _power = new float[_fft.Bins];
        // A transform at the model's own rate would sum fewer samples of the same sound.
        var unit = settings.Gain / (scale * scale);
        _bands = MakeBands(settings, (double)AnalysisPipeline.SampleRate / _fft.Size, unit);
    }

    /// <summary>Samples of a window.</summary>
    public int Length => _window.Length;

    /// <summary>Works out the bands of a window of samples.</summary>
    public void Of(ReadOnlySpan<float> samples, Span<float> bands)
    {
        TensorPrimitives.Multiply(samples, _window, _block);
        _fft.Power(_block, _power);
        for (var b = 0; b < bands.Length; b++)
        {
            var (first, weights) = _bands[b];
            var power = TensorPrimitives.Dot(_power.AsSpan(first, weights.Length), weights) + (float)_settings.Offset;
            bands[b] = _settings.Compression switch
            {
                "log" => MathF.Log(power),
                "log10" => MathF.Log10(power),
                "db" => 10 * MathF.Log10(power),
                _ => power,
            };
        }
    }

    private static (int First, float[] Weights)[] MakeBands(EmbeddingSettings settings, double bin, double unit)
    {
        var isHtk = settings.MelScale == "htk";
        double from = ToMel(settings.LowestHz, isHtk), to = ToMel(settings.TopHz, isHtk);
        var edges = Enumerable.Range(0, settings.MelBands + 2).Select(i => ToHz(from + ((to - from) * i / (settings.MelBands + 1)), isHtk)).ToArray();
        // Windows are padded with zeros up to a power of two: more bins than the model's own transform has, each with as much
        // power, so that a band's sum is divided by their ratio.
        var density = bin / ((double)settings.SampleRate / settings.Window);
        var bands = new (int, float[])[settings.MelBands];
        for (var b = 0; b < bands.Length; b++)
        {
            var (low, centre, high) = (edges[b], edges[b + 1], edges[b + 2]);
            var first = (int)Math.Ceiling(low / bin);
            var weights = new float[Math.Max(1, (int)Math.Floor(high / bin) - first + 1)];
            for (var i = 0; i < weights.Length; i++)
            {
                var hz = (first + i) * bin;
                var height = Math.Max(0, Math.Min((hz - low) / Math.Max(1e-9, centre - low), (high - hz) / Math.Max(1e-9, high - centre)));
                weights[i] = (float)(unit * density * height * (isHtk ? 1 : 2 / (high - low)));
            }

            bands[b] = (first, weights);
        }

        return bands;
    }

    private static double ToMel(double hz, bool isHtk) =>
        isHtk ? 2595 * Math.Log10(1 + (hz / 700)) : hz < 1000 ? hz * 3 / 200 : 15 + (27 * Math.Log(hz / 1000) / Math.Log(6.4));

    private static double ToHz(double mel, bool isHtk) =>
        isHtk ? 700 * (Math.Pow(10, mel / 2595) - 1) : mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp(Math.Log(6.4) * (mel - 15) / 27);
}
