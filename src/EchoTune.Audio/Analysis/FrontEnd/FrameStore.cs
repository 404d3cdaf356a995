namespace EchoTune.Audio.Analysis.FrontEnd;

/// <summary>
/// Rows of a few numbers, appended one a frame. Grows by whole chunks, so that nothing is copied and appending allocates
/// only once in 4,096 rows; it is what an analyser remembers of a track, about a hundredth of its samples.
/// </summary>
internal sealed class FrameStore(int width)
{
    private const int ChunkRows = 4096;
    private readonly List<float[]> _chunks = new(64);

    /// <summary>Numbers a row.</summary>
    public int Width => width;

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>A row, to be read or overwritten.</summary>
    public Span<float> this[int row] => _chunks[row / ChunkRows].AsSpan(row % ChunkRows * width, width);

    /// <summary>Appends a row of zeros and hands it out to be filled.</summary>
    public Span<float> Append()
    {
        if (Count == _chunks.Count * ChunkRows)
        {
            _chunks.Add(new float[ChunkRows * width]);
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
