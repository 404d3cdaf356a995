namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// Puts the partials of each frame on the notes of the tuned scale. The tuning is known only after some seconds of music, so
/// the first frames wait; later ones follow the tuning as it is known by then.
/// </summary>
internal sealed class NotePlacer
{
    // Half a minute tells the tuning; the frames until then take 300 KB.
    private const int Patience = 330;
    private const int Most = 128;

    // Below this pitch a long frame tells neighbouring semitones apart only roughly.
    private const float Coarse = 43;

    private readonly NoteFrames _frames = new();
    private readonly List<(float[] Pitches, float[] Weights, float Presence)> _waiting = new(Patience);
    private readonly float[] _notes = new float[NoteFrames.Notes];
    private readonly float[] _weights = new float[Most];
    private bool _isTuned;

    /// <summary>Takes the partials of the next frame.</summary>
    /// <param name="peaks">The partials.</param>
    /// <param name="tuning">Semitones above A = 440 Hz, as known so far.</param>
    /// <param name="presence">How much the frame sounds, 0–1.</param>
    public void Add(PitchPeaks peaks, double tuning, float presence)
    {
        var weights = _weights.AsSpan(0, peaks.Pitches.Length);
        Weigh(peaks, weights);
        if (_isTuned)
        {
            Place(peaks.Pitches, weights, tuning, presence, _frames);
            return;
        }

        _waiting.Add((peaks.Pitches.ToArray(), weights.ToArray(), presence));
        if (_waiting.Count == Patience)
        {
            Release(tuning, _frames);
            _waiting.Clear();
            _isTuned = true;
        }
    }

    /// <summary>The notes of all frames so far; more may follow.</summary>
    /// <param name="tuning">Semitones above A = 440 Hz.</param>
    public NoteFrames Notes(double tuning)
    {
        if (_isTuned)
        {
            return _frames;
        }

        var frames = new NoteFrames();
        Release(tuning, frames);
        return frames;
    }

    // Loudness of a partial and how far it stands out of its neighbourhood, both compressed.
    private static void Weigh(PitchPeaks peaks, Span<float> weights)
    {
        var strongest = 0f;
        foreach (var w in peaks.Weights)
        {
            strongest = Math.Max(strongest, w);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = MathF.Sqrt(peaks.Weights[i] / strongest) * Math.Min(1, MathF.Log2(peaks.Prominences[i]) / 5);
        }
    }

    private void Release(double tuning, NoteFrames frames)
    {
        foreach (var (pitches, weights, presence) in _waiting)
        {
            Place(pitches, weights, tuning, presence, frames);
        }
    }

    private void Place(ReadOnlySpan<float> pitches, ReadOnlySpan<float> weights, double tuning, float presence, NoteFrames frames)
    {
        Array.Clear(_notes);
        for (var i = 0; i < pitches.Length; i++)
        {
            var x = pitches[i] - (float)tuning - NoteFrames.Lowest;
            var nearest = (int)MathF.Round(x);
            var off = x - nearest;
            if (pitches[i] >= Coarse)
            {
                // What lies between two notes belongs to neither: noise, drums, a sliding voice.
                Raise(nearest, weights[i] * (0.5f + (0.5f * MathF.Cos(2 * MathF.PI * off))));
            }
            else
            {
                Raise(nearest, weights[i] * (1 - Math.Abs(off)));
                Raise(nearest + Math.Sign(off), weights[i] * Math.Abs(off));
            }
        }

        frames.Append(_notes, presence);
    }

    private void Raise(int note, float strength)
    {
        if ((uint)note < NoteFrames.Notes)
        {
            _notes[note] = Math.Max(_notes[note], strength);
        }
    }
}
