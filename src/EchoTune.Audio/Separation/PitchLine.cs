using System.Numerics.Tensors;

namespace EchoTune.Audio.Separation;

/// <summary>
/// The most prominent pitch over time by harmonic summation: each candidate gathers what lies at its harmonics; a Viterbi path
/// with a bounded look-ahead joins them into a line. Where nothing is prominent there is no pitch.
/// </summary>
internal sealed class PitchLine
{
    private const double StepsAnOctave = 36;
    private readonly int _harmonics;
    private readonly int _candidates;
    private readonly float[] _hz;
    private readonly int[] _bins;
    private readonly float[] _weights;
    private readonly float[] _compressed = new float[Spectra.Bins];
    private readonly float[] _salience;
    private readonly int[][] _back;
    private readonly float[][] _strength;
    private float[] _score;
    private float[] _next;
    private long _count;

    /// <summary>Prepares a line.</summary>
    /// <param name="lowest">Lowest pitch, Hz.</param>
    /// <param name="highest">Highest pitch, Hz.</param>
    /// <param name="harmonics">Harmonics that are gathered.</param>
    /// <param name="ahead">Frames that a pitch waits for its future.</param>
    public PitchLine(double lowest, double highest, int harmonics, int ahead)
    {
        _harmonics = harmonics;
        _candidates = (int)(StepsAnOctave * Math.Log2(highest / lowest)) + 1;
        _hz = new float[_candidates];
        _bins = new int[_candidates * harmonics];
        _weights = new float[harmonics];
        _salience = new float[_candidates];
        _score = new float[_candidates];
        _next = new float[_candidates];
        _back = new int[ahead + 1][];
        _strength = new float[ahead + 1][];
        for (var i = 0; i <= ahead; i++)
        {
            _back[i] = new int[_candidates];
            _strength[i] = new float[_candidates];
        }

        for (var h = 0; h < harmonics; h++)
        {
            _weights[h] = MathF.Pow(0.84f, h);
        }

        for (var c = 0; c < _candidates; c++)
        {
            _hz[c] = (float)(lowest * Math.Pow(2, c / StepsAnOctave));
            for (var h = 0; h < harmonics; h++)
            {
                var bin = (int)Math.Round(_hz[c] * (h + 1) * Spectra.Window / 44_100);
                _bins[(c * harmonics) + h] = Math.Min(bin, Spectra.Bins - 2);
            }
        }
    }

    /// <summary>Takes the magnitudes of the next frame.</summary>
    public void Add(ReadOnlySpan<float> magnitudes)
    {
        var top = _bins[^1] + 2;
        for (var k = 0; k < Math.Min(top, magnitudes.Length); k++)
        {
            _compressed[k] = MathF.Sqrt(magnitudes[k]);
        }

        var sum = 1e-9f;
        for (var c = 0; c < _candidates; c++)
        {
            var s = 0f;
            for (var h = 0; h < _harmonics; h++)
            {
                var k = _bins[(c * _harmonics) + h];
                // What lies between two harmonics speaks against: the pitch may be half of the true one.
                var between = k + (_bins[c * _harmonics] / 2);
                s += _weights[h] * (_compressed[k] - (0.5f * _compressed[Math.Min(between, Spectra.Bins - 1)]));
            }

            _salience[c] = Math.Max(0, s);
            sum += _salience[c];
        }

        var back = _back[_count % _back.Length];
        var strength = _strength[_count % _back.Length];
        for (var c = 0; c < _candidates; c++)
        {
            // Relative to the frame: loud frames do not outvote the others, flat ones say little.
            strength[c] = _salience[c] * _candidates / sum;
            var (from, best) = (c, _score[c]);
            for (var d = 1; d <= 4; d++)
            {
                var cost = 0.25f * d;
                if (c >= d && _score[c - d] - cost > best)
                {
                    (from, best) = (c - d, _score[c - d] - cost);
                }

                if (c + d < _candidates && _score[c + d] - cost > best)
                {
                    (from, best) = (c + d, _score[c + d] - cost);
                }
            }

            back[c] = from;
            _next[c] = best + strength[c];
        }

        // A leap to any note costs the same.
        var leap = TensorPrimitives.IndexOfMax<float>(_score);
        var leapt = _score[leap] - 4;
        var highest = 0f;
        for (var c = 0; c < _candidates; c++)
        {
            if (leapt + strength[c] > _next[c])
            {
                back[c] = leap;
                _next[c] = leapt + strength[c];
            }

            highest = Math.Max(highest, _next[c]);
        }

        for (var c = 0; c < _candidates; c++)
        {
            _next[c] -= highest;
        }

        (_score, _next) = (_next, _score);
        _count++;
    }

    /// <summary>The pitch of the frame that is now as old as the look-ahead, Hz, and how far it stands out (1 = not at all).</summary>
    /// <param name="frame">A frame not older than the look-ahead.</param>
    public (float Hz, float Prominence) At(long frame)
    {
        var c = TensorPrimitives.IndexOfMax<float>(_score);
        for (var f = _count - 1; f > frame; f--)
        {
            c = _back[f % _back.Length][c];
        }

        return (_hz[c], _strength[frame % _back.Length][c]);
    }
}
