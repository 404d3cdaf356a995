using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis;

/// <summary>Splits channels, cleans samples, decimates, and drives the analysers.</summary>
internal sealed class TrackAnalysis : ITrackAnalysis
{
    private const int Block = 1024;

    // Louder than any decoder puts out; keeps squares finite where a file of float samples holds rubbish.
    private const float Limit = 64f;

    private readonly IAnalyser[] _analysers;
    private readonly FrameFeed _feed;
    private readonly HalfDecimator _decimator = new(Block);
    private readonly float[] _left = new float[Block];
    private readonly float[] _right = new float[Block];
    private readonly float[] _mono = new float[Block];
    private readonly float[] _half = new float[Block];
    private int _filled;
    private long _samples;
    private float _pending;
    private bool _hasPending;
    private bool _completed;

    public TrackAnalysis(IAnalyser[] analysers)
    {
        _analysers = analysers;
        _feed = new FrameFeed(analysers);
    }

    public void Process(ReadOnlySpan<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        if (_hasPending && interleaved.Length > 0)
        {
            _hasPending = false;
            Push(_pending, interleaved[0]);
            interleaved = interleaved[1..];
        }

        while (interleaved.Length >= 2)
        {
            var take = Math.Min(Block - _filled, interleaved.Length / 2);
            var left = _left.AsSpan(_filled, take);
            var right = _right.AsSpan(_filled, take);
            for (var i = 0; i < take; i++)
            {
                left[i] = Clean(interleaved[2 * i]);
                right[i] = Clean(interleaved[(2 * i) + 1]);
            }

            interleaved = interleaved[(2 * take)..];
            _filled += take;
            if (_filled == Block)
            {
                Drain();
            }
        }

        if (interleaved.Length == 1)
        {
            _pending = interleaved[0];
            _hasPending = true;
        }
    }

    public TrackFeatures Complete()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        _completed = true;
        Drain();
        if (_samples > 0)
        {
            // Push the last samples through the decimator's half filter.
            Array.Clear(_mono, 0, 32);
            var n = _decimator.Process(_mono.AsSpan(0, 32), _half);
            _feed.Process(_half.AsSpan(0, n));
        }

        _feed.Flush();
        var draft = new FeatureDraft { DurationSeconds = (double)_samples / AnalysisPipeline.SampleRate };
        foreach (var analyser in _analysers)
        {
            analyser.Complete(draft);
        }

        return draft.Build(AnalysisPipeline.Version);
    }

    public void Dispose() => _completed = true;

    private static float Clean(float x) => x is >= -Limit and <= Limit ? x : float.IsFinite(x) ? MathF.CopySign(Limit, x) : 0;

    private void Push(float left, float right)
    {
        _left[_filled] = Clean(left);
        _right[_filled] = Clean(right);
        if (++_filled == Block)
        {
            Drain();
        }
    }

    private void Drain()
    {
        if (_filled == 0)
        {
            return;
        }

        var left = _left.AsSpan(0, _filled);
        var right = _right.AsSpan(0, _filled);
        var mono = _mono.AsSpan(0, _filled);
        foreach (var analyser in _analysers)
        {
            analyser.OnSamples(left, right);
        }

        TensorPrimitives.Add(left, right, mono);
        TensorPrimitives.Multiply(mono, 0.5f, mono);
        var n = _decimator.Process(mono, _half);
        _feed.Process(_half.AsSpan(0, n));
        _samples += _filled;
        _filled = 0;
    }
}
