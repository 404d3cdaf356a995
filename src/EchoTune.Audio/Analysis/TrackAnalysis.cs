namespace EchoTune.Audio.Analysis;

/// <summary>
/// Splits channels, cleans samples, and hands them to the analysers of the chapter under way. What a very long track yields
/// chapter by chapter is joined at the end; a track of up to twelve minutes is one chapter. A chapter begins a minute before
/// the one before it ends: what lies about the page, both hear with music on either side.
/// </summary>
internal sealed class TrackAnalysis : ITrackAnalysis
{
    /// <summary>Samples handed over at once.</summary>
    internal const int Block = 1024;

    /// <summary>Blocks a chapter: twelve minutes, as long as memory stays below 64 MB.</summary>
    internal const int ChapterBlocks = 720 * AnalysisPipeline.SampleRate / Block;

    // Blocks that two chapters hear: a minute, or less of chapters that are shorter than usual.
    private const int OverlapBlocks = 60 * AnalysisPipeline.SampleRate / Block;

    // Blocks that hold a whole number of hops of all frames: those of all chapters lie on one grid.
    private const int GridBlocks = 4;

    // Louder than any decoder puts out; keeps squares finite where a file of float samples holds rubbish.
    private const float Limit = 64f;

    // An interim answer is worked out anew once this part more was heard.
    private const double Growth = 1 / 8.0;
    private const double LeastGrowthSeconds = 2;

    private readonly AnalysisPlan _plan;
    private readonly long _chapterSamples;
    private readonly long _strideSamples;
    private readonly ChapterFindings _findings = new();
    private readonly float[] _left = new float[Block];
    private readonly float[] _right = new float[Block];
    private Chapter _chapter;
    private Chapter? _next;
    private long _chapterStart;
    private int _filled;
    private long _samples;
    private float _pending;
    private bool _hasPending;
    private bool _completed;
    private InterimFeatures? _interim;

    public TrackAnalysis(AnalysisPlan plan, int chapterBlocks = ChapterBlocks)
    {
        _plan = plan;
        _chapterSamples = (long)chapterBlocks * Block;
        _strideSamples = (long)((chapterBlocks - Math.Min(OverlapBlocks, chapterBlocks / 4)) / GridBlocks * GridBlocks) * Block;
        _chapter = new Chapter(plan, plan.Create(null));
    }

    public bool IsOfOneChannel { get; set; }

    /// <summary>How many spectra were taken so far, short and long: the dearest part of listening.</summary>
    internal long Spectra { get; private set; }

    /// <summary>Where one chapter ended so far, seconds: middles of what neighbours both heard.</summary>
    internal IReadOnlyList<double> Pages => [.. Enumerable.Range(1, _findings.Count).Select(i => Seconds((i * _strideSamples) + ((_chapterSamples - _strideSamples) / 2)))];

    public void Process(ReadOnlySpan<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        if (_hasPending && interleaved.Length > 0)
        {
            _hasPending = false;
            Push(_pending, interleaved[0]);
            interleaved = interleaved[1..];
        }

        while (interleaved.Length >= 2)
        {
            var take = Math.Min(Block - _filled, interleaved.Length / 2);
            var left = _left.AsSpan(_filled, take);
            var right = _right.AsSpan(_filled, take);
            for (var i = 0; i < take; i++)
            {
                left[i] = Clean(interleaved[2 * i]);
                right[i] = Clean(interleaved[(2 * i) + 1]);
            }

            interleaved = interleaved[(2 * take)..];
            _filled += take;
            if (_filled == Block)
            {
                Drain();
            }
        }

        if (interleaved.Length == 1)
        {
            _pending = interleaved[0];
            _hasPending = true;
        }
    }

    public InterimFeatures Snapshot()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        // Samples that do not fill a block wait: handing them over early would change how the stream is cut.
        double heard = Seconds(_samples), inChapter = Seconds(_samples - _chapterStart);
        var understood = _interim?.UnderstoodSeconds ?? -LeastGrowthSeconds;
        if (_interim is null || heard - understood >= Math.Max(LeastGrowthSeconds, Growth * inChapter))
        {
            var draft = Draft(inChapter);
            _chapter.Interim(draft);
            if (_findings.Count > 0)
            {
                var now = ChapterFound.Of(Seconds(_chapterStart), draft, _plan.Version);
                draft = Draft(heard);
                _findings.Write(draft, now, withForm: false);
            }

            _interim = new InterimFeatures
            {
                HeardSeconds = heard, UnderstoodSeconds = heard, TempoBpm = draft.TempoBpm, TempoConfidence = draft.TempoConfidence, Beats = draft.Beats,
                Downbeats = draft.Downbeats, TimeSignature = draft.TimeSignature, Key = draft.Key, KeyConfidence = draft.KeyConfidence,
                LoudnessLufs = draft.LoudnessLufs, TruePeakDb = draft.TruePeakDb, Chords = draft.Chords,
            };
        }

        var level = Draft(heard);
        _chapter.Loudness(level);
        return _interim = _interim with { HeardSeconds = heard, LoudnessLufs = Math.Round(level.LoudnessLufs, 4), TruePeakDb = Math.Round(level.TruePeakDb, 4) };
    }

    public TrackFeatures Complete()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        Drain();
        _completed = true;
        _next = null;
        _chapter.End();
        var draft = Draft(Seconds(_samples - _chapterStart));
        _chapter.Complete(draft);
        Spectra += _chapter.Spectra;
        if (_findings.Count == 0)
        {
            return draft.Build(_plan.Version);
        }

        var last = ChapterFound.Of(Seconds(_chapterStart), draft, _plan.Version);
        draft = Draft(Seconds(_samples));
        _findings.Write(draft, last);
        _chapter.CompleteWhole(draft);
        return draft.Build(_plan.Version);
    }

    public void Dispose() => _completed = true;

    private FeatureDraft Draft(double seconds) => new() { DurationSeconds = seconds, IsOfOneChannel = IsOfOneChannel };

    private static double Seconds(long samples) => (double)samples / AnalysisPipeline.SampleRate;

    private static float Clean(float x) => x is >= -Limit and <= Limit ? x : float.IsFinite(x) ? MathF.CopySign(Limit, x) : 0;

    private void Push(float left, float right)
    {
        _left[_filled] = Clean(left);
        _right[_filled] = Clean(right);
        if (++_filled == Block)
        {
            Drain();
        }
    }

    private void Drain()
    {
        if (_filled == 0)
        {
            return;
        }

        if (_samples - _chapterStart == _chapterSamples)
        {
            TurnPage();
        }

        if (_next is null && _samples - _chapterStart == _strideSamples)
        {
            _next = new Chapter(_plan, _plan.Create(_chapter.Analysers), Seconds(_samples)) { IsAside = true };
        }

        _chapter.Process(_left.AsSpan(0, _filled), _right.AsSpan(0, _filled));
        _next?.Process(_left.AsSpan(0, _filled), _right.AsSpan(0, _filled));
        _samples += _filled;
        _filled = 0;
    }

    private void TurnPage()
    {
        // Its last frames lie behind what the next chapter has given to those that hear all.
        _chapter.IsAside = true;
        _chapter.End();
        var draft = Draft(Seconds(_samples - _chapterStart));
        _chapter.Complete(draft);
        Spectra += _chapter.Spectra;
        var found = ChapterFound.Of(Seconds(_chapterStart), draft, _plan.Version);
        _findings.Add(found);
        _chapter = _next!;
        _chapter.IsAside = false;
        _next = null;
        _chapterStart += _strideSamples;
        _chapter.Before = found.TailFrom(Seconds(_chapterStart));
    }
}
