using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// Discrete Fourier transform of real signals whose length is a power of two. The signal is packed into a complex one of half
/// the length, transformed by a self-sorting radix-4 Stockham algorithm (no bit reversal, so the inner loops run over
/// contiguous memory and use SIMD), and unpacked. Unnormalised: a cosine of amplitude 1 on a bin gives size / 2 there.
/// Buffers are its own, so one instance serves one thread; no call allocates.
/// </summary>
public sealed class RealFft
{
    private readonly int _half;
    private readonly bool _simd;
    private readonly Stage[] _stages;
    private readonly float[] _unpackCos;
    private readonly float[] _unpackSin;
    private float[] _re;
    private float[] _im;
    private float[] _reNext;
    private float[] _imNext;

    /// <summary>Prepares a transform.</summary>
    /// <param name="size">Samples a block: a power of two, 8 to 2²⁰.</param>
    public RealFft(int size)
        : this(size, useSimd: true)
    {
    }

    /// <summary>Prepares a transform, with or without SIMD (tests compare both).</summary>
    internal RealFft(int size, bool useSimd)
    {
        if (size is < 8 or > 1 << 20 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size is a power of two from 8 to 1,048,576.");
        }

        Size = size;
        _half = size / 2;
        _simd = useSimd && Vector.IsHardwareAccelerated;
        _re = new float[_half];
        _im = new float[_half];
        _reNext = new float[_half];
        _imNext = new float[_half];

        var stages = new List<Stage>();
        for (int n = _half, stride = 1; n > 1; n /= 4, stride *= 4)
        {
            stages.Add(new Stage(n, stride));
            if (n == 2)
            {
                break;
            }
        }

        _stages = [.. stages];
        _unpackCos = new float[_half + 1];
        _unpackSin = new float[_half + 1];
        for (var k = 0; k <= _half; k++)
        {
            var (sin, cos) = Math.SinCos(-2 * Math.PI * k / size);
            _unpackCos[k] = (float)cos;
            _unpackSin[k] = (float)sin;
        }
    }

    /// <summary>Samples a block.</summary>
    public int Size { get; }

    /// <summary>Bins of the result, from 0 Hz to half the sample rate: <c>Size / 2 + 1</c>.</summary>
    public int Bins => _half + 1;

    /// <summary>Transforms a block.</summary>
    /// <param name="input"><see cref="Size"/> samples.</param>
    /// <param name="real">Takes <see cref="Bins"/> real parts.</param>
    /// <param name="imaginary">Takes <see cref="Bins"/> imaginary parts.</param>
    public void Forward(ReadOnlySpan<float> input, Span<float> real, Span<float> imaginary)
    {
        Transform(input);
        var (re, im) = (_re, _im);
        for (var k = 0; k <= _half; k++)
        {
            Unpack(re, im, k, out real[k], out imaginary[k]);
        }
    }

    /// <summary>Transforms a block and keeps only squared magnitudes.</summary>
    /// <param name="input"><see cref="Size"/> samples.</param>
    /// <param name="power">Takes <see cref="Bins"/> values, re² + im².</param>
    public void Power(ReadOnlySpan<float> input, Span<float> power)
    {
        Transform(input);
        var (re, im) = (_re, _im);
        for (var k = 0; k <= _half; k++)
        {
            Unpack(re, im, k, out var a, out var b);
            power[k] = (a * a) + (b * b);
        }
    }

    // X[k] = (Z[k] + Z*[M-k]) / 2 - i e^(-2 pi i k / N) (Z[k] - Z*[M-k]) / 2, with Z[M] = Z[0].
    private void Unpack(float[] re, float[] im, int k, out float real, out float imaginary)
    {
        var i = k & (_half - 1);
        var j = (_half - k) & (_half - 1);
        float sumRe = re[i] + re[j], sumIm = im[i] - im[j];
        float difRe = re[i] - re[j], difIm = im[i] + im[j];
        float c = _unpackCos[k], s = _unpackSin[k];
        var twRe = (c * difRe) - (s * difIm);
        var twIm = (c * difIm) + (s * difRe);
        real = 0.5f * (sumRe + twIm);
        imaginary = 0.5f * (sumIm - twRe);
    }

    private void Transform(ReadOnlySpan<float> input)
    {
        if (input.Length != Size)
        {
            throw new ArgumentException($"The block has {input.Length} samples; this transform takes {Size}.", nameof(input));
        }

        for (var i = 0; i < _half; i++)
        {
            _re[i] = input[2 * i];
            _im[i] = input[(2 * i) + 1];
        }

        foreach (var stage in _stages)
        {
            if (stage.Length == 2)
            {
                RunRadix2(stage.Stride);
            }
            else if (_simd && stage.Stride >= Vector<float>.Count)
            {
                RunRadix4Simd(stage);
            }
            else
            {
                RunRadix4(stage);
            }

            (_re, _reNext) = (_reNext, _re);
            (_im, _imNext) = (_imNext, _im);
        }
    }

    private void RunRadix2(int stride)
    {
        var (re, im, re2, im2) = (_re, _im, _reNext, _imNext);
        for (var q = 0; q < stride; q++)
        {
            float ar = re[q], ai = im[q], br = re[q + stride], bi = im[q + stride];
            re2[q] = ar + br;
            im2[q] = ai + bi;
            re2[q + stride] = ar - br;
            im2[q + stride] = ai - bi;
        }
    }

