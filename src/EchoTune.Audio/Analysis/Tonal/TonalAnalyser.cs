using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// Chroma and key. Partials of each long frame are folded, with their possible fundamentals, onto pitch classes; the tuning
/// is measured on the way and applied at the end (fine bins of 20 cents are kept a second). Key: see <see cref="KeyEstimator"/>.
/// </summary>
internal sealed class TonalAnalyser : IAnalyser
{
    /// <summary>Fine bins an octave.</summary>
    public const int Fine = 60;

    /// <summary>Tonal frames that one row of the key evidence sums: about a second.</summary>
    public const int FramesARow = 11;

    // Loudness as a power of energy, flatter than Stevens' law: quiet moments still count a little.
    private const double Compression = 0.15;

    private const float BassTop = 52.5f;

    // Where a row keeps the power of its strongest partial.
    private const int Level = 2 * Fine;

    private static readonly float Forget = (float)Math.Exp(-1 / (60 * FrameFormat.TonalFramesPerSecond));

    private readonly PitchPeaks _peaks = new();
    private readonly FrameStore _chroma = new(24);
    private readonly FrameStore _rows = new((2 * Fine) + 1);
    private readonly NotePlacer _notes = new();
    private readonly float[] _fine = new float[2 * Fine];
    private double _tuneRe;
    private double _tuneIm;
    private double _tuneWeight;
    private double _clearRe;
    private double _clearIm;
    private double _clearWeight;
    private double _tonalShare;
    private double _loudness;
    private int _inRow;
    private float _reference;

    public string Name => "tonal";

    public int Version => 3;

    public AnalyserInput Input => AnalyserInput.TonalFrames;

    public IReadOnlyList<string> Needs => [];

    /// <summary>Notes of all frames, once complete.</summary>
    public NoteFrames Notes { get; private set; } = new();

    public void OnTonalFrame(in TonalFrame frame)
    {
        _peaks.Find(frame.Power);
        Array.Clear(_fine);
        var pitches = _peaks.Pitches;
        var weights = _peaks.Weights;
        for (var i = 0; i < pitches.Length; i++)
        {
            var pitch = pitches[i];
            if (pitch > 45)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * (pitch - Math.Round(pitch)));
                _tuneRe += weights[i] * cos;
                _tuneIm += weights[i] * sin;
                _tuneWeight += weights[i];
                // What hardly stands out may be the noise of a codec: it counts for the tuning, where it cancels out, alone.
                var clear = Math.Clamp((_peaks.Prominences[i] - 1.8f) / 2.2f, 0, 1) * weights[i];
                _clearRe += clear * cos;
                _clearIm += clear * sin;
                _clearWeight += clear;
            }

            if (pitch < BassTop)
            {
                Add(Fine, pitch, weights[i]);
            }

