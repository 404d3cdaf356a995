using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Describes what the beats of a track might be by signs that mean something in any music: what the network says on and
/// between the beats, how strong each band sounds there, where harmony changes, how bass drum and snare take turns, whether
/// bars can be counted, tempo and its multiples in the autocorrelation, and what other listeners think.
/// </summary>
internal sealed class BeatSigns
{
    /// <summary>Names of the signs, in their order.</summary>
    public static readonly string[] Names =
    [
        "network on", "network on-half", "network on-third", "network on-quarter", "network recall", "network precision", "network a second",
        "bass on-half", "low on-half", "middle on-half", "snare on-half", "high on-half",
        "bass on-quarter", "low on-quarter", "middle on-quarter", "snare on-quarter", "high on-quarter",
        "on-third", "half-third", "half-quarter", "pickup quarter", "pickup third", "harmony on-half", "harmony on-third", "harmony on-quarter",
        "turns", "alternation", "bars of four", "bars of three", "bars of two", "harmony of four", "empty", "irregular",
        "octaves", "octaves squared", "octaves busy", "very fast", "very slow", "tempo choice",
        "repeats 1", "repeats 1/2", "repeats 2", "repeats 4", "repeats 1/3", "repeats 3", "backbeat", "agrees path", "agrees network", "steady",
        "bass share", "snare share", "on strength", "network half", "network third", "no off-beat",
    ];

    private const int Parts = 12;
    private const int Channels = 8;
    private const int Novelty = 5;
    private const int Beat = 6;
    private const int First = 7;
    private const double ReferenceBpm = 110;
    private const double Slowest = 40;
    private const double Fastest = 280;

    private readonly RhythmInput _input;
    private readonly float[] _heard;
    private readonly int _frames;
    private readonly float[] _mean = new float[Channels];
    private readonly List<(double Frame, double Weight)> _peaks = [];
    private readonly TempoEstimator _tempo;
    private readonly double[] _path;
    private readonly double[] _network;
    private readonly double _busy;
    private readonly double _seconds;

    /// <summary>Prepares a track.</summary>
    /// <param name="input">What was heard.</param>
    /// <param name="tempo">The tempo by autocorrelation.</param>
    /// <param name="path">Beats along it.</param>
    /// <param name="network">The network's own beats.</param>
    /// <param name="onsetRate">Onsets a second.</param>
    public BeatSigns(RhythmInput input, TempoEstimator tempo, double[] path, double[] network, double onsetRate)
    {
        (_input, _tempo, _path, _network) = (input, tempo, path, network);
        _busy = Math.Clamp(Math.Log2((onsetRate / 4) + 1e-9), -1.5, 1.5);
        _frames = input.Envelope.Length;
        _seconds = _frames / FrontEnd.FrameFormat.FramesPerSecond;
        _heard = new float[_frames * Channels];
        for (var b = 0; b < OnsetBands.Count; b++)
        {
            Spread(input.Bands[b], b);
        }

        Spread(input.Novelty, Novelty);
        var line = new float[_frames];
        for (var t = 0; t < _frames; t++)
        {
            line[t] = Math.Clamp(input.BeatAt(t), -6, 3);
        }

        Spread(line, Beat);
        for (var t = 0; t < _frames; t++)
        {
            line[t] = Math.Clamp(input.Downbeat[Math.Clamp(t / BeatRows.FramesARow, 0, input.Downbeat.Length - 1)], -6, 3);
        }

        Spread(line, First);
        for (var t = 0; t < _frames; t++)
        {
            for (var c = 0; c < Channels; c++)
            {
                _mean[c] += _heard[(t * Channels) + c] / _frames;
            }
        }

        for (var r = 1; r + 1 < input.Beat.Length; r++)
        {
            if (input.Beat[r] > -1.5f && input.Beat[r] >= input.Beat[r - 1] && input.Beat[r] > input.Beat[r + 1])
            {
                _peaks.Add(((r * BeatRows.FramesARow) + 0.5, Loss.Sigmoid(input.Beat[r])));
            }
        }
    }

