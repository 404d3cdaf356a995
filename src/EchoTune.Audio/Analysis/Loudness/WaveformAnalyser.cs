using System.Numerics.Tensors;

namespace EchoTune.Audio.Analysis.Loudness;

/// <summary>
/// Peak level a slice, for drawing. The length is unknown while listening: slots start short and are merged in pairs
/// whenever they run out, so memory is constant and there are always at least four slots a slice of a track that is long enough.
/// </summary>
internal sealed class WaveformAnalyser : IAnalyser
{
    private const int Slices = 800;
    private const int Slots = 8 * Slices;
    private readonly float[] _peaks = new float[Slots];
    private int _slotLength = 64;
    private int _slot;
    private int _inSlot;

    public string Name => "waveform";

    public int Version => 1;

    public AnalyserInput Input => AnalyserInput.Samples;

    public bool IsEndless => true;

    public IReadOnlyList<string> Needs => [];

    public void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        while (left.Length > 0)
        {
            var take = Math.Min(left.Length, _slotLength - _inSlot);
            var peak = Math.Max(
                MathF.Abs(TensorPrimitives.MaxMagnitude(left[..take])), MathF.Abs(TensorPrimitives.MaxMagnitude(right[..take])));
            _peaks[_slot] = Math.Max(_peaks[_slot], peak);
            left = left[take..];
            right = right[take..];
            _inSlot += take;
            if (_inSlot == _slotLength)
            {
                _inSlot = 0;
                if (++_slot == Slots)
                {
                    Merge();
                }
            }
        }
    }

    public void Complete(FeatureDraft draft)
    {
        var slots = _slot + (_inSlot > 0 ? 1 : 0);
        var slices = Math.Min(Slices, slots);
        var waveform = new byte[slices];
        for (var i = 0; i < slices; i++)
        {
            int from = (int)((long)i * slots / slices), to = (int)((long)(i + 1) * slots / slices);
            var peak = TensorPrimitives.Max(_peaks.AsSpan(from, Math.Max(1, to - from)));
            waveform[i] = (byte)Math.Round(255 * Math.Min(1, peak));
        }

        draft.Waveform = waveform;
    }

    private void Merge()
    {
        for (var i = 0; i < Slots / 2; i++)
        {
            _peaks[i] = Math.Max(_peaks[2 * i], _peaks[(2 * i) + 1]);
        }

        Array.Clear(_peaks, Slots / 2, Slots / 2);
        _slot = Slots / 2;
        _slotLength *= 2;
    }
}
