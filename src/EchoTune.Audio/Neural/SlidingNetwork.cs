namespace EchoTune.Audio.Neural;

/// <summary>
/// Runs a network over a sequence of any length in constant memory: rows are gathered in a window that keeps as many rows of
/// context on each side as the network reaches, so that the answers are those of one run over everything. Allocates
/// nothing after its construction. Not thread-safe.
/// </summary>
/// <param name="network">The network; may be shared.</param>
/// <param name="chunk">Rows that are answered at a time; the more, the less is computed twice.</param>
/// <param name="answer">Takes the next answered rows × outputs and their count.</param>
internal sealed class SlidingNetwork(Network network, int chunk, SlidingNetwork.Answer answer)
{
    private readonly NetworkPass _pass = new();
    private readonly float[] _rows = new float[((2 * network.Reach) + chunk) * network.Inputs];
    private int _filled;
    private int _before;

    /// <summary>Takes the next answers.</summary>
    /// <param name="outputs">Rows × outputs, valid during the call.</param>
    /// <param name="rows">How many rows.</param>
    public delegate void Answer(ReadOnlySpan<float> outputs, int rows);

    /// <summary>Room for the next row of inputs, to be filled before the next call.</summary>
    /// <returns>The room; not cleared.</returns>
    public Span<float> Next()
    {
        if (_filled * network.Inputs == _rows.Length)
        {
            Run(_filled - network.Reach);
        }

        return _rows.AsSpan(_filled++ * network.Inputs, network.Inputs);
    }

    /// <summary>Answers what is left as if the last row had come; more may still come, and will be answered with what went before.</summary>
    /// <param name="take">Takes the answers.</param>
    public void Peek(Answer take)
    {
        if (_filled > _before)
        {
            var outputs = network.Forward(_rows, _filled, _pass);
            take(outputs[(_before * network.Outputs)..], _filled - _before);
        }
    }

    /// <summary>Answers what is left after the last row, and begins anew.</summary>
    public void Complete()
    {
        Peek(answer);
        _filled = _before = 0;
    }

    // Answers rows from the end of the context before to the given one, and keeps what the next need.
    private void Run(int until)
    {
        var outputs = network.Forward(_rows, _filled, _pass);
        answer(outputs[(_before * network.Outputs)..(until * network.Outputs)], until - _before);
        var from = Math.Max(0, until - network.Reach);
        _rows.AsSpan(from * network.Inputs, (_filled - from) * network.Inputs).CopyTo(_rows);
        _filled -= from;
        _before = until - from;
    }
}
