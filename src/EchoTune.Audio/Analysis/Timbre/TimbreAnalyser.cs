using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>Sound colour: cepstral statistics, centroid, flatness, fullness, level modulation, stereo width. Running sums only.</summary>
internal sealed class TimbreAnalyser : IAnalyser
{
    private const int Bands = FrameFormat.MelBands;

    // Loudness is a power of energy (Stevens' law).
    private const double Compression = 0.3;

    // Levels from 35 dB below the reference on are one: codecs leave silence there.
    private const double Silence = 3e-4;

    // Above this, codecs at low rates leave out what there is, or fill in noise.
    private const double Kept = 6300;

    private static readonly float[][] Cosines = MakeCosines();
    private static readonly float[] Positions = MakePositions();
    private static readonly int LowBands = CountBelow(250);
    private static readonly int MidBands = CountBelow(2000);
    private static readonly int VoiceFirst = CountBelow(300);
    private static readonly int VoiceLast = CountBelow(3400);
    private static readonly int KeptBands = CountBelow(Kept);

    private readonly double[] _sum = new double[TimbreMeasures.Cepstra];
    private readonly double[] _squares = new double[TimbreMeasures.Cepstra];
    private readonly double[] _changes = new double[TimbreMeasures.Cepstra];
    private readonly float[] _cepstrum = new float[TimbreMeasures.Cepstra];
    private readonly float[] _before = new float[TimbreMeasures.Cepstra];
    private readonly double[] _shares = new double[3];
    private readonly BandPass _syllables = new(4, FrameFormat.FramesPerSecond);
    private double _loudness;
    private double _centroid;
    private double _centroidSquares;
    private double _flatness;
    private double _fullness;
    private double _level;
    private double _levelSquares;
    private double _voice;
    private double _voiceSquares;
    private double _syllableSquares;
    private readonly NoiseFloor _floor = new();
    private readonly double[] _bandEnergies = new double[Bands];
    private readonly float[] _both = new float[1024];
    private double _mid;
    private double _side;
    private double _peaks;
    private int _blocks;
    private long _samples;
    private int _frames;
    private int _quiet;

    public string Name => "timbre";

    public int Version => 3;

    public AnalyserInput Input => AnalyserInput.Samples | AnalyserInput.Frames;

    public IReadOnlyList<string> Needs => [];

    public void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = TensorPrimitives.SumOfSquares(left) + TensorPrimitives.SumOfSquares(right);
        double cross = 2 * TensorPrimitives.Dot(left, right);
        _mid += sum + cross;
        _side += Math.Max(0, sum - cross);
        var peak = 0f;
        for (var at = 0; at < left.Length; at += _both.Length)
        {
            var both = _both.AsSpan(0, Math.Min(_both.Length, left.Length - at));
            TensorPrimitives.Add(left.Slice(at, both.Length), right.Slice(at, both.Length), both);
            peak = Math.Max(peak, MathF.Abs(TensorPrimitives.MaxMagnitude<float>(both)));
        }

        var square = (double)peak * peak;
        _peaks += square * square * square * square;
        _blocks++;