    /// <summary>The signs of a hypothesis.</summary>
    /// <param name="hypothesis">Beats of at least eight.</param>
    /// <returns>A number for each of <see cref="Names"/>, of the order of 1.</returns>
    public float[] Of(BeatHypothesis hypothesis)
    {
        var beats = hypothesis.Beats;
        var m = Profile(beats);
        double At(int channel, int part) => m[(part * Channels) + channel];
        double Third(int c) => 0.5 * (At(c, 4) + At(c, 8));
        double Quarter(int c) => 0.5 * (At(c, 3) + At(c, 9));
        double Bands(Func<int, double> of)
        {
            var sum = 0.0;
            for (var b = 0; b < OnsetBands.Count; b++)
            {
                sum += of(b);
            }

            return sum / OnsetBands.Count;
        }

        var signs = new List<double>(Names.Length)
        {
            At(Beat, 0), At(Beat, 0) - At(Beat, 6), At(Beat, 0) - Third(Beat), At(Beat, 0) - Quarter(Beat),
        };
        var (recall, precision) = Peaks(beats);
        signs.AddRange([recall, precision, beats.Length * (At(Beat, 0) + 3) / _seconds / 4]);
        for (var b = 0; b < OnsetBands.Count; b++)
        {
            signs.Add(Contrast(At(b, 0), At(b, 6)));
        }

        for (var b = 0; b < OnsetBands.Count; b++)
        {
            signs.Add(Contrast(At(b, 0), Quarter(b)));
        }

        signs.AddRange(
        [
            Bands(b => Contrast(At(b, 0), Third(b))), Bands(b => Contrast(At(b, 6), Third(b))), Bands(b => Contrast(At(b, 6), Quarter(b))),
            Bands(b => Contrast(At(b, 9), At(b, 3))), Bands(b => Contrast(At(b, 8), At(b, 4))),
            Contrast(At(Novelty, 0), At(Novelty, 6)), Contrast(At(Novelty, 0), Third(Novelty)), Contrast(At(Novelty, 0), Quarter(Novelty)),
        ]);
        double bass = signs[7], snare = signs[10];
        signs.Add(5 * Math.Sign(bass) * Math.Max(0, -bass * snare));
        signs.AddRange(Bars(beats));
        var strength = Bands(b => At(b, 0) / (_mean[b] + 0.05));
        signs.Add(Empty(beats));
        signs.Add(Irregular(beats));
        // Four beats of the slowest must lie within the autocorrelation.
        var period = Math.Clamp(hypothesis.Period, TempoEstimator.PeriodOf(Fastest), TempoEstimator.PeriodOf(Slowest));
        var bpm = TempoEstimator.PeriodOf(1) / period;
        var octaves = Math.Log2(bpm / ReferenceBpm);
        signs.AddRange([octaves, octaves * octaves, octaves * _busy, Math.Max(0, Math.Log2(bpm / 175)), Math.Max(0, Math.Log2(72 / bpm)), _tempo.Score(bpm) / 5]);
        foreach (var beatsApart in (ReadOnlySpan<double>)[1, 0.5, 2, 4, 1 / 3.0, 3])
        {
            var lag = beatsApart * period;
            signs.Add(lag + 3 < _tempo.MeanRow.Length ? TempoEstimator.PeakNear(_tempo.MeanRow, lag, 1 + (int)beatsApart) : 0);
        }

        signs.AddRange(
        [
            _tempo.BackbeatAt(period), BeatHypothesis.Agreement(beats, _path), BeatHypothesis.Agreement(beats, _network), hypothesis.Steadiness,
            At(OnsetBands.BassDrum, 0) / (Sum(OnsetBands.BassDrum) + 0.05) * 4, At(OnsetBands.Snare, 0) / (Sum(OnsetBands.Snare) + 0.05) * 4,
            Math.Log(strength + 0.1), At(Beat, 6), Third(Beat),
            Math.Clamp(GridPhase.OffbeatEvidence(beats, _input.Bands, _input.Novelty), -4, 4),
        ]);
        return [.. signs.Select(s => (float)s)];

        double Sum(int c)
        {
            var sum = 0.0;
            for (var q = 0; q < Parts; q++)
            {
                sum += At(c, q);
            }

            return sum;
        }
    }

