using System.Numerics.Tensors;

namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>
/// A room: a network of sixteen delays that feed each other through a Hadamard matrix (Jot and Chaigne 1991), behind
/// allpass diffusers (Schroeder). Every delay is longer than a block, so that whole blocks are computed at once.
/// </summary>
internal sealed class Reverb
{
    private const int Block = ScoreRenderer.Block;
    private static readonly int[] Lengths = [1021, 1153, 1289, 1427, 1571, 1723, 1877, 2039, 2203, 2377, 2551, 2731, 2917, 3109, 3307, 3511];
    private readonly float[][] _lines = new float[Lengths.Length][];
    private readonly float[][] _work = new float[Lengths.Length][];
    private readonly float[] _gains = new float[Lengths.Length];
    private readonly int[] _positions = new int[Lengths.Length];
    private readonly float[] _last = new float[Lengths.Length];
    private readonly float[] _scratch = new float[Block + 1];
    private readonly Diffuser[] _leftIn = [new(113), new(271), new(449), new(613)];
    private readonly Diffuser[] _rightIn = [new(127), new(257), new(463), new(599)];
    private readonly StereoFilter _rumble = new(170, high: true);
    private readonly float _damping;

    /// <summary>Builds a room.</summary>
    /// <param name="seconds">Time to fade by 60 dB.</param>
    public Reverb(double seconds)
    {
        seconds = Math.Clamp(seconds, 0.2, 8);
        _damping = 0.18f;
        // Small rooms have shorter ways.
        var size = Math.Clamp(0.55 + (0.25 * seconds), 0.6, 1.25);
        for (var i = 0; i < Lengths.Length; i++)
        {
            var length = Math.Max(Block + 1 + (i * 23), (int)(Lengths[i] * size) | 1);
            _lines[i] = new float[length];
            _work[i] = new float[Block];
            // A quarter: the Hadamard matrix of order 16 made to keep energy.
            _gains[i] = (float)(0.25 * Math.Pow(10, -3.0 * length / (DemoLibrary.SampleRate * seconds)));
        }
    }

    /// <summary>Replaces what is sent by the room's answer; at most <see cref="ScoreRenderer.Block"/> samples.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        _rumble.Process(left, right);
        for (var i = 0; i < _leftIn.Length; i++)
        {
            _leftIn[i].Process(left);
            _rightIn[i].Process(right);
        }

        var n = left.Length;
        for (var i = 0; i < _lines.Length; i++)
        {
            Read(i, _work[i].AsSpan(0, n));
        }

        for (var span = 1; span < _lines.Length; span *= 2)
        {
            for (var i = 0; i < _lines.Length; i++)
            {
                if ((i & span) == 0)
                {
                    Rotate(_work[i].AsSpan(0, n), _work[i + span].AsSpan(0, n));
                }
            }
        }

        for (var i = 0; i < _lines.Length; i++)
        {
            Write(i, _work[i].AsSpan(0, n), (i & 1) == 0 ? left : right);
        }

        left.Clear();
        right.Clear();
        for (var i = 0; i < _lines.Length; i++)
        {
            var target = (i & 1) == 0 ? left : right;
            var mixed = _work[i].AsSpan(0, n);
            // Signs alternate in pairs, so that the sides stay unlike.
            if ((i & 2) == 0)
            {
                TensorPrimitives.Add<float>(target, mixed, target);
            }
            else
            {
                TensorPrimitives.Subtract<float>(target, mixed, target);
            }
        }

        TensorPrimitives.Multiply<float>(left, 0.5f, left);
        TensorPrimitives.Multiply<float>(right, 0.5f, right);
    }

    private void Rotate(Span<float> a, Span<float> b)
    {
        var scratch = _scratch.AsSpan(0, a.Length);
        TensorPrimitives.Subtract<float>(a, b, scratch);
        TensorPrimitives.Add<float>(a, b, a);
        scratch.CopyTo(b);
    }

    // The oldest samples through a two-tap low-pass that dulls each turn.
    private void Read(int i, Span<float> target)
    {
        var line = _lines[i];
        var first = Math.Min(target.Length, line.Length - _positions[i]);
        _scratch[0] = _last[i];
        line.AsSpan(_positions[i], first).CopyTo(_scratch.AsSpan(1));
        line.AsSpan(0, target.Length - first).CopyTo(_scratch.AsSpan(1 + first));
        _last[i] = _scratch[target.Length];
        var now = _scratch.AsSpan(1, target.Length);
        TensorPrimitives.Multiply<float>(now, (1 - _damping) * _gains[i], target);
        TensorPrimitives.MultiplyAdd<float>(_scratch.AsSpan(0, target.Length), _damping * _gains[i], target, target);
    }

    private void Write(int i, ReadOnlySpan<float> mixed, ReadOnlySpan<float> input)
    {
        var line = _lines[i];
        var sum = _scratch.AsSpan(0, mixed.Length);
        TensorPrimitives.Add(mixed, input, sum);
        // Keeps what fades away out of subnormal numbers, which are slow.
        TensorPrimitives.Add<float>(sum, 1e-18f, sum);
        var first = Math.Min(mixed.Length, line.Length - _positions[i]);
        sum[..first].CopyTo(line.AsSpan(_positions[i]));
        sum[first..].CopyTo(line);
        _positions[i] = (_positions[i] + mixed.Length) % line.Length;
    }

    private sealed class Diffuser(int length)
    {
        private const float Gain = 0.62f;
        private readonly float[] _line = new float[length];
        private int _position;

        public void Process(Span<float> samples)
        {
            while (samples.Length > 0)
            {
                var count = Math.Min(samples.Length, _line.Length - _position);
                var part = samples[..count];
                var line = _line.AsSpan(_position, count);
                for (var i = 0; i < part.Length; i++)
                {
                    var old = line[i];
                    var v = part[i] - (Gain * old) + 1e-18f;
                    line[i] = v;
                    part[i] = old + (Gain * v);
                }

                _position = (_position + count) % _line.Length;
                samples = samples[count..];
            }
        }
    }
}
