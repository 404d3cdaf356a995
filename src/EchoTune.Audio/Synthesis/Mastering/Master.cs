using EchoTune.Audio.Synthesis.Sound.Effects;
using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis.Mastering;

/// <summary>The last steps of a piece: no offset, a gentle compressor, one loudness for all, no peaks, soft ends.</summary>
internal static class Master
{
    /// <summary>Loudness of every piece.</summary>
    public const double TargetLufs = -14;

    /// <summary>Highest true peak, dBTP.</summary>
    public const double CeilingDb = -1.4;

    // The last chord begins at least three seconds before the end and rings out from then on.
    private const double RingSeconds = 2.4;

    private const int Chunk = 1 << 14;

    /// <summary>Masters in place.</summary>
    public static void Process(float[] left, float[] right, CancellationToken cancellationToken)
    {
        var subsonic = new StereoFilter(24, high: true);
        for (var at = 0; at < left.Length; at += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Chunk, left.Length - at);
            subsonic.Process(left.AsSpan(at, count), right.AsSpan(at, count));
        }

        Fade(left, right);
        BusCompressor.Process(left, right);
        cancellationToken.ThrowIfCancellationRequested();
        var limiter = new Limiter(left, right, Math.Pow(10, CeilingDb / 20));
        var loudness = new SteppedLoudness(left, right);
        var gain = Math.Pow(10, (TargetLufs - loudness.Integrated(null)) / 20);
        // Limiting takes loudness away; the envelope tells how much, so the loop needs no audio.
        for (var round = 0; round < 4 && double.IsFinite(gain); round++)
        {
            var short_ = TargetLufs - loudness.Integrated(limiter.Envelope(gain));
            if (Math.Abs(short_) < 0.05)
            {
                break;
            }

            gain *= Math.Pow(10, Math.Clamp(short_ * 1.2, -3, 3) / 20);
        }

        if (!double.IsFinite(gain))
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        limiter.Apply(limiter.Envelope(gain));
        Settle(left, right);
    }

    // The envelope's slope can lift a peak between samples by a hair; this takes the hair off.
    private static void Settle(float[] left, float[] right)
    {
        var ceiling = (float)Math.Pow(10, CeilingDb / 20);
        var meter = new TruePeakMeter();
        meter.Process(left);
        meter.Process(right);
        if (meter.Peak > ceiling)
        {
            var scale = ceiling / meter.Peak;
            TensorPrimitives.Multiply<float>(left, scale, left);
            TensorPrimitives.Multiply<float>(right, scale, right);
        }
    }

    private static void Fade(float[] left, float[] right)
    {
        var fadeIn = Math.Min(left.Length / 4, DemoLibrary.SampleRate / 200);
        for (var i = 0; i < fadeIn; i++)
        {
            var gain = i / (float)fadeIn;
            left[i] *= gain;
            right[i] *= gain;
        }

        var fadeOut = Math.Min(left.Length / 4, (int)(RingSeconds * DemoLibrary.SampleRate));
        for (var i = 0; i < fadeOut; i++)
        {
            // A raised cosine, ending on zero.
            var gain = 0.5f - (0.5f * MathF.Cos(MathF.PI * i / fadeOut));
            left[^(i + 1)] *= gain;
            right[^(i + 1)] *= gain;
        }
    }
}
