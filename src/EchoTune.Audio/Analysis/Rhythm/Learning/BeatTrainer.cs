using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Rhythm.Learning;

/// <summary>How far training has come.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="TrainingLoss">Mean loss a row since the last report, nats, in training, with all its noise.</param>
/// <param name="HeldOutLoss">Mean loss a row on the pieces held out.</param>
/// <param name="BeatF">F-measure at one threshold of the held-out beat activations' peaks, ±70 ms: before any decoding.</param>
/// <param name="DownbeatF">The same of first beats.</param>
public sealed record BeatProgress(int Step, double TrainingLoss, double HeldOutLoss, double BeatF, double DownbeatF);

/// <summary>
/// Trains the network of beats, on one thread, with Adam under a rate that falls along a cosine. Each step takes a stretch of a
/// lesson at another speed, through another equaliser, with bands and moments masked and with noise.
/// </summary>
/// <param name="seed">The same seed, lessons and settings give the same weights on one machine.</param>
public sealed class BeatTrainer(int seed)
{
    private const int Stretch = 1024;
    private const double DownbeatWeight = 1.5;
    private readonly Random _random = new(seed);
    private readonly float[] _x = new float[Stretch * BeatRows.Width];
    private readonly float[] _targets = new float[Stretch * BeatNetwork.Outputs];
    private readonly float[] _weights = new float[Stretch * BeatNetwork.Outputs];
    private readonly float[] _gradient = new float[Stretch * BeatNetwork.Outputs];

    /// <summary>Highest rate of learning.</summary>
    public double Rate { get; init; } = 0.003;

    /// <summary>Stretches whose gradients are summed for a step.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>Weight file of an earlier training to go on from; null to begin anew.</summary>
    public byte[]? From { get; init; }

    /// <summary>Told the weights at each report, so that a training that is broken off is not lost.</summary>
    public Action<byte[]>? Keep { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="lessons">What to learn from.</param>
    /// <param name="heldOut">Other pieces, to judge by.</param>
    /// <param name="steps">Steps to take.</param>
    /// <param name="version">Version that the file will carry.</param>
    /// <param name="isDone">Asked before each step with the share done by count: the larger of it and the answer drives the rate; 1 ends.</param>
    /// <param name="report">Told every so often.</param>
    /// <returns>The weight file.</returns>
    /// <exception cref="InvalidDataException">Where <see cref="From"/> is no weight file of this purpose.</exception>
    public byte[] Train(
        IReadOnlyList<BeatLesson> lessons, IReadOnlyList<BeatLesson> heldOut, int steps, int version, Func<double> isDone, Action<BeatProgress> report)
    {
        var network = From is null ? BeatNetwork.Create(_random, Fit(lessons)) : WeightFile.Read(From, BeatNetwork.Purpose).Network;
        var adam = new Adam(network.Parameters) { Decay = 0.01f };
        var pass = new NetworkPass(training: true);
        // Long pieces are drawn more often.
        var ends = new long[lessons.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = lessons[i].Rows + (i > 0 ? ends[i - 1] : 0);
        }

        double loss = 0, due = 0;
        var rows = 0;
        for (var step = 0; ; step++)
        {
            var share = Math.Max((double)step / steps, isDone());
            if (share >= 1 || share >= due)
            {
                due += 0.1;
                var (judged, beat, downbeat) = Judge(network, heldOut);
                report(new BeatProgress(step, loss / Math.Max(1, rows), judged, beat, downbeat));
                (loss, rows) = (0, 0);
                Keep?.Invoke(WeightFile.Write(network, BeatNetwork.Purpose, version));
            }

            if (share >= 1)
            {
                return WeightFile.Write(network, BeatNetwork.Purpose, version);
            }

            for (var b = 0; b < Batch; b++)
            {
                var at = Array.BinarySearch(ends, (long)(_random.NextDouble() * ends[^1]));
                Draw(lessons[Math.Min(at < 0 ? ~at : at + 1, ends.Length - 1)]);
                loss += Loss.Binary(network.Forward(_x, Stretch, pass, _random), _targets, _weights, _gradient);
                rows += Stretch;
                network.Backward(pass, _gradient);
            }

            var warm = Math.Min(1, (step + 1) / 100.0);
            adam.Step(Rate * warm * (0.02 + (0.98 * 0.5 * (1 + Math.Cos(Math.PI * share)))), 1.0 / (Batch * Stretch));
        }
    }

    private static Standardise Fit(IReadOnlyList<BeatLesson> lessons)
    {
        var x = new List<float>();
        var rows = 0;
        foreach (var lesson in lessons.Take(60))
        {
            for (var t = 0; t < lesson.Rows; t += 7, rows++)
            {
                for (var c = 0; c < BeatRows.Width; c++)
                {
                    x.Add(lesson.At(t, c));
                }
            }
        }

        return new Standardise(BeatRows.Width).Fit(x.ToArray(), rows);
    }

    private static (double Loss, double BeatF, double DownbeatF) Judge(Network network, IReadOnlyList<BeatLesson> lessons)
    {
        var pass = new NetworkPass();
        double loss = 0, rows = 0, beat = 0, downbeat = 0;
        foreach (var lesson in lessons)
        {
            var n = lesson.Rows;
            var x = new float[n * BeatRows.Width];
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = lesson.At(i / BeatRows.Width, i % BeatRows.Width);
            }

            var outputs = network.Forward(x, n, pass);
            float[] targets = new float[n * BeatNetwork.Outputs], weights = new float[targets.Length];
            Mark(lesson, 0, 1, n, targets, weights);
            loss += Loss.Binary(outputs, targets, weights, new float[targets.Length]);
            rows += n;
            beat += PeakF(outputs, 0, n, lesson.Beats);
            downbeat += PeakF(outputs, 1, n, lesson.Downbeats);
        }

        return (loss / Math.Max(1, rows), beat / Math.Max(1, lessons.Count), downbeat / Math.Max(1, lessons.Count));
    }

