namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Turns beats into seconds; the tempo may step at bar lines, and drift.</summary>
internal sealed class TimeMap
{
    private readonly List<(double Beat, double Seconds, double Bpm)> _points = [];
    private readonly List<(double Seconds, double Bpm)> _changes = [];

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
            _changes.Add((Seconds(beat), bpm));
        }

        Bend(beat, bpm);
    }

    /// <summary>Plays on at another pace from a beat, as players drift: no change of tempo that anyone would name.</summary>
    public void Bend(double beat, double bpm)
    {
        if (Math.Abs(_points[^1].Bpm - bpm) > 1e-9)
        {
            _points.Add((beat, Seconds(beat), bpm));
        }
    }

    /// <summary>The changes of tempo after the start.</summary>
    public IEnumerable<(double Seconds, double Bpm)> Changes => _changes;

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