    // The largest value within two frames, so that what lies between frames or is played a little off counts.
    private void Spread(float[] values, int channel)
    {
        for (var t = 0; t < _frames; t++)
        {
            var max = values[t];
            for (var d = Math.Max(0, t - 2); d <= Math.Min(_frames - 1, t + 2); d++)
            {
                max = Math.Max(max, values[d]);
            }

            _heard[(t * Channels) + channel] = max;
        }
    }

    // Mean of each channel at each twelfth of a beat.
    private double[] Profile(double[] beats)
    {
        var sums = new double[Parts * Channels];
        var count = 0;
        for (var i = 0; i + 1 < beats.Length; i++)
        {
            var step = (beats[i + 1] - beats[i]) / Parts;
            if (beats[i] < 0 || beats[i + 1] >= _frames)
            {
                continue;
            }

            count++;
            for (var q = 0; q < Parts; q++)
            {
                var t = Math.Min(_frames - 1, (int)(beats[i] + (q * step) + 0.5));
                var heard = _heard.AsSpan(t * Channels, Channels);
                var sum = sums.AsSpan(q * Channels, Channels);
                for (var c = 0; c < Channels; c++)
                {
                    sum[c] += heard[c];
                }
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] /= Math.Max(1, count);
        }

        return sums;
    }

    private (double Recall, double Precision) Peaks(double[] beats)
    {
        const double near = 3;
        double all = 1e-9, found = 0, hit = 0;
        var i = 0;
        var last = -1;
        foreach (var (frame, weight) in _peaks)
        {
            all += weight;
            while (i < beats.Length && beats[i] < frame - near)
            {
                i++;
            }

            if (i < beats.Length && beats[i] <= frame + near)
            {
                found += weight;
                hit += i != last ? 1 : 0;
                last = i;
            }
        }

        return (found / all, hit / beats.Length);
    }

    // How bass drum and snare take turns from beat to beat, and how clearly every fourth, third or second beat is a first one.
    private double[] Bars(double[] beats)
    {
        var sums = new double[12, Channels];
        var count = new double[12];
        for (var i = 0; i < beats.Length; i++)
        {
            var t = Math.Clamp((int)(beats[i] + 0.5), 0, _frames - 1);
            count[i % 12]++;
            for (var c = 0; c < Channels; c++)
            {
                sums[i % 12, c] += _heard[(t * Channels) + c];
            }
        }

        double Mean(int channel, int bar, int place)
        {
            double sum = 0, n = 1e-9;
            for (var i = place; i < 12; i += bar)
            {
                (sum, n) = (sum + sums[i, channel], n + count[i]);
            }

            return sum / n;
        }

        double Gain(int channel, int bar)
        {
            var best = double.MinValue;
            for (var place = 0; place < bar; place++)
            {
                best = Math.Max(best, Mean(channel, bar, place));
            }

            return best - Mean(channel, 1, 0);
        }

        double bass = Contrast(Mean(OnsetBands.BassDrum, 2, 0), Mean(OnsetBands.BassDrum, 2, 1)), snare = Contrast(Mean(OnsetBands.Snare, 2, 0), Mean(OnsetBands.Snare, 2, 1));
        return [-5 * bass * snare, Gain(First, 4), Gain(First, 3), Gain(First, 2), Gain(Novelty, 4)];
    }

    // The share of beats on which nothing begins.
    private double Empty(double[] beats)
    {
        var empty = 0;
        foreach (var beat in beats)
        {
            var t = Math.Clamp((int)(beat + 0.5), 0, _frames - 1);
            var most = 0f;
            for (var b = 0; b < OnsetBands.Count; b++)
            {
                most = Math.Max(most, _heard[(t * Channels) + b]);
            }

            empty += most < 0.5f ? 1 : 0;
        }

        return (double)empty / beats.Length;
    }

    // How much steps differ from the ones before, tenths.
    private static double Irregular(double[] beats)
    {
        var sum = 0.0;
        for (var i = 2; i < beats.Length; i++)
        {
            sum += Math.Min(0.2, Math.Abs(Math.Log((beats[i] - beats[i - 1]) / Math.Max(1e-3, beats[i - 1] - beats[i - 2]))));
        }

        return 10 * sum / Math.Max(1, beats.Length - 2);
    }

    private static double Contrast(double a, double b) => (a - b) / (a + b + 0.05);
}
