namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Turns beats into seconds; the tempo may step at bar lines.</summary>
internal sealed class TimeMap
{
    private readonly List<(double Beat, double Seconds, double Bpm)> _points = [];

    /// <summary>Creates a map.</summary>
    /// <param name="leadInSeconds">Silence before beat 0.</param>
    /// <param name="bpm">Tempo at beat 0.</param>
    public TimeMap(double leadInSeconds, double bpm) => _points.Add((0, leadInSeconds, bpm));

    /// <summary>Changes the tempo from a beat on; beats must ascend.</summary>
    public void SetTempo(double beat, double bpm)
    {
        var (_, _, current) = _points[^1];
        if (Math.Abs(current - bpm) > 1e-9)
        {
            _points.Add((beat, Seconds(beat), bpm));
        }
    }

    /// <summary>The changes of tempo after the start.</summary>
    public IEnumerable<(double Seconds, double Bpm)> Changes => _points.Skip(1).Select(p => (p.Seconds, p.Bpm));

    /// <summary>Seconds from the start of the piece to a beat.</summary>
    public double Seconds(double beat)
    {
        var i = _points.Count - 1;
        while (i > 0 && _points[i].Beat > beat)
        {
            i--;
        }

        var (startBeat, startSeconds, bpm) = _points[i];
        return startSeconds + ((beat - startBeat) * 60 / bpm);
    }

    /// <summary>Tempo at a beat, beats per minute.</summary>
    public double Bpm(double beat)
    {
        var i = _points.Count - 1;
        while (i > 0 && _points[i].Beat > beat)
        {
            i--;
        }

        return _points[i].Bpm;
    }
}
