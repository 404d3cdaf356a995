using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>Plays the notes of a part, block after block, at the level that its layer has in the mix.</summary>
internal sealed class PartTrack
{
    private const int Rate = DemoLibrary.SampleRate;
    private const double ProbeSeconds = 4;
    private readonly Part _part;
    private readonly Note[] _notes;
    private readonly Instrument _instrument;
    private int _next;

    public PartTrack(Part part)
    {
        _part = part;
        _notes = Arrange(part);
        Gain = Level();
        _instrument = new Instrument(part.Patch);
    }

    /// <summary>Factor that brings the part to its place in the mix.</summary>
    public float Gain { get; }

    public Layer Layer => _part.Layer;

    public Patch Patch => _part.Patch;

    /// <summary>Fills a block, before gain; false when it is silent and untouched.</summary>
    public bool Render(int start, Span<float> left, Span<float> right) => Render(_instrument, ref _next, start, left, right);

    /// <summary>Usual loudness of a layer in the mix, LUFS.</summary>
    internal static double TargetLufs(Layer layer) => layer switch
    {
        Layer.Bass => -20,
        Layer.Lead => -18.5,
        Layer.Second => -22,
        Layer.Comp => -22,
        Layer.Pad => -25,
        Layer.Arpeggio => -24,
        _ => -27,
    };

    private static Note[] Arrange(Part part)
    {
        var middle = part.Notes.Count == 0 ? 60 : part.Notes.Average(n => n.Pitch);
        var notes = new Note[part.Notes.Count];
        for (var i = 0; i < notes.Length; i++)
        {
            var note = part.Notes[i];
            var pan = part.Pan + (part.Patch.Spread * (note.Pitch - (float)middle) / 18);
            notes[i] = new Note(
                Math.Max(0, (int)Math.Round(note.Start * Rate)), Math.Max(64, (int)Math.Round(note.Length * Rate)), note.Pitch,
                Math.Clamp(note.Velocity, 0, 1), Math.Clamp(pan, -1, 1), (int)(((uint)i * 2654435761u) >> 28));
        }

        Array.Sort(notes, (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Pitch.CompareTo(b.Pitch));
        return notes;
    }

    private bool Render(Instrument instrument, ref int next, int start, Span<float> left, Span<float> right)
    {
        left.Clear();
        right.Clear();
        instrument.Continue(left, right);
        while (next < _notes.Length && _notes[next].Start < start + left.Length)
        {
            var offset = Math.Max(0, _notes[next].Start - start);
            instrument.Play(_notes[next], left[offset..], right[offset..]);
            next++;
        }

        return instrument.Finish(left, right);
    }

    // Plays the busiest seconds once and compares their loudness with the layer's. How hard the part is played counts, so
    // that a soft part stays soft.
    private float Level()
    {
        if (_notes.Length == 0)
        {
            return 0;
        }

        var (first, end) = Busiest();
        var probe = new Instrument(_part.Patch);
        var meter = new LoudnessMeter(Rate);
        Span<float> left = new float[ScoreRenderer.Block];
        Span<float> right = new float[ScoreRenderer.Block];
        var next = first;
        var start = _notes[first].Start;
        for (var at = start; at < end; at += ScoreRenderer.Block)
        {
            Render(probe, ref next, at, left, right);
            meter.Process(left, right);
        }

        var played = 0f;
        for (var i = first; i < next; i++)
        {
            played += 0.35f + (0.65f * _notes[i].Velocity);
        }

        played /= Math.Max(1, next - first);
        var touch = 20 * Math.Log10(played / (0.35 + (0.65 * 0.75)));
        var measured = Math.Max(meter.Integrated.Value, -60);
        var gain = Math.Pow(10, (TargetLufs(_part.Layer) + touch + _part.GainDb + _part.Patch.TrimDb - measured) / 20);
        return (float)gain;
    }

    private (int First, int End) Busiest()
    {
        const int window = (int)(ProbeSeconds * Rate);
        var best = 0;
        double most = -1;
        double sum = 0;
        var from = 0;
        for (var to = 0; to < _notes.Length; to++)
        {
            sum += Weight(_notes[to]);
            while (_notes[to].Start - _notes[from].Start > window)
            {
                sum -= Weight(_notes[from++]);
            }

            if (sum > most)
            {
                (most, best) = (sum, from);
            }
        }

        return (best, _notes[best].Start + window);
    }

    private static double Weight(in Note note) => note.Velocity * Math.Min(note.Length, Rate);
}
