using System.Numerics.Tensors;

namespace EchoTune.Audio.Separation;

/// <summary>
/// Takes a recording apart into drums, bass, vocals and the rest, while it streams through. Soft masks over short-time spectra:
/// what is struck is told from what is held by medians over frequency and over time (Fitzgerald 2010); the bass is what is
/// held below 260 Hz and at the harmonics of its line; vocals are what does not repeat (REPET-SIM, Rafii and Pardo 2012),
/// lies in the middle, and follows the harmonics of the most prominent pitch. The rest is the input less these three, so the four
/// add up to the input. Answers come 5.1 s after the samples; memory is 20 MB whatever the length.
/// Not thread-safe.
/// </summary>
public sealed class StemSeparator
{
    /// <summary>Hz of the samples.</summary>
    public const int SampleRate = 44_100;

    private const int Ahead = 216;
    private const int PitchAhead = 24;
    private const int TimeReach = 8;
    private const int BinReach = 10;

    private readonly Spectra _spectra = new();
    private readonly Repetition _repetition = new(Ahead);
    private readonly StemMasks _masks = new(PitchAhead);
    private readonly SeparationFrame[] _frames = [.. Enumerable.Range(0, Ahead + 1).Select(_ => new SeparationFrame())];
    private readonly float[] _padded = new float[Spectra.Bins + (2 * BinReach)];
    private readonly float[] _struck = new float[Spectra.Bins];
    private readonly float[][] _around = new float[(2 * TimeReach) + 1][];
    private readonly float[] _left = new float[Spectra.Window];
    private readonly float[] _right = new float[Spectra.Window];
    private readonly float[] _kept = new float[2 * Spectra.Hop * (Ahead + 5)];
    private readonly float[][] _sums = [.. Enumerable.Range(0, 6).Select(_ => new float[Spectra.Window])];
    private readonly float[][] _out = [.. Enumerable.Range(0, 4).Select(_ => new float[2 * Spectra.Hop])];
    private int _inHop;
    private long _frame;
    private long _received;
    private long _sent;

    /// <summary>Takes samples and hands over what they complete.</summary>
    /// <param name="interleaved">Stereo at <see cref="SampleRate"/>, whole frames, −1…1; what is not finite counts as silence.</param>
    /// <param name="writer">Takes the stems.</param>
    public void Process(ReadOnlySpan<float> interleaved, StemWriter writer)
    {
        if (interleaved.Length % 2 != 0)
        {
            throw new ArgumentException("A block holds whole frames of two samples.", nameof(interleaved));
        }

        _received += interleaved.Length / 2;
        Take(interleaved, writer);
    }

    /// <summary>Hands over what is left. The stems are then as long as the input.</summary>
    /// <param name="writer">Takes the stems.</param>
    public void Complete(StemWriter writer)
    {
        Span<float> silence = stackalloc float[2 * 256];
        silence.Clear();
        while (_sent < _received)
        {
            Take(silence, writer);
        }
    }

    private void Take(ReadOnlySpan<float> interleaved, StemWriter writer)
    {
        const int old = Spectra.Window - Spectra.Hop;
        for (var i = 0; i + 1 < interleaved.Length; i += 2)
        {
            float left = Clean(interleaved[i]), right = Clean(interleaved[i + 1]);
            _left[old + _inHop] = left;
            _right[old + _inHop] = right;
            var at = (int)(2 * ((_frame * Spectra.Hop) + _inHop) % _kept.Length);
            _kept[at] = left;
            _kept[at + 1] = right;
            if (++_inHop == Spectra.Hop)
            {
                _inHop = 0;
                Analyse();
                if (_frame > Ahead)
                {
                    Synthesise(_frame - 1 - Ahead, writer);
                }

                _left.AsSpan(Spectra.Hop).CopyTo(_left);
                _right.AsSpan(Spectra.Hop).CopyTo(_right);
            }
        }
    }

    private static float Clean(float x) => float.IsFinite(x) ? Math.Clamp(x, -64, 64) : 0;

    private void Analyse()
    {
        var frame = _frames[_frame % _frames.Length];
        _spectra.Forward(_left, frame.Left);
        _spectra.Forward(_right, frame.Right);
        var magnitudes = _repetition.Append();
        for (var k = 0; k < magnitudes.Length; k++)
        {
            float a = frame.Left.Real[k], b = frame.Left.Imaginary[k], c = frame.Right.Real[k], d = frame.Right.Imaginary[k];
            magnitudes[k] = MathF.Sqrt((a * a) + (b * b) + (c * c) + (d * d));
        }

        _repetition.Describe();
        _frame++;
        // What needs a future is worked out when that is there, the pitch's own future still to come.
        if (_frame > Ahead - PitchAhead)
        {
            Judge(_frame - 1 - (Ahead - PitchAhead));
        }
    }

    // Struck or held; repeated or not; in the middle or not.
    private void Judge(long index)
    {
        var frame = _frames[index % _frames.Length];
        var own = _repetition[index];
        for (var t = -TimeReach; t <= TimeReach; t++)
        {
            _around[t + TimeReach] = _repetition[Math.Max(0, index + t)];
        }

        Medians.OfRows(_around, frame.Held);
        own.CopyTo(_padded.AsSpan(BinReach));
        for (var k = 0; k < BinReach; k++)
        {
            // The ends mirror what lies beside them.
            _padded[k] = own[BinReach - k];
            _padded[^(k + 1)] = own[^(BinReach - k + 1)];
        }

        Medians.OfNeighbours(_padded, BinReach, _struck);
        _masks.Judge(frame, _struck, own, _repetition.Background(index));
    }

    private void Synthesise(long index, StemWriter writer)
    {
        var frame = _frames[index % _frames.Length];
        _masks.Decide(index, frame, _repetition[index]);
        for (var stem = 0; stem < 3; stem++)
        {
            _spectra.AddInverse(frame.Left, _masks[stem], _sums[2 * stem]);
            _spectra.AddInverse(frame.Right, _masks[stem], _sums[(2 * stem) + 1]);
        }

        Send((index * Spectra.Hop) - (Spectra.Window - Spectra.Hop), writer);
        foreach (var sum in _sums)
        {
            sum.AsSpan(Spectra.Hop).CopyTo(sum);
            sum.AsSpan(Spectra.Window - Spectra.Hop).Clear();
        }
    }

    // The first hop of the sums is whole now: it begins at this sample.
    private void Send(long start, StemWriter writer)
    {
        int from = (int)Math.Max(0, -start), to = (int)Math.Min(Spectra.Hop, _received - start);
        if (to <= from)
        {
            return;
        }

        for (var i = from; i < to; i++)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var taken = 0f;
                for (var stem = 0; stem < 3; stem++)
                {
                    var v = _sums[(2 * stem) + channel][i];
                    _out[stem][(2 * i) + channel] = v;
                    taken += v;
                }

                _out[3][(2 * i) + channel] = _kept[((2 * (start + i)) + channel) % _kept.Length] - taken;
            }
        }

        _sent += to - from;
        Range range = (2 * from)..(2 * to);
        writer(new StemBlock { Drums = _out[0].AsSpan(range), Bass = _out[1].AsSpan(range), Vocals = _out[2].AsSpan(range), Other = _out[3].AsSpan(range) });
    }
}