    private void RunRadix4(Stage stage)
    {
        var (re, im, re2, im2) = (_re, _im, _reNext, _imNext);
        int s = stage.Stride, quarter = stage.Length / 4, step = quarter * s;
        for (var p = 0; p < quarter; p++)
        {
            float c1 = stage.Cos1[p], s1 = stage.Sin1[p], c2 = stage.Cos2[p], s2 = stage.Sin2[p], c3 = stage.Cos3[p], s3 = stage.Sin3[p];
            for (var q = 0; q < s; q++)
            {
                var i = q + (s * p);
                float ar = re[i], ai = im[i], br = re[i + step], bi = im[i + step];
                float cr = re[i + (2 * step)], ci = im[i + (2 * step)], dr = re[i + (3 * step)], di = im[i + (3 * step)];
                float apcR = ar + cr, apcI = ai + ci, amcR = ar - cr, amcI = ai - ci;
                float bpdR = br + dr, bpdI = bi + di, bmdR = br - dr, bmdI = bi - di;
                var o = q + (4 * s * p);
                re2[o] = apcR + bpdR;
                im2[o] = apcI + bpdI;
                float xr = amcR + bmdI, xi = amcI - bmdR;
                re2[o + s] = (c1 * xr) - (s1 * xi);
                im2[o + s] = (c1 * xi) + (s1 * xr);
                xr = apcR - bpdR;
                xi = apcI - bpdI;
                re2[o + (2 * s)] = (c2 * xr) - (s2 * xi);
                im2[o + (2 * s)] = (c2 * xi) + (s2 * xr);
                xr = amcR - bmdI;
                xi = amcI + bmdR;
                re2[o + (3 * s)] = (c3 * xr) - (s3 * xi);
                im2[o + (3 * s)] = (c3 * xi) + (s3 * xr);
            }
        }
    }

    private void RunRadix4Simd(Stage stage)
    {
        ref var re = ref MemoryMarshal.GetArrayDataReference(_re);
        ref var im = ref MemoryMarshal.GetArrayDataReference(_im);
        ref var re2 = ref MemoryMarshal.GetArrayDataReference(_reNext);
        ref var im2 = ref MemoryMarshal.GetArrayDataReference(_imNext);
        int s = stage.Stride, quarter = stage.Length / 4, step = quarter * s;
        for (var p = 0; p < quarter; p++)
        {
            Vector<float> c1 = new(stage.Cos1[p]), s1 = new(stage.Sin1[p]), c2 = new(stage.Cos2[p]);
            Vector<float> s2 = new(stage.Sin2[p]), c3 = new(stage.Cos3[p]), s3 = new(stage.Sin3[p]);
            // Strides are powers of four, so a stride of at least one vector need not be a multiple of it only for vectors
            // longer than any that exists (16 floats): 16 and 8 and 4 all divide 16.
            for (var q = 0; q < s; q += Vector<float>.Count)
            {
                var i = (nuint)(q + (s * p));
                var n = (nuint)step;
                Vector<float> ar = Vector.LoadUnsafe(ref re, i), ai = Vector.LoadUnsafe(ref im, i);
                Vector<float> br = Vector.LoadUnsafe(ref re, i + n), bi = Vector.LoadUnsafe(ref im, i + n);
                Vector<float> cr = Vector.LoadUnsafe(ref re, i + (2 * n)), ci = Vector.LoadUnsafe(ref im, i + (2 * n));
                Vector<float> dr = Vector.LoadUnsafe(ref re, i + (3 * n)), di = Vector.LoadUnsafe(ref im, i + (3 * n));
                Vector<float> apcR = ar + cr, apcI = ai + ci, amcR = ar - cr, amcI = ai - ci;
                Vector<float> bpdR = br + dr, bpdI = bi + di, bmdR = br - dr, bmdI = bi - di;
                var o = (nuint)(q + (4 * s * p));
                var w = (nuint)s;
                (apcR + bpdR).StoreUnsafe(ref re2, o);
                (apcI + bpdI).StoreUnsafe(ref im2, o);
                Vector<float> xr = amcR + bmdI, xi = amcI - bmdR;
                ((c1 * xr) - (s1 * xi)).StoreUnsafe(ref re2, o + w);
                ((c1 * xi) + (s1 * xr)).StoreUnsafe(ref im2, o + w);
                xr = apcR - bpdR;
                xi = apcI - bpdI;
                ((c2 * xr) - (s2 * xi)).StoreUnsafe(ref re2, o + (2 * w));
                ((c2 * xi) + (s2 * xr)).StoreUnsafe(ref im2, o + (2 * w));
                xr = amcR - bmdI;
                xi = amcI + bmdR;
                ((c3 * xr) - (s3 * xi)).StoreUnsafe(ref re2, o + (3 * w));
                ((c3 * xi) + (s3 * xr)).StoreUnsafe(ref im2, o + (3 * w));
            }
        }
    }

    // Twiddle factors of one pass over sub-transforms of Length, with Stride interleaved results.
    private sealed class Stage
    {
        public Stage(int length, int stride)
        {
            Length = length;
            Stride = stride;
            var quarter = Math.Max(1, length / 4);
            (Cos1, Sin1) = Twiddles(1, length, quarter);
            (Cos2, Sin2) = Twiddles(2, length, quarter);
            (Cos3, Sin3) = Twiddles(3, length, quarter);
        }

        public int Length { get; }

        public int Stride { get; }

        public float[] Cos1 { get; }

        public float[] Sin1 { get; }

        public float[] Cos2 { get; }

        public float[] Sin2 { get; }

        public float[] Cos3 { get; }

        public float[] Sin3 { get; }

        private static (float[] Cos, float[] Sin) Twiddles(int power, int length, int count)
        {
            var (cos, sin) = (new float[count], new float[count]);
            for (var p = 0; p < count; p++)
            {
                var (y, x) = Math.SinCos(-2 * Math.PI * power * p / length);
                (cos[p], sin[p]) = ((float)x, (float)y);
            }

            return (cos, sin);
        }
    }
}
