using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Neural;

namespace EchoTune.Bench;

/// <summary>
/// What the decisions about rhythm are made from, heard once and kept in a file, with the truth: rows of the network, raw
/// onset bands and chroma. Deciding anew then takes milliseconds, with other weights of the network too.
/// </summary>
internal sealed class RhythmMaterial
{
    public required string Name { get; init; }

    public required string Set { get; init; }

    public required double DurationSeconds { get; init; }

    public required double Tempo { get; init; }

    public required string Metre { get; init; }

    public required double[] Beats { get; init; }

    public required double[] Downbeats { get; init; }

    private readonly Listener _heard = new();

    /// <summary>Listens to a piece.</summary>
    public static async Task<RhythmMaterial> HearAsync(
        string name, string set, double tempo, string metre, double[] beats, double[] downbeats, IAsyncEnumerable<ReadOnlyMemory<float>> blocks)
    {
        var listener = new Listener();
        using var analysis = new TrackAnalysis(new AnalysisPlan([static () => new TonalAnalyser(), () => listener], earlier: null));
        await foreach (var block in blocks)
        {
            analysis.Process(block.Span);
        }

        analysis.Complete();
        return new RhythmMaterial(listener) { Name = name, Set = set, DurationSeconds = listener.Seconds, Tempo = tempo, Metre = metre, Beats = beats, Downbeats = downbeats };
    }

    private RhythmMaterial(Listener heard) => _heard = heard;

    /// <summary>What the analyser decides from; null where nothing sounds.</summary>
    public RhythmInput? Input()
    {
        float[][] heard = [new float[_heard.Rows], new float[_heard.Rows]];
        var at = 0;
        void Take(ReadOnlySpan<float> outputs, int count)
        {
            for (var i = 0; i < outputs.Length; i++)
            {
                heard[i % BeatNetwork.Outputs][at + (i / BeatNetwork.Outputs)] = outputs[i];
            }

            at += count;
        }

        var network = BeatNetwork.Start(Take);
        for (var r = 0; r < _heard.Rows; r++)
        {
            var row = network.Next();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = _heard.Bytes[(r * row.Length) + i] * (BeatRows.Largest / 255);
            }
        }

        network.Peek(Take);
        return RhythmInput.Of(_heard.Onsets.Rows, heard[0], heard[1], _heard.Chroma);
    }

    /// <summary>The chroma, a row a long frame.</summary>
    public FrameStore Chroma => _heard.Chroma;

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        writer.Write(Name);
        writer.Write(Set);
        writer.Write(DurationSeconds);
        writer.Write(Tempo);
        writer.Write(Metre);
        foreach (var times in (ReadOnlySpan<double[]>)[Beats, Downbeats])
        {
            writer.Write(times.Length);
            Array.ForEach(times, writer.Write);
        }

        writer.Write(_heard.Bytes.Count);
        writer.Write([.. _heard.Bytes]);
        foreach (var store in (ReadOnlySpan<FrameStore>)[_heard.Onsets.Rows, _heard.Chroma])
        {
            writer.Write(store.Count);
            for (var r = 0; r < store.Count; r++)
            {
                foreach (var v in store[r])
                {
                    writer.Write((Half)v);
                }
            }
        }
    }

    public static RhythmMaterial Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        double[] Times()
        {
            var times = new double[reader.ReadInt32()];
            for (var i = 0; i < times.Length; i++)
            {
                times[i] = reader.ReadDouble();
            }

            return times;
        }

        var heard = new Listener();
        var (name, set, seconds, tempo, metre) = (reader.ReadString(), reader.ReadString(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadString());
        var (beats, downbeats) = (Times(), Times());
        heard.Bytes.AddRange(reader.ReadBytes(reader.ReadInt32()));
        foreach (var store in (ReadOnlySpan<FrameStore>)[heard.Onsets.Rows, heard.Chroma])
        {
            var rows = reader.ReadInt32();
            for (var r = 0; r < rows; r++)
            {
                var row = store.Append();
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = (float)reader.ReadHalf();
                }
            }
        }

        return new RhythmMaterial(heard) { Name = name, Set = set, DurationSeconds = seconds, Tempo = tempo, Metre = metre, Beats = beats, Downbeats = downbeats };
    }

    private sealed class Listener : IAnalyser
    {
        private readonly BeatRows _rows = new();

        public OnsetBands Onsets { get; } = new();

        public List<byte> Bytes { get; } = [];

        public FrameStore Chroma { get; private set; } = new(24);

        public double Seconds { get; private set; }

        public int Rows => Bytes.Count / BeatRows.Width;

        public string Name => "material";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.Frames;

        public void OnFrame(in SpectralFrame frame)
        {
            Onsets.Add(frame);
            if (_rows.Add(frame))
            {
                foreach (var v in _rows.Row)
                {
                    Bytes.Add((byte)Math.Clamp(MathF.Round(v * 255 / BeatRows.Largest), 0, 255));
                }
            }
        }

        public void Complete(FeatureDraft draft) => (Chroma, Seconds) = (draft.Chroma, draft.DurationSeconds);
    }
}
