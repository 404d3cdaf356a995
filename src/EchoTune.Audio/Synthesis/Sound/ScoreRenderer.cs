using EchoTune.Audio.Synthesis.Sound.Effects;
using EchoTune.Audio.Synthesis.Sound.Drums;
using System.Numerics.Tensors;
using EchoTune.Audio.Synthesis.Mastering;
using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Turns a score into sound: instruments, mix, room, echo and master.</summary>
internal sealed class ScoreRenderer
{
    /// <summary>Samples computed at once.</summary>
    public const int Block = 512;

    private readonly PieceScore _score;
    private readonly PartTrack[] _parts;
    private readonly DrumTrack _drums;
    private readonly Ducker? _ducker;
    private readonly Reverb _reverb;
    private readonly PingPong? _echo;
    private readonly Chorus? _tape;
    private readonly Crackle? _crackle;
    private readonly Swell? _swell;
    private readonly StereoFilter[] _tone;
    private readonly float[][] _buffers = [.. Enumerable.Range(0, 10).Select(_ => new float[Block])];

    private ScoreRenderer(PieceScore score)
    {
        _score = score;
        _parts = [.. score.Parts.Where(p => p.Notes.Count > 0).Select(p => new PartTrack(p))];
        _drums = new DrumTrack(score);
        _ducker = score.Sidechain > 0 ? new Ducker(_drums.Kicks, score.Sidechain) : null;
        _reverb = new Reverb(score.Reverb);
        _echo = _parts.Any(p => p.Patch.DelaySend > 0) ? new PingPong(score.DelayBeats * 60 / score.TempoBpm) : null;
        var worn = Math.Clamp(score.Worn, 0, 1);
        _tape = worn > 0 ? new Chorus(4, (float)(0.9 * worn), 0.7f, 1, 0) { Opposite = false, Flutter = 0.04f } : null;
        _crackle = worn > 0 ? new Crackle(worn, SeededRandom.Combine(score.Seed, 5)) : null;
        _swell = score.Swell.Count > 0 ? new Swell(score.Swell) : null;
        _tone = Tone(score, worn);
    }

    /// <summary>Renders a piece.</summary>
    /// <param name="score">What to play.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>Interleaved stereo at <see cref="DemoLibrary.SampleRate"/>, mastered to −14 LUFS and below −1.2 dBTP.</returns>
    public static float[] Render(PieceScore score, CancellationToken cancellationToken)
    {
        var (left, right) = Mix(score, cancellationToken);
        Master.Process(left, right, cancellationToken);
        var result = new float[left.Length * 2];
        for (var i = 0; i < left.Length; i++)
        {
            result[2 * i] = left[i];
            result[(2 * i) + 1] = right[i];
        }

        return result;
    }

    /// <summary>The mix before the master.</summary>
    internal static (float[] Left, float[] Right) Mix(PieceScore score, CancellationToken cancellationToken)
    {
        var renderer = new ScoreRenderer(score);
        var length = (int)Math.Round(score.DurationSeconds * DemoLibrary.SampleRate);
        var left = new float[length];
        var right = new float[length];
        for (var at = 0; at < length; at += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Block, length - at);
            renderer.Next(at, left.AsSpan(at, count), right.AsSpan(at, count));
        }

        return (left, right);
    }

    private static StereoFilter[] Tone(PieceScore score, double worn)
    {
        var filters = new List<StereoFilter>();
        if (worn > 0)
        {
            filters.Add(new StereoFilter(14_000 - (8500 * worn), high: false));
            filters.Add(new StereoFilter(30 + (50 * worn), high: true));
        }

        if (score.Bandwidth > 0)
        {
            // Butterworth of fourth order, as two sections.
            filters.Add(new StereoFilter(score.Bandwidth, high: false, 1.8478f));
            filters.Add(new StereoFilter(score.Bandwidth, high: false, 0.7654f));
            if (score.Bandwidth < 9000)
            {
                filters.Add(new StereoFilter(90, high: true));
            }
        }

        return [.. filters];
    }

    private static bool IsDucked(Layer layer) => layer is Layer.Bass or Layer.Pad or Layer.Comp or Layer.Arpeggio;

    private void Next(int start, Span<float> left, Span<float> right)
    {
        var count = left.Length;
        var partLeft = _buffers[0].AsSpan(0, count);
        var partRight = _buffers[1].AsSpan(0, count);
        var roomLeft = _buffers[2].AsSpan(0, count);
        var roomRight = _buffers[3].AsSpan(0, count);
        var echoLeft = _buffers[4].AsSpan(0, count);
        var echoRight = _buffers[5].AsSpan(0, count);
        var drumRoom = _buffers[6].AsSpan(0, count);
        echoLeft.Clear();
        echoRight.Clear();

        _drums.Render(start, partLeft, partRight, drumRoom);
        TensorPrimitives.Multiply<float>(partLeft, _drums.Gain, left);
        TensorPrimitives.Multiply<float>(partRight, _drums.Gain, right);
        TensorPrimitives.Multiply<float>(drumRoom, _drums.Gain * (float)_score.Wet, roomLeft);
        roomLeft.CopyTo(roomRight);

        var duck = _ducker is null ? default : _ducker.Next(start, count);
        foreach (var part in _parts)
        {
            if (!part.Render(start, partLeft, partRight))
            {
                continue;
            }

            if (_ducker is not null && IsDucked(part.Layer))
            {
                TensorPrimitives.Multiply<float>(partLeft, duck, partLeft);
                TensorPrimitives.Multiply<float>(partRight, duck, partRight);
            }

            AddTo(left, right, partLeft, partRight, part.Gain);
            var send = part.Gain * part.Patch.ReverbSend * (float)_score.Wet;
            if (send > 0)
            {
                AddTo(roomLeft, roomRight, partLeft, partRight, send);
            }

            if (part.Patch.DelaySend > 0)
            {
                AddTo(echoLeft, echoRight, partLeft, partRight, part.Gain * part.Patch.DelaySend);
            }
        }

        if (_echo is not null)
        {
            _echo.Process(echoLeft, echoRight);
            AddTo(left, right, echoLeft, echoRight, 1);
            AddTo(roomLeft, roomRight, echoLeft, echoRight, 0.3f * (float)_score.Wet);
        }

        _reverb.Process(roomLeft, roomRight);
        AddTo(left, right, roomLeft, roomRight, 1);
        _swell?.Process(start, left, right);
        Finish(left, right);
    }

    private static void AddTo(Span<float> left, Span<float> right, ReadOnlySpan<float> fromLeft, ReadOnlySpan<float> fromRight, float gain)
    {
        TensorPrimitives.MultiplyAdd<float>(fromLeft, gain, left, left);
        TensorPrimitives.MultiplyAdd<float>(fromRight, gain, right, right);
    }

    private void Finish(Span<float> left, Span<float> right)
    {
        _tape?.Process(left, right);
        foreach (var filter in _tone)
        {
            filter.Process(left, right);
        }

        _crackle?.Process(left, right);
        var width = (float)Math.Clamp(_score.Width, 0, 1);
        if (width < 1)
        {
            var (same, other) = (0.5f * (1 + width), 0.5f * (1 - width));
            for (var i = 0; i < left.Length; i++)
            {
                var (l, r) = (left[i], right[i]);
                left[i] = (same * l) + (other * r);
                right[i] = (same * r) + (other * l);
            }
        }
    }
}
