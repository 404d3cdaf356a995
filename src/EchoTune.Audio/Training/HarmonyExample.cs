using System.Text;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Audio.Training;

/// <summary>A piece as harmony is learned from it: the notes that the analysers hear in it, and what is true of it.</summary>
/// <param name="Notes">Notes of the long frames.</param>
/// <param name="DurationSeconds">Length.</param>
/// <param name="Beats">Seconds.</param>
/// <param name="Downbeats">Seconds.</param>
/// <param name="Chords">Chords as <see cref="ChordVocabulary"/> counts them; −1 for others.</param>
/// <param name="Keys">Keys with where each begins, the first at 0; none for sounds without harmony.</param>
internal sealed record HarmonyExample(
    NoteFrames Notes, double DurationSeconds, double[] Beats, double[] Downbeats, (double Start, double End, int Chord)[] Chords, (double AtSeconds, MusicalKey Key)[] Keys)
{
    /// <summary>Listens to a piece.</summary>
    /// <param name="stereo">Interleaved samples at the pipeline's rate.</param>
    /// <param name="truth">What is true of it.</param>
    /// <param name="tuningCents">How far it lies from A = 440 Hz.</param>
    public static HarmonyExample Of(ReadOnlySpan<float> stereo, PieceTruth truth, double tuningCents)
    {
        var (notes, heard) = Listen(stereo);
        // Half a semitone sharp may be heard as half a semitone flat of the next note: then all names move by one.
        var shift = (int)Math.Round((tuningCents - heard.TuningCents) / 100);
        return new HarmonyExample(
            notes, heard.DurationSeconds, [.. truth.Beats], [.. truth.Downbeats],
            [.. truth.Chords.Select(c => (c.Start, c.End, Shift(ChordVocabulary.ParseNearest(c.Label), shift)))],
            [.. truth.KeyChanges.Select(c => (c.AtSeconds, Shift(c.Key, shift))).Prepend((0.0, Shift(truth.Key, shift)))]);
    }

    /// <summary>Listens to sounds that have no harmony.</summary>
    /// <param name="stereo">Interleaved samples at the pipeline's rate.</param>
    public static HarmonyExample OfUnpitched(ReadOnlySpan<float> stereo)
    {
        var (notes, heard) = Listen(stereo);
        return new HarmonyExample(notes, heard.DurationSeconds, [], [], [(0, heard.DurationSeconds, ChordVocabulary.None)], []);
    }

    private static (NoteFrames Notes, TrackFeatures Heard) Listen(ReadOnlySpan<float> stereo)
    {
        const int block = 16_384;
        var tonal = new TonalAnalyser();
        using var analysis = new TrackAnalysis(new AnalysisPlan([() => tonal], null));
        for (var i = 0; i < stereo.Length; i += block)
        {
            analysis.Process(stereo.Slice(i, Math.Min(block, stereo.Length - i)));
        }

        var heard = analysis.Complete();
        return (tonal.Notes, heard);
    }

    /// <summary>The key between two times.</summary>
    /// <returns>The key, or null where it changes between them.</returns>
    public MusicalKey? KeyBetween(double from, double to)
    {
        if (Keys.Length == 0)
        {
            return null;
        }

        var key = Keys.Last(k => k.AtSeconds <= Math.Max(0, from)).Key;
        // Whoever hears a whole piece is asked for the key of most of it.
        return Keys.Any(k => k.AtSeconds > from && k.AtSeconds < to && k.AtSeconds < from + (0.85 * (to - from)) && k.Key != key) ? null : key;
    }

    /// <summary>Writes it as bytes.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(DurationSeconds);
        writer.Write(Notes.Count);
        for (var f = 0; f < Notes.Count; f++)
        {
            writer.Write(Notes[f]);
            writer.Write(Notes.Presence(f));
        }

        foreach (var times in (double[][])[Beats, Downbeats])
        {
            writer.Write(times.Length);
            Array.ForEach(times, writer.Write);
        }

        writer.Write(Chords.Length);
        foreach (var (start, end, chord) in Chords)
        {
            writer.Write(start);
            writer.Write(end);
            writer.Write(chord);
        }

        writer.Write(Keys.Length);
        foreach (var (at, key) in Keys)
        {
            writer.Write(at);
            writer.Write(key.Tonic);
            writer.Write((int)key.Mode);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static HarmonyExample Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var duration = reader.ReadDouble();
        var notes = new NoteFrames();
        Span<float> frame = stackalloc float[NoteFrames.Notes];
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            for (var n = 0; n < frame.Length; n++)
            {
                frame[n] = reader.ReadByte() / 255f;
            }

            notes.Append(frame, reader.ReadSingle());
        }

        double[] Times() => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadDouble())];
        var (beats, downbeats) = (Times(), Times());
        var chords = new (double, double, int)[reader.ReadInt32()];
        for (var i = 0; i < chords.Length; i++)
        {
            chords[i] = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());
        }

        var keys = new (double, MusicalKey)[reader.ReadInt32()];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = (reader.ReadDouble(), new MusicalKey(reader.ReadInt32(), (KeyMode)reader.ReadInt32()));
        }

        return new HarmonyExample(notes, duration, beats, downbeats, chords, keys);
    }

    private static int Shift(int chord, int by) =>
        chord is < 0 or ChordVocabulary.None ? chord : (chord / 12 * 12) + ((chord + by + 12) % 12);

    private static MusicalKey Shift(string key, int by) =>
        MusicalKey.TryParse(key, out var parsed) ? new MusicalKey((parsed.Tonic + by + 12) % 12, parsed.Mode) : throw new FormatException($"'{key}' is no key.");
}
