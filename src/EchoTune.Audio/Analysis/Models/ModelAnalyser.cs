using System.Numerics.Tensors;

namespace EchoTune.Audio.Analysis.Models;

/// <summary>
/// The embedding by a model in place of our own: the model hears the track window by window; the mean of its answers, at unit
/// length, is the vector. Keeps one window of spectra.
/// </summary>
internal sealed class ModelAnalyser : IAnalyser
{
    private readonly EmbeddingModel _model;
    private readonly ModelSpectra _spectra;
    private readonly float[] _samples;
    private readonly float[] _rows;
    private readonly float[] _input;
    private readonly float[] _answer;
    private readonly double[] _sum;
    private readonly long[] _shape;
    private readonly double _hop;
    private readonly int _step;
    private long _received;
    private long _frames;
    private long _kept;
    private long _windows;

    public ModelAnalyser(EmbeddingModel model)
    {
        _model = model;
        var settings = model.Settings;
        _spectra = new ModelSpectra(settings);
        _samples = new float[2 * _spectra.Length];
        _rows = new float[settings.Frames * settings.MelBands];
        _input = new float[_rows.Length];
        _answer = new float[settings.Dimensions];
        _sum = new double[settings.Dimensions];
        _shape = [.. settings.Shape];
        _hop = (double)settings.Hop * AnalysisPipeline.SampleRate / settings.SampleRate;
        _step = settings.Step > 0 ? settings.Step : settings.Frames;
    }

    public string Name => "model" + _model.Settings.Name;

    public int Version => _model.Settings.Version;

    public AnalyserInput Input => AnalyserInput.Samples;

    public bool IsEndless => true;

    public IReadOnlyList<string> Needs => [];

    public void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var length = _spectra.Length;
        for (var i = 0; i < left.Length; i++)
        {
            // Each sample is written twice, so that any window is contiguous.
            var at = (int)(_received++ % length);
            _samples[at] = _samples[at + length] = 0.5f * (left[i] + right[i]);
            if (_received == (long)Math.Round(_frames * _hop) + length)
            {
                Frame((int)(_received % length));
            }
        }
    }

    public void Complete(FeatureDraft draft)
    {
        var sum = _sum;
        if (_windows == 0 && _kept > 0)
        {
            // Shorter than one window: what there is, silence after it.
            sum = new double[_sum.Length];
            var (rows, answer) = (new float[_rows.Length], new float[_answer.Length]);
            var bands = _model.Settings.MelBands;
            var silence = new float[bands];
            _spectra.Of(new float[_spectra.Length], silence);
            for (var f = 0; f < _model.Settings.Frames; f++)
            {
                (f < _kept ? _rows.AsSpan(f * bands, bands) : silence).CopyTo(rows.AsSpan(f * bands));
            }

            Run(rows, new float[rows.Length], answer, sum);
        }

        var length = Math.Sqrt(sum.Sum(v => v * v));
        var vector = new float[sum.Length];
        for (var d = 0; d < vector.Length; d++)
        {
            vector[d] = length > 1e-9 ? (float)(sum[d] / length) : d == 0 ? 1 : 0;
        }

        draft.Embedding = vector;
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Embedding = earlier.Embedding;
        return true;
    }

    private void Frame(int start)
    {
        var (frames, bands) = (_model.Settings.Frames, _model.Settings.MelBands);
        _frames++;
        // A step longer than a window skips spectra between.
        if (_kept >= 0)
        {
            _spectra.Of(_samples.AsSpan(start, _spectra.Length), _rows.AsSpan((int)_kept * bands, bands));
        }

        if (++_kept == frames)
        {
            Run(_rows, _input, _answer, _sum);
            _windows++;
            if (_step < frames)
            {
                _rows.AsSpan(_step * bands).CopyTo(_rows);
            }

            _kept = frames - _step;
        }
    }

    private void Run(float[] rows, float[] input, float[] answer, double[] sum)
    {
        var (settings, frames, bands) = (_model.Settings, _model.Settings.Frames, _model.Settings.MelBands);
        if (settings.BandsLast)
        {
            rows.CopyTo(input, 0);
        }
        else
        {
            for (var f = 0; f < frames; f++)
            {
                for (var b = 0; b < bands; b++)
                {
                    input[(b * frames) + f] = rows[(f * bands) + b];
                }
            }
        }

        _model.Model.Run(settings.Input, _shape, input, settings.Output, answer);
        if (!float.IsFinite(TensorPrimitives.Sum<float>(answer)))
        {
            return;
        }

        for (var d = 0; d < answer.Length; d++)
        {
            sum[d] += answer[d];
        }
    }
}
