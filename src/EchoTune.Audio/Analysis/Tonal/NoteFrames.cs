namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// How strongly each note of the tuned scale sounds in each long frame, a byte a note: what chords and key are heard from.
/// Grows by whole chunks and holds less than 1 KB a second of audio.
/// </summary>
internal sealed class NoteFrames
{
    /// <summary>MIDI number of the lowest note, C1.</summary>
    public const int Lowest = 24;

    /// <summary>Notes a frame: six and a half octaves, up to F#7.</summary>
    public const int Notes = 79;

    private const int Width = Notes + 1;
    private const int ChunkRows = 4096;
    private readonly List<byte[]> _chunks = new(64);

    /// <summary>Frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a frame.</summary>
    /// <param name="notes">Strength of each note, 0–1.</param>
    /// <param name="presence">How much the frame sounds against the loudest lately, 0–1.</param>
    public void Append(ReadOnlySpan<float> notes, float presence)
    {
        if (Count == _chunks.Count * ChunkRows)
        {
            _chunks.Add(new byte[ChunkRows * Width]);
        }

        var row = _chunks[Count / ChunkRows].AsSpan(Count % ChunkRows * Width, Width);
        for (var n = 0; n < Notes; n++)
        {
            row[n] = Quantise(notes[n]);
        }

        row[Notes] = Quantise(presence);
        Count++;
    }

    /// <summary>Notes of a frame, 0–255 for 0–1.</summary>
    public ReadOnlySpan<byte> this[int frame] => _chunks[frame / ChunkRows].AsSpan(frame % ChunkRows * Width, Notes);

    /// <summary>How much a frame sounds against the loudest lately, 0–1.</summary>
    public float Presence(int frame) => _chunks[frame / ChunkRows][(frame % ChunkRows * Width) + Notes] / 255f;

    private static byte Quantise(float value) => (byte)Math.Clamp((255 * value) + 0.5f, 0, 255);
}