    private static double PeakF(ReadOnlySpan<float> outputs, int output, int rows, IReadOnlyList<double> truth)
    {
        var found = new List<double>();
        for (var t = 1; t < rows - 1; t++)
        {
            float a = outputs[((t - 1) * BeatNetwork.Outputs) + output], b = outputs[(t * BeatNetwork.Outputs) + output], c = outputs[((t + 1) * BeatNetwork.Outputs) + output];
            if (b > -0.85f && b >= a && b > c)
            {
                found.Add(BeatRows.SecondsOf(t));
            }
        }

        var hits = 0;
        for (int i = 0, j = 0; i < truth.Count && j < found.Count;)
        {
            var distance = found[j] - truth[i];
            hits += Math.Abs(distance) <= 0.07 ? 1 : 0;
            i += distance >= -0.07 ? 1 : 0;
            j += distance <= 0.07 ? 1 : 0;
        }

        return truth.Count + found.Count == 0 ? 1 : 2.0 * hits / (truth.Count + found.Count);
    }

    // A beat is its row, and half of each neighbour's: truth is no finer than that.
    private static void Mark(BeatLesson lesson, double start, double speed, int rows, Span<float> targets, Span<float> weights)
    {
        targets.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = i % BeatNetwork.Outputs == 0 ? 1 : (float)DownbeatWeight;
        }

