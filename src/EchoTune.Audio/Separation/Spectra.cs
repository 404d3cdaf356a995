using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Separation;

/// <summary>Spectrum of one frame of one channel.</summary>
internal sealed class ChannelSpectrum
{
    public float[] Real { get; } = new float[Spectra.Bins];

    public float[] Imaginary { get; } = new float[Spectra.Bins];
}

/// <summary>Short-time transforms there and back: Hann windows on both ways, a quarter apart, whose squares add up to 1.5.</summary>
internal sealed class Spectra
{
    /// <summary>Samples of a frame: 93 ms.</summary>
    public const int Window = 4096;

    /// <summary>Samples between frames: 23 ms.</summary>
    public const int Hop = Window / 4;

    /// <summary>Bins of a frame, 10.8 Hz each.</summary>
    public const int Bins = (Window / 2) + 1;

    private readonly RealFft _fft = new(Window);
    private readonly float[] _hann = Windows.Hann(Window);
    private readonly float[] _block = new float[Window];
    private readonly float[] _real = new float[Bins];
    private readonly float[] _imaginary = new float[Bins];

    /// <summary>Transforms a frame.</summary>
    public void Forward(ReadOnlySpan<float> samples, ChannelSpectrum spectrum)
    {
        TensorPrimitives.Multiply(samples, _hann, _block);
        _fft.Forward(_block, spectrum.Real, spectrum.Imaginary);
    }

    /// <summary>Transforms a spectrum times a mask back and adds it where it belongs.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="mask">A factor a bin.</param>
    /// <param name="sum">Window samples to add to.</param>
    public void AddInverse(ChannelSpectrum spectrum, ReadOnlySpan<float> mask, Span<float> sum)
    {
        // The real even and the imaginary odd part share one transform of a real sequence.
        for (var k = 0; k < Bins; k++)
        {
            float re = spectrum.Real[k] * mask[k], im = spectrum.Imaginary[k] * mask[k];
            _block[k] = re + im;
            _block[(Window - k) & (Window - 1)] = re - im;
        }

        _block[0] = spectrum.Real[0] * mask[0];
        _block[Window / 2] = spectrum.Real[Bins - 1] * mask[Bins - 1];
        _fft.Forward(_block, _real, _imaginary);
        for (var n = 1; n < Window / 2; n++)
        {
            _block[n] = _real[n] + _imaginary[n];
            _block[Window - n] = _real[n] - _imaginary[n];
        }

        _block[0] = _real[0];
        _block[Window / 2] = _real[Window / 2];
        TensorPrimitives.Multiply(_block, _hann, _block);
        TensorPrimitives.MultiplyAdd(_block, 1f / (1.5f * Window), sum, sum);
    }
}
