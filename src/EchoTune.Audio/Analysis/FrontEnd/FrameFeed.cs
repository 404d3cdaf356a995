using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>
/// Cuts the mono stream at <see cref="FrameFormat.Rate"/> into short and long frames and hands them to the analysers.
/// Keeps one long window of samples; allocates nothing after its construction.
/// </summary>
internal sealed class FrameFeed
{
    // 35 dB below the reference the compression turns from logarithmic to linear: noise floors stay flat.
    private const float Compression = 3000f;
    private static readonly MelBank Bank = new();

    private readonly float[] _short = Windows.Hann(FrameFormat.Window);
    private readonly float[] _long = Windows.Hann(FrameFormat.TonalWindow);
    private readonly RealFft _shortFft = new(FrameFormat.Window);
    private readonly RealFft _longFft = new(FrameFormat.TonalWindow);
    private readonly float[] _block = new float[FrameFormat.TonalWindow];
    private readonly float[] _shortPower = new float[FrameFormat.Bins];
    private readonly float[] _longPower = new float[FrameFormat.TonalBins];
    private readonly float[] _mel = new float[FrameFormat.MelBands];
    private readonly float[] _logMel = new float[FrameFormat.MelBands];
    private readonly float[] _ring = new float[2 * FrameFormat.TonalWindow];
    private readonly IAnalyser[] _onFrame;
    private readonly IAnalyser[] _onTonalFrame;
    private readonly float _forget = (float)Math.Exp(-1 / (15 * FrameFormat.FramesPerSecond));
    private long _received;
    private float _reference;
    private int _shortIndex;
    private int _longIndex;

    public FrameFeed(IReadOnlyList<IAnalyser> analysers)
    {
        // Those that hear all chapters come last, so that they can be left out.
        _onFrame = [.. analysers.Where(a => a.Input.HasFlag(AnalyserInput.Frames)).OrderBy(a => a.IsEndless)];
        _onTonalFrame = [.. analysers.Where(a => a.Input.HasFlag(AnalyserInput.TonalFrames)).OrderBy(a => a.IsEndless)];
    }

    /// <summary>Whether another chapter's feed serves the analysers that hear all chapters.</summary>
    public bool IsAside { get; set; }

    /// <summary>Whether any analyser wants frames; else there is no use in feeding samples.</summary>
    public bool IsHeard => _onFrame.Length > 0 || _onTonalFrame.Length > 0;

    /// <summary>Spectra taken so far, short and long. Those that nobody wants are not taken.</summary>
    public long Spectra { get; private set; }

    /// <summary>Takes samples and hands over every frame that they complete.</summary>
    public void Process(ReadOnlySpan<float> mono)
    {
        while (mono.Length > 0)
        {
            // Never past the next multiple of the hop, so that each frame sees exactly the samples up to its end.
            var take = (int)Math.Min(mono.Length, FrameFormat.Hop - (_received % FrameFormat.Hop));
            Store(mono[..take]);
            mono = mono[take..];
            if (_received % FrameFormat.Hop == 0)
            {
                Emit();
            }
        }
    }

    /// <summary>Feeds silence until the frames centred on the last samples are out.</summary>
    public void Flush()
    {
        var samples = _received;
        if (samples == 0)
        {
            return;
        }

        var end = samples + (FrameFormat.TonalWindow / 2);
        Span<float> silence = stackalloc float[FrameFormat.Hop];
        silence.Clear();
        while (_received < end)
        {
            var take = (int)Math.Min(silence.Length, FrameFormat.Hop - (_received % FrameFormat.Hop));
            Store(silence[..take]);
            if (_received % FrameFormat.Hop == 0)
            {
                Emit(samples);
            }
        }
    }

    private void Store(ReadOnlySpan<float> samples)
    {
        // Mirrored ring: each sample is written twice so that any window is contiguous.
        var at = (int)(_received % FrameFormat.TonalWindow);
        var first = Math.Min(samples.Length, FrameFormat.TonalWindow - at);
        samples[..first].CopyTo(_ring.AsSpan(at));
        samples[..first].CopyTo(_ring.AsSpan(at + FrameFormat.TonalWindow));
        samples[first..].CopyTo(_ring);
        samples[first..].CopyTo(_ring.AsSpan(FrameFormat.TonalWindow));
        _received += samples.Length;
    }

    private void Emit(long limit = long.MaxValue)
    {
        // A frame centred on c is complete when c + window / 2 samples are there; before the start there is silence.
        var centre = (long)_shortIndex * FrameFormat.Hop;
        if (_received >= centre + (FrameFormat.Window / 2) && centre < limit)
        {
            EmitShort(centre + (FrameFormat.Window / 2));
        }

        centre = (long)_longIndex * FrameFormat.TonalHop;
        if (_received >= centre + (FrameFormat.TonalWindow / 2) && centre < limit)
        {
            EmitLong(centre + (FrameFormat.TonalWindow / 2));
        }
    }

    private ReadOnlySpan<float> WindowEndingAt(long end, int length)
    {
        var start = (int)((end - length + (2L * FrameFormat.TonalWindow)) % FrameFormat.TonalWindow);
        return _ring.AsSpan(start, length);
    }

    private void EmitShort(long end)
    {
        if (_onFrame.Length == 0)
        {
            _shortIndex++;
            return;
        }

        Spectra++;
        var block = _block.AsSpan(0, FrameFormat.Window);
        TensorPrimitives.Multiply(WindowEndingAt(end, FrameFormat.Window), _short, block);
        _shortFft.Power(block, _shortPower);
        Bank.Apply(_shortPower, _mel);
        _reference = Math.Max(TensorPrimitives.Max(_mel), _reference * _forget);
        if (_reference > 1e-9f)
        {
            TensorPrimitives.Multiply(_mel, Compression / _reference, _logMel);
            for (var i = 0; i < _logMel.Length; i++)
            {
                _logMel[i] = MathF.Log(1 + _logMel[i]);
            }
        }
        else
        {
            Array.Clear(_logMel);
        }

        var frame = new SpectralFrame
        {
            Index = _shortIndex++, Power = _shortPower, Mel = _mel, LogMel = _logMel, Reference = _reference > 1e-9f ? _reference : 0,
        };
        foreach (var analyser in _onFrame)
        {
            if (IsAside && analyser.IsEndless)
            {
                break;
            }

            analyser.OnFrame(frame);
        }
    }

    private void EmitLong(long end)
    {
        if (_onTonalFrame.Length == 0)
        {
            _longIndex++;
            return;
        }

        Spectra++;
        TensorPrimitives.Multiply(WindowEndingAt(end, FrameFormat.TonalWindow), _long, _block);
        _longFft.Power(_block, _longPower);
        var frame = new TonalFrame { Index = _longIndex++, Power = _longPower };
        foreach (var analyser in _onTonalFrame)
        {
            if (IsAside && analyser.IsEndless)
            {
                break;
            }

            analyser.OnTonalFrame(frame);
        }
    }
}
