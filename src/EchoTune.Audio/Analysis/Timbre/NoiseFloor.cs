namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>
/// How far sound dies away between notes, after the minimum statistics of Martin (2001): the lowest short-time energy of a
/// window against its mean, band by band. An audience or a room fills the gaps in most bands; a held chord only in some, so
/// the bands are ranked and one from the lower middle speaks for all. Does not allocate.
/// </summary>
internal sealed class NoiseFloor
{
    private const int First = 6;
    private const int Bands = 28;
    private const int Frames = 104;
    private const float Smoothing = 0.25f;

    // Below this nothing is told apart: codecs leave nothing there.
    private const float Silence = 1e-5f;
    private readonly float[] _smooth = new float[Bands];
    private readonly float[] _lowest = new float[Bands];
    private readonly double[] _mean = new double[Bands];
    private readonly double[] _levels = new double[Bands];
    private double _sum;
    private double _bed;
    private int _windows;
    private int _frame;

    /// <summary>Decibels, 0 or less; −40 where no window of 1.2 s was heard.</summary>
    public double Level => _windows == 0 ? -40 : _sum / _windows;

    /// <summary>Level of what never dies away against the loudest sound, dB, 0 or less; −50 for silence between the notes.</summary>
    public double Bed => _windows == 0 ? -50 : _bed / _windows;

    /// <summary>Takes a frame.</summary>
    public void Add(ReadOnlySpan<float> mel, float reference)
    {
        for (var b = 0; b < Bands; b++)
        {
            var energy = (mel[First + b] / reference) + Silence;
            _smooth[b] += (_smooth[b] == 0 ? 1 : Smoothing) * (energy - _smooth[b]);
            _lowest[b] = _frame == 0 ? _smooth[b] : Math.Min(_lowest[b], _smooth[b]);
            _mean[b] = (_frame == 0 ? 0 : _mean[b]) + energy;
        }

        if (++_frame < Frames)
        {
            return;
        }

        _frame = 0;
        for (var b = 0; b < Bands; b++)
        {
            _levels[b] = 10 * Math.Log10(_lowest[b] * Frames / _mean[b]);
        }

        // A window in which all is silence but for the floor says nothing.
        if (_mean.Max() / Frames > 200 * Silence)
        {
            _lowest.AsSpan().Sort();
            _bed += 10 * Math.Log10(_lowest[Bands / 3]);
            _levels.AsSpan().Sort();
            _sum += Math.Max(-40, _levels[Bands / 3]);
            _windows++;
        }
    }
}