            if (pitch >= 40)
            {
                // A partial may be the 1st, 2nd … 6th of a tone: its fundamentals get shrinking shares.
                var share = weights[i];
                for (var h = 1; h <= 6; h++)
                {
                    var fundamental = pitch - (12 * MathF.Log2(h));
                    if (fundamental < 40)
                    {
                        break;
                    }

                    Add(0, fundamental, share);
                    share *= 0.6f;
                }
            }
        }

        // Frames count alike whatever their level, but for quiet ones: the end of a reverberation says little of the key.
        _reference = Math.Max(_peaks.Strongest, _reference * Forget);
        var weight = Presence(_peaks.Strongest, _reference);
        Normalise(_fine.AsSpan(0, Fine), weight);
        Normalise(_fine.AsSpan(Fine), weight);
        if (_reference > 0)
        {
            // Moments count by their loudness: of quiet ones codecs leave little, and what that is says nothing of the music.
            var loudness = Math.Pow(_peaks.Strongest / _reference, Compression);
            _tonalShare += loudness * _peaks.TonalShare;
            _loudness += loudness;
        }

        _notes.Add(_peaks, Tuning, weight);
        Fold(_fine, Tuning, _chroma.Append());
        if (_inRow == 0)
        {
            _rows.Append();
        }

        var row = _rows[_rows.Count - 1];
        for (var i = 0; i < _fine.Length; i++)
        {
            row[i] += _fine[i];
        }

        row[Level] = Math.Max(row[Level], _peaks.Strongest);

        _inRow = (_inRow + 1) % FramesARow;
    }

    public void Complete(FeatureDraft draft)
    {
        draft.Chroma = _chroma;
        Notes = draft.Notes = _notes.Notes(Tuning);
        draft.TuningCents = _tuneWeight > 0 ? Math.Round(100 * Tuning, 1) : 0;
        draft.PitchDeviation = _clearWeight > 0 ? 1 - (Math.Sqrt((_clearRe * _clearRe) + (_clearIm * _clearIm)) / _clearWeight) : 1;
        draft.Tonalness = _loudness > 0 ? _tonalShare / _loudness : 0;
        draft.HarmonicChange = MeanChange();

        var rows = new double[_rows.Count][];
        Span<float> folded = stackalloc float[24];
        var loudest = rows.Length > 0 ? _rows.Column(Level).Max() : 0;
        for (var r = 0; r < rows.Length; r++)
        {
            Fold(_rows[r][..Level], Tuning, folded);
            var presence = Presence(_rows[r][Level], loudest);
            rows[r] = new double[24];
            for (var c = 0; c < 24; c++)
            {
                rows[r][c] = presence * folded[c];
            }
        }

        KeyEstimator.Estimate(rows, draft);
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.TuningCents = earlier.TuningCents;
        return true;
    }

    // Offset of the music's tuning from A = 440 Hz in semitones, −0.5…0.5.
    private double Tuning => _tuneWeight > 0 ? Math.Atan2(_tuneIm, _tuneRe) / (2 * Math.PI) : 0;

    // 1 down to 20 dB below the reference, 0 from 40 dB below it.
    private static float Presence(float power, float reference) =>
        reference > 0 ? (float)Math.Clamp(2 + (0.5 * Math.Log10((power / reference) + 1e-12)), 0, 1) : 0;

    private void Add(int offset, float pitch, float weight)
    {
        // Linear interpolation between neighbouring fine bins; C is bin 0.
        var x = pitch * (Fine / 12f);
        var floor = MathF.Floor(x);
        var share = x - floor;
        var bin = (int)floor % Fine;
        _fine[offset + bin] += weight * (1 - share);
        _fine[offset + ((bin + 1) % Fine)] += weight * share;
    }

    private static void Normalise(Span<float> values, float total)
    {
        var sum = 0f;
        foreach (var v in values)
        {
            sum += v;
        }

        if (sum > 0)
        {
            foreach (ref var v in values)
            {
                v *= total / sum;
            }
        }
    }

    // Sums fine bins into semitones, each weighted by its nearness to the centre of the tuned semitone.
    private static void Fold(ReadOnlySpan<float> fine, double tuning, Span<float> chroma)
    {
        chroma.Clear();
        const double perSemitone = Fine / 12.0;
        for (var half = 0; half < 2; half++)
        {
            for (var b = 0; b < Fine; b++)
            {
                var pitch = (b / perSemitone) - tuning;
                var nearest = (int)Math.Round(pitch);
                var off = Math.Abs(pitch - nearest);
                var weight = (float)(0.5 + (0.5 * Math.Cos(2 * Math.PI * off)));
                chroma[(12 * half) + ((nearest + 12) % 12)] += weight * fine[(half * Fine) + b];
            }
        }
    }

    private double MeanChange()
    {
        // Half the L1 distance of chroma half a second apart, averaged: 0 for a drone, 1 when everything moves.
        const int lag = 5;
        double sum = 0;
        var count = 0;
        for (var i = lag; i < _chroma.Count; i++)
        {
            var a = _chroma[i][..12];
            var b = _chroma[i - lag][..12];
            var distance = 0f;
            for (var c = 0; c < 12; c++)
            {
                distance += MathF.Abs(a[c] - b[c]);
            }

            sum += distance / 2;
            count++;
        }

        return count > 0 ? Math.Min(1, sum / count) : 0;
    }
}