        for (var output = 0; output < BeatNetwork.Outputs; output++)
        {
            foreach (var time in output == 0 ? lesson.Beats : lesson.Downbeats)
            {
                var row = (int)Math.Round((BeatRows.RowOf(time) - start) / speed);
                for (var t = Math.Max(0, row - 1); t <= Math.Min(rows - 1, row + 1); t++)
                {
                    ref var target = ref targets[(t * BeatNetwork.Outputs) + output];
                    target = Math.Max(target, t == row ? 1 : 0.4f);
                }
            }
        }
    }

    private void Draw(BeatLesson lesson)
    {
        var speed = Speed(lesson);
        var start = _random.NextDouble() * Math.Max(0, lesson.Rows - (Stretch * speed));
        Mark(lesson, start, speed, Stretch, _targets, _weights);
        Span<float> tone = stackalloc float[FrameFormat.MelBands];
        Span<float> rise = stackalloc float[FrameFormat.MelBands];
        Equalise(tone, rise);
        var noise = _random.Next(3) == 0 ? (float)(0.25 * _random.NextDouble()) : 0;
        for (var t = 0; t < Stretch; t++)
        {
            var from = start + (t * speed);
            var (row, f) = ((int)from, (float)(from - (int)from));
            var to = _x.AsSpan(t * BeatRows.Width, BeatRows.Width);
            if (row + 1 >= lesson.Rows)
            {
                // Beyond the end there is silence, and nothing to be said about beats.
                to.Clear();
                _weights.AsSpan(t * BeatNetwork.Outputs, BeatNetwork.Outputs).Fill(row >= lesson.Rows ? 0.05f : 0);
                continue;
            }

            for (var m = 0; m < FrameFormat.MelBands; m++)
            {
                var level = ((1 - f) * lesson.At(row, m)) + (f * lesson.At(row + 1, m));
                to[m] = Math.Clamp(level + (tone[m] * Math.Min(1, level)) + (noise * (_random.NextSingle() - 0.5f)), 0, BeatRows.Largest);
                // The larger of two neighbours, not their mean: a rise stays as sharp at any speed.
                float a = lesson.At(row, FrameFormat.MelBands + m), b = lesson.At(row + 1, FrameFormat.MelBands + m);
                to[FrameFormat.MelBands + m] = Math.Max(0, (rise[m] * (f < 0.5f ? Math.Max(a, f * b) : Math.Max(b, (1 - f) * a))) + (noise * (_random.NextSingle() - 0.5f)));
            }
        }

        Mask();
    }

    // Up to √2 either way, but never to a tempo that hardly anybody taps, where the piece does not have one already: which of two
    // metrical levels is the beat is a matter of tempo above all.
    private double Speed(BeatLesson lesson)
    {
        const double slowest = 56, fastest = 188;
        for (var attempt = 0; attempt < 4 && _random.Next(4) != 0; attempt++)
        {
            var speed = Math.Exp((_random.NextDouble() - 0.5) * 0.69);
            var bpm = lesson.Bpm * speed;
            if (bpm is > slowest and < fastest)
            {
                return speed;
            }
        }

        return 1;
    }

    // A smooth curve over the bands for the spectrum, and how strong rises then are.
    private void Equalise(Span<float> tone, Span<float> rise)
    {
        double depth = 1.2 * _random.NextDouble(), tilt = 1.5 * (_random.NextDouble() - 0.5), turns = 3 * _random.NextDouble(), phase = 6.28 * _random.NextDouble();
        var strength = 0.7 + (0.6 * _random.NextDouble());
        for (var m = 0; m < tone.Length; m++)
        {
            var x = (double)m / tone.Length;
            tone[m] = (float)((depth * Math.Sin((6.28 * turns * x) + phase)) + (tilt * (x - 0.5)));
            rise[m] = (float)(strength * (1 + (0.25 * tone[m])));
        }
    }

    private void Mask()
    {
        if (_random.Next(2) == 0)
        {
            var (first, count) = (_random.Next(FrameFormat.MelBands), 1 + _random.Next(12));
            // Often all above or below: a muffled or a thin recording.
            (first, count) = _random.Next(4) switch { 0 => (0, count), 1 => (FrameFormat.MelBands - count, count), _ => (first, count) };
            for (var t = 0; t < Stretch; t++)
            {
                for (var m = first; m < Math.Min(FrameFormat.MelBands, first + count); m++)
                {
                    _x[(t * BeatRows.Width) + m] = 0;
                    _x[(t * BeatRows.Width) + FrameFormat.MelBands + m] = 0;
                }
            }
        }

        for (var holes = _random.Next(3); holes > 0; holes--)
        {
            var length = 4 + _random.Next(60);
            _x.AsSpan(_random.Next(Stretch - length) * BeatRows.Width, length * BeatRows.Width).Clear();
        }
    }
}
