namespace EchoTune.Audio.Analysis;

/// <summary>
/// Splits channels, cleans samples, and hands them to the analysers of the chapter under way. What a very long track yields
/// chapter by chapter is joined at the end; a track of up to twelve minutes is one chapter.
/// </summary>
internal sealed class TrackAnalysis : ITrackAnalysis
{
    /// <summary>Samples handed over at once.</summary>
    internal const int Block = 1024;

    /// <summary>Blocks a chapter: twelve minutes, as long as memory stays below 64 MB.</summary>
    internal const int ChapterBlocks = 720 * AnalysisPipeline.SampleRate / Block;

    // Louder than any decoder puts out; keeps squares finite where a file of float samples holds rubbish.
    private const float Limit = 64f;

    // An interim answer is worked out anew once this part more was heard.
    private const double Growth = 1 / 8.0;
    private const double LeastGrowthSeconds = 2;

    private readonly AnalysisPlan _plan;
    private readonly long _chapterSamples;
    private readonly ChapterFindings _findings = new();
    private readonly float[] _left = new float[Block];
    private readonly float[] _right = new float[Block];
    private Chapter _chapter;
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
        _chapter = new Chapter(plan, plan.Create(null));
    }

    public bool IsOfOneChannel { get; set; }

    /// <summary>How many spectra were taken so far, short and long: the dearest part of listening.</summary>
    internal long Spectra { get; private set; }

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
                var now = draft.Build(_plan.Version);
                draft = Draft(heard);
                _findings.Write(draft, Seconds(_chapterStart), now);
            }

            _interim = new InterimFeatures
            {
                HeardSeconds = heard, UnderstoodSeconds = heard, TempoBpm = draft.TempoBpm, TempoConfidence = draft.TempoConfidence, Beats = draft.Beats,
                Downbeats = draft.Downbeats, TimeSignature = draft.TimeSignature, Key = draft.Key, KeyConfidence = draft.KeyConfidence,
                LoudnessLufs = draft.LoudnessLufs, TruePeakDb = draft.TruePeakDb,
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
        _chapter.End();
        var draft = Draft(Seconds(_samples - _chapterStart));
        _chapter.Complete(draft);
        Spectra += _chapter.Spectra;
        if (_findings.Count == 0)
        {
            return draft.Build(_plan.Version);
        }

        var last = draft.Build(_plan.Version);
        draft = Draft(Seconds(_samples));
        _findings.Write(draft, Seconds(_chapterStart), last);
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

        _chapter.Process(_left.AsSpan(0, _filled), _right.AsSpan(0, _filled));
        _samples += _filled;
        _filled = 0;
    }

    private void TurnPage()
    {
        _chapter.End();
        var draft = Draft(Seconds(_samples - _chapterStart));
        _chapter.Complete(draft);
        Spectra += _chapter.Spectra;
        _findings.Add(Seconds(_chapterStart), draft.Build(_plan.Version));
        _chapter = new Chapter(_plan, _plan.Create(_chapter.Analysers));
        _chapterStart = _samples;
    }
}
