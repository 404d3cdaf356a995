using System.Numerics.Tensors;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Sound.Drums;
using EchoTune.Audio.Synthesis.Sound.Effects;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Plays a cast into two channels: each part at its level, ducked by the kick, in one room.</summary>
internal sealed class PracticeMixer
{
    private const int Block = ScoreRenderer.Block;
    private const double DrumLufs = -18;
    private readonly PracticeBand _band;
    private readonly float[] _left;
    private readonly float[] _right;
    private readonly float[] _roomLeft;
    private readonly float[] _roomRight;
    private readonly float[] _partLeft;
    private readonly float[] _partRight;
    private readonly int[] _kicks;

    private PracticeMixer(PracticeBand band)
    {
        _band = band;
        var length = (int)Math.Round(band.Score.DurationSeconds * DemoLibrary.SampleRate);
        (_left, _right) = (new float[length], new float[length]);
        (_roomLeft, _roomRight) = (new float[length], new float[length]);
        (_partLeft, _partRight) = (new float[length], new float[length]);
        var ducking = band.Pumps.Count > 0 ? band.Pumps : band.Score.Drums.Where(h => h.Drum is Drum.Kick).Select(h => h.Start);
        _kicks = [.. ducking.Select(seconds => (int)Math.Round(seconds * DemoLibrary.SampleRate))];
    }

    /// <summary>The mix, not yet at any particular level.</summary>
    public static (float[] Left, float[] Right) Mix(PracticeBand band, CancellationToken cancellationToken)
    {
        var mixer = new PracticeMixer(band);
        foreach (var part in band.Parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            mixer.Add(part);
        }

        mixer.AddDrums();
        cancellationToken.ThrowIfCancellationRequested();
        mixer.Finish();
        return (mixer._left, mixer._right);
    }

    private void Add(PracticePart cast)
    {
        var part = cast.Part;
        Array.Clear(_partLeft);
        Array.Clear(_partRight);
        float gain, room;
        if (cast.Program >= 0)
        {
            SampledPlayer.Play(_band.Font!, cast.Program, part.Notes, part.Pan, _partLeft, _partRight);
            gain = Level(PartTrack.TargetLufs(part.Layer) + part.GainDb);
            room = part.Layer is Layer.Bass ? 0.02f : 0.22f;
        }
        else
        {
            var track = new PartTrack(part);
            for (var at = 0; at < _partLeft.Length; at += Block)
            {
                var count = Math.Min(Block, _partLeft.Length - at);
                if (!track.Render(at, _partLeft.AsSpan(at, count), _partRight.AsSpan(at, count)))
                {
                    _partLeft.AsSpan(at, count).Clear();
                    _partRight.AsSpan(at, count).Clear();
                }
            }

            gain = track.Gain;
            room = part.Patch.ReverbSend;
        }

        if (part.Patch.DelaySend > 0)
        {
            Echo(part.Patch.DelaySend);
        }

        if (_band.Score.Sidechain > 0 && part.Layer is Layer.Bass or Layer.Pad or Layer.Comp or Layer.Arpeggio)
        {
            Duck();
        }

        Sum(gain, room * (float)_band.Score.Wet);
    }

    private void AddDrums()
    {
        if (_band.Score.Drums.Count == 0)
        {
            return;
        }

        Array.Clear(_partLeft);
        Array.Clear(_partRight);
        if (_band.DrumKit >= 0)
        {
            SampledPlayer.PlayDrums(_band.Font!, _band.DrumKit, _band.Score.Drums, _partLeft, _partRight);
            Sum(Level(DrumLufs + _band.Score.DrumsGainDb), 0.1f * (float)_band.Score.Wet);
            return;
        }

        var drums = new DrumTrack(_band.Score);
        var room = new float[Block];
        for (var at = 0; at < _partLeft.Length; at += Block)
        {
            var count = Math.Min(Block, _partLeft.Length - at);
            drums.Render(at, _partLeft.AsSpan(at, count), _partRight.AsSpan(at, count), room.AsSpan(0, count));
        }

        Sum(drums.Gain, 0.1f * (float)_band.Score.Wet);
    }

