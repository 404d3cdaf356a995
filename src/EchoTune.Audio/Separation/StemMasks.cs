namespace EchoTune.Audio.Separation;

/// <summary>Soft masks of drums, bass and vocals for a frame.</summary>
internal sealed class StemMasks
{
    private const double HzABin = (double)StemSeparator.SampleRate / Spectra.Window;
    private const float BassTop = 260;
    private const float BassReach = 900;
    private const float VoiceLow = 120;

    private static readonly int LowBins = (int)(300 / HzABin);

    private readonly PitchLine _voice;
    private readonly PitchLine _bass;
    private readonly float[] _work = new float[Spectra.Bins];
    private readonly float[][] _masks = [new float[Spectra.Bins], new float[Spectra.Bins], new float[Spectra.Bins]];

    public StemMasks(int ahead)
    {
        _voice = new PitchLine(110, 1000, 10, ahead);
        _bass = new PitchLine(36, 220, 6, ahead);
    }

    /// <summary>The mask of a stem: 0 drums, 1 bass, 2 vocals.</summary>
    public ReadOnlySpan<float> this[int stem] => _masks[stem];

    /// <summary>First look at a frame, in order: fills its measures and follows the pitches.</summary>
    /// <param name="frame">The frame; what is held must be there.</param>
    /// <param name="struck">Median over frequency.</param>
    /// <param name="own">Magnitudes.</param>
    /// <param name="background">What repeats, at most the magnitudes.</param>
    public void Judge(SeparationFrame frame, ReadOnlySpan<float> struck, ReadOnlySpan<float> own, ReadOnlySpan<float> background)
    {
        for (var k = 0; k < own.Length; k++)
        {
            var hit = struck[k];
            if (k < LowBins)
            {
                // A bass drum is as narrow as a bass there: what exceeds the held level tells it.
                hit += MathF.Min(1, (LowBins - k) / 10f) * (MathF.Max(0, own[k] - frame.Held[k]) - hit);
            }

            float p = hit * hit, h = frame.Held[k] * frame.Held[k];
            frame.Percussive[k] = p / (p + h + 1e-12f);
            var rest = own[k] - background[k];
            var alone = rest * rest / ((rest * rest) + (background[k] * background[k]) + 1e-12f);
            float a = frame.Left.Real[k] - frame.Right.Real[k], b = frame.Left.Imaginary[k] - frame.Right.Imaginary[k];
            // 1 in the middle, 0 where the sides differ as much as a source at one side makes them.
            var side = ((a * a) + (b * b)) / ((own[k] * own[k]) + 1e-12f);
            var middle = Math.Max(0, 1 - (2.5f * side));
            frame.Free[k] = alone * middle;
            _work[k] = (1 - frame.Percussive[k]) * middle * (0.35f + (0.65f * alone)) * own[k];
        }

        // The voice is looked for above the bass.
        var low = (int)(VoiceLow / HzABin);
        Span<float> kept = stackalloc float[low];
        _work.AsSpan(0, low).CopyTo(kept);
        _work.AsSpan(0, low).Clear();
        _voice.Add(_work);
        for (var k = 0; k < own.Length; k++)
        {
            _work[k] = (1 - frame.Percussive[k]) * own[k];
        }

        _bass.Add(_work);
    }

    /// <summary>Last look at a frame: works out the masks.</summary>
    public void Decide(long index, SeparationFrame frame, ReadOnlySpan<float> own)
    {
        var (drums, bass, vocals) = (_masks[0], _masks[1], _masks[2]);
        var (pitch, prominence) = _voice.At(index);
        var (root, firmness) = _bass.At(index);
        var sung = Math.Clamp((prominence - 1.5f) / 2, 0, 1);
        var firm = Math.Clamp((firmness - 1.2f) / 1.5f, 0, 1);
        for (var k = 0; k < own.Length; k++)
        {
            var hz = (float)(k * HzABin);
            var held = 1 - frame.Percussive[k];
            drums[k] = frame.Percussive[k];
            var low = hz < BassTop ? Math.Clamp((BassTop - hz) / 60, 0, 1) : 0;
            var reach = hz < BassReach ? firm * Comb(hz, root, 12) * (1 - (hz / BassReach)) : 0;
            bass[k] = held * Math.Max(low, reach);
            var free = frame.Free[k];
            var on = hz < 6000 ? Comb(hz, pitch, Math.Max(14, 0.025f * hz)) : 0.3f;
            var voice = hz < VoiceLow ? 0 : sung * on * (0.3f + (0.7f * free));
            vocals[k] = (held - bass[k]) * voice;
        }
    }

    // 1 on a harmonic, falling to 0 at so many Hz beside it.
    private static float Comb(float hz, float pitch, float width)
    {
        var h = MathF.Max(1, MathF.Round(hz / pitch));
        var off = MathF.Abs(hz - (h * pitch)) / width;
        return off < 1 ? 1 : Math.Max(0, 2 - off);
    }
}
