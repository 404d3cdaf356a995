using System.Text;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm.Learning;

/// <summary>One piece to learn beats from: what the network would hear of it, a byte a number, and the truth.</summary>
public sealed class BeatLesson
{
    private const float Steps = 255 / BeatRows.Largest;

    private BeatLesson(byte[] rows, double[] beats, double[] downbeats)
    {
        Bytes = rows;
        Beats = beats;
        Downbeats = downbeats;
        double[] gaps = [.. beats.Skip(1).Zip(beats, (b, a) => b - a).Order()];
        Bpm = gaps.Length == 0 ? 0 : 60 / gaps[gaps.Length / 2];
    }

    /// <summary>Seconds of the beats, ascending.</summary>
    public IReadOnlyList<double> Beats { get; }

    /// <summary>Seconds of the first beats of bars, ascending.</summary>
    public IReadOnlyList<double> Downbeats { get; }

    /// <summary>Rows, about 43 a second.</summary>
    public int Rows => Bytes.Length / BeatRows.Width;

    /// <summary>Tempo of the middle one of its beats, beats a minute; 0 without beats.</summary>
    internal double Bpm { get; }

    internal byte[] Bytes { get; }

    /// <summary>Listens to a piece.</summary>
    /// <param name="interleaved">Stereo samples at <see cref="AnalysisPipeline.SampleRate"/>, −1…1.</param>
    /// <param name="beats">Seconds of the beats.</param>
    /// <param name="downbeats">Seconds of the first beats of bars.</param>
    public static BeatLesson Of(ReadOnlySpan<float> interleaved, IReadOnlyList<double> beats, IReadOnlyList<double> downbeats)
    {
        var listener = new Listener();
        using var analysis = new TrackAnalysis(new AnalysisPlan([() => listener], earlier: null));
        analysis.Process(interleaved);
        analysis.Complete();
        return new BeatLesson([.. listener.Bytes], [.. beats], [.. downbeats]);
    }

    /// <summary>Writes it, to be read by <see cref="Read"/>.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Bytes.Length);
        writer.Write(Bytes);
        foreach (var times in (ReadOnlySpan<IReadOnlyList<double>>)[Beats, Downbeats])
        {
            writer.Write(times.Count);
            foreach (var time in times)
            {
                writer.Write(time);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="EndOfStreamException">Where it is cut short.</exception>
    public static BeatLesson Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var bytes = new byte[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(bytes);
        double[] Times()
        {
            var times = new double[reader.ReadInt32()];
            for (var i = 0; i < times.Length; i++)
            {
                times[i] = reader.ReadDouble();
            }

            return times;
        }

        return new BeatLesson(bytes, Times(), Times());
    }

    internal float At(int row, int column) => Bytes[(row * BeatRows.Width) + column] / Steps;

    private sealed class Listener : IAnalyser
    {
        private readonly BeatRows _rows = new();

        public List<byte> Bytes { get; } = [];

        public string Name => "lesson";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.Frames;

        public void OnFrame(in SpectralFrame frame)
        {
            if (_rows.Add(frame))
            {
                foreach (var v in _rows.Row)
                {
                    Bytes.Add((byte)Math.Clamp((int)MathF.Round(v * Steps), 0, 255));
                }
            }
        }

        public void Complete(FeatureDraft draft)
        {
        }
    }
}