    private void Finish()
    {
        var score = _band.Score;
        if (score.Wet > 0)
        {
            var reverb = new Reverb(score.Reverb);
            for (var at = 0; at < _left.Length; at += Block)
            {
                var count = Math.Min(Block, _left.Length - at);
                reverb.Process(_roomLeft.AsSpan(at, count), _roomRight.AsSpan(at, count));
            }

            TensorPrimitives.Add<float>(_left, _roomLeft, _left);
            TensorPrimitives.Add<float>(_right, _roomRight, _right);
        }

        if (score.Swell.Count > 0)
        {
            new Swell(score.Swell).Process(0, _left, _right);
        }

        var width = (float)score.Width;
        if (width < 1)
        {
            // Towards the middle: (1 + w) / 2 of the own side, (1 − w) / 2 of the other.
            var (own, other) = (0.5f * (1 + width), 0.5f * (1 - width));
            TensorPrimitives.Multiply<float>(_left, other, _partLeft);
            TensorPrimitives.Multiply<float>(_right, other, _partRight);
            TensorPrimitives.MultiplyAdd<float>(_left, own, _partRight, _left);
            TensorPrimitives.MultiplyAdd<float>(_right, own, _partLeft, _right);
        }
    }

    private void Sum(float gain, float send)
    {
        TensorPrimitives.MultiplyAdd<float>(_partLeft, gain, _left, _left);
        TensorPrimitives.MultiplyAdd<float>(_partRight, gain, _right, _right);
        if (send > 0)
        {
            TensorPrimitives.MultiplyAdd<float>(_partLeft, gain * send, _roomLeft, _roomLeft);
            TensorPrimitives.MultiplyAdd<float>(_partRight, gain * send, _roomRight, _roomRight);
        }
    }

    private void Duck()
    {
        var ducker = new Ducker(_kicks, _band.Score.Sidechain);
        for (var at = 0; at < _partLeft.Length; at += Block)
        {
            var count = Math.Min(Block, _partLeft.Length - at);
            var gains = ducker.Next(at, count);
            TensorPrimitives.Multiply<float>(_partLeft.AsSpan(at, count), gains, _partLeft.AsSpan(at, count));
            TensorPrimitives.Multiply<float>(_partRight.AsSpan(at, count), gains, _partRight.AsSpan(at, count));
        }
    }

    private void Echo(float send)
    {
        var echo = new PingPong(_band.Score.DelayBeats * 60 / _band.Score.TempoBpm);
        var (left, right) = (new float[Block], new float[Block]);
        for (var at = 0; at < _partLeft.Length; at += Block)
        {
            var count = Math.Min(Block, _partLeft.Length - at);
            Span<float> dryLeft = _partLeft.AsSpan(at, count), dryRight = _partRight.AsSpan(at, count), l = left.AsSpan(0, count), r = right.AsSpan(0, count);
            TensorPrimitives.Multiply(dryLeft, send, l);
            TensorPrimitives.Multiply(dryRight, send, r);
            echo.Process(l, r);
            TensorPrimitives.Add(dryLeft, l, dryLeft);
            TensorPrimitives.Add(dryRight, r, dryRight);
        }
    }

    // The factor that brings what sounds of a part to a loudness: mean square over its 0.4 s windows within 10 dB of the loudest.
    private float Level(double lufs)
    {
        const int window = (int)(0.4 * DemoLibrary.SampleRate);
        var powers = new double[Math.Max(1, _partLeft.Length / window)];
        for (var i = 0; i < powers.Length; i++)
        {
            var count = Math.Min(window, _partLeft.Length - (i * window));
            powers[i] = (TensorPrimitives.SumOfSquares<float>(_partLeft.AsSpan(i * window, count)) + TensorPrimitives.SumOfSquares<float>(_partRight.AsSpan(i * window, count))) / count;
        }

        var gate = powers.Max() / 10;
        var mean = powers.Where(p => p >= gate).DefaultIfEmpty(0).Average();
        return mean <= 1e-12 ? 0 : (float)Math.Min(100, Math.Sqrt(Math.Pow(10, (lufs + 0.7) / 10) / mean));
    }
}
