namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>
/// Rows of a few numbers, appended one a frame. Grows by whole chunks, so that nothing is copied and appending allocates
/// only once in a hundred rows or more; it is what an analyser remembers of a track, about a hundredth of its samples. A chunk is too
/// small for the heap of large objects, whose garbage the runtime keeps for long.
/// </summary>
internal sealed class FrameStore(int width)
{
    private const int ChunkNumbers = 8192;
    private readonly List<float[]> _chunks = new(64);
    private readonly int _chunkRows = Math.Max(1, ChunkNumbers / width);

    /// <summary>Numbers a row.</summary>
    public int Width => width;

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>A row, to be read or overwritten.</summary>
    public Span<float> this[int row] => _chunks[row / _chunkRows].AsSpan(row % _chunkRows * width, width);

    /// <summary>Appends a row of zeros and hands it out to be filled.</summary>
    public Span<float> Append()
    {
        if (Count == _chunks.Count * _chunkRows)
        {
            _chunks.Add(new float[_chunkRows * width]);
        }

        return this[Count++];
    }

    /// <summary>One column as an array.</summary>
    public float[] Column(int column)
    {
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = this[i][column];
        }

        return values;
    }
}