        _samples += left.Length;
    }

    public void OnFrame(in SpectralFrame frame)
    {
        if (frame.Reference <= 0)
        {
            return;
        }

        var log = frame.LogMel;
        for (var c = 0; c < _cepstrum.Length; c++)
        {
            var v = TensorPrimitives.Dot(log, Cosines[c]);
            _cepstrum[c] = v;
            _sum[c] += v;
            _squares[c] += v * v;
            if (_frames > 0)
            {
                var change = v - _before[c];
                _changes[c] += change * change;
            }
        }

        _cepstrum.CopyTo(_before, 0);
        _frames++;
        var total = TensorPrimitives.Sum(log);
        var centroid = total > 1e-3f ? TensorPrimitives.Dot(log, Positions) / total : 0;

        var mel = frame.Mel;
        for (var b = 0; b < Bands; b++)
        {
            _bandEnergies[b] += mel[b] / frame.Reference;
        }

        _floor.Add(mel, frame.Reference);
        float sum = TensorPrimitives.Sum(mel) + 1e-12f, low = TensorPrimitives.Sum(mel[..LowBands]), mid = TensorPrimitives.Sum(mel[LowBands..MidBands]);
        _shares[0] += low / sum;
        _shares[1] += mid / sum;
        _shares[2] += (sum - low - mid) / sum;
        // Flatness from the compressed bands: geometric over arithmetic mean of (1 + c × mel).
        var arithmetic = 0.0;
        foreach (var m in mel)
        {
            arithmetic += m;
        }

        arithmetic = 1 + (arithmetic / Bands * 3000 / frame.Reference);

        // Moments count by their loudness: of quiet ones codecs leave little, and what that is says nothing of the music.
        var loudness = Math.Pow(sum / Bands / frame.Reference, Compression);
        _loudness += loudness;
        _centroid += loudness * centroid;
        _centroidSquares += loudness * centroid * centroid;
        _fullness += loudness * total / (Bands * 8.0);
        _flatness += loudness * Math.Exp((total / Bands) - Math.Log(arithmetic));

        var level = 10 * Math.Log10((sum / Bands / frame.Reference) + Silence);
        _level += level;
        _levelSquares += level * level;
        _quiet += level < -22 ? 1 : 0;
        var voice = TensorPrimitives.Sum(log[VoiceFirst..VoiceLast]) / (VoiceLast - VoiceFirst);
        _voice += voice;
        _voiceSquares += voice * voice;
        var syllable = _syllables.Next(voice);
        _syllableSquares += syllable * syllable;
    }

    public void Complete(FeatureDraft draft)
    {
        if (_frames == 0)
        {
            return;
        }

        double n = _frames, loudness = Math.Max(1e-12, _loudness), centroid = _centroid / loudness;
        double Deviation(double sum, double squares) => Math.Sqrt(Math.Max(0, (squares / n) - (sum / n * (sum / n))));
        var voiceVariance = Math.Max(1e-9, (_voiceSquares / n) - (_voice / n * (_voice / n)));
        draft.Timbre = new TimbreMeasures
        {
            CepstrumMean = Array.ConvertAll(_sum, s => s / n),
            CepstrumDeviation = [.. _sum.Zip(_squares, Deviation)],
            CepstrumChange = Array.ConvertAll(_changes, c => Math.Sqrt(c / n)),
            Centroid = centroid,
            CentroidDeviation = Math.Sqrt(Math.Max(0, (_centroidSquares / loudness) - (centroid * centroid))),
            Flatness = _flatness / loudness,
            Fullness = Math.Min(1, _fullness / loudness),
            Shares = Array.ConvertAll(_shares, s => s / n),
            LevelDeviation = Deviation(_level, _levelSquares),
            QuietShare = _quiet / n,
            SyllableModulation = Math.Clamp(_syllableSquares / n / voiceVariance, 0, 1),
            Width = _side / Math.Max(1e-12, _mid + _side),
            Crest = _mid > 1e-12 && _peaks > 0 ? 20 * Math.Log10(Math.Pow(_peaks / _blocks, 0.125) / Math.Sqrt(_mid / Math.Max(1, _samples))) : 0,
            Balance = BalanceOf(_bandEnergies),
            Floor = _floor.Level,
            Bed = _floor.Bed,
        };
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        // All that it finds is read by others alone, who have it run whenever they do.
        return true;
    }

    // Centre of the mean spectrum over the bands, by loudness (a power of the energy, as in Stevens' law): quiet moments, of
    // which codecs leave little, hardly count.
    private static double BalanceOf(double[] energies)
    {
        double sum = 0, moment = 0;
        for (var b = 0; b < KeptBands; b++)
        {
            var loudness = Math.Pow(energies[b], 0.4);
            sum += loudness;
            moment += loudness * Positions[b];
        }

        return moment / Math.Max(1e-9, sum);
    }

    private static float[][] MakeCosines()
    {
        var rows = new float[TimbreMeasures.Cepstra][];
        for (var c = 0; c < rows.Length; c++)
        {
            rows[c] = new float[Bands];
            for (var b = 0; b < Bands; b++)
            {
                rows[c][b] = (float)(Math.Sqrt(2.0 / Bands) * Math.Cos(Math.PI * (c + 1) * (b + 0.5) / Bands));
            }
        }

        return rows;
    }

    private static float[] MakePositions()
    {
        var positions = new float[Bands];
        for (var b = 0; b < Bands; b++)
        {
            positions[b] = (float)b / (Bands - 1);
        }

        return positions;
    }

    private static int CountBelow(double hz) => new MelBank().Centres.Count(centre => centre < hz);

    // A resonator of Q = 1 about a modulation frequency.
    private sealed class BandPass
    {
        private readonly double _b0;
        private readonly double _a1;
        private readonly double _a2;
        private double _x1;
        private double _x2;
        private double _y1;
        private double _y2;
        private bool _started;

        public BandPass(double hz, double rate)
        {
            var w = 2 * Math.PI * hz / rate;
            var alpha = Math.Sin(w) / 2;
            _b0 = alpha / (1 + alpha);
            _a1 = -2 * Math.Cos(w) / (1 + alpha);
            _a2 = (1 - alpha) / (1 + alpha);
        }

        public double Next(double x)
        {
            if (!_started)
            {
                (_x1, _x2, _started) = (x, x, true);
            }

            var y = (_b0 * (x - _x2)) - (_a1 * _y1) - (_a2 * _y2);
            (_x2, _x1, _y2, _y1) = (_x1, x, _y1, y);
            return y;
        }
    }
}
