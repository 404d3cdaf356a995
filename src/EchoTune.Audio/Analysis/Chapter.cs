using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis;

/// <summary>Twelve minutes of a track, or less: its analysers, and the frames cut for them. Neighbours overlap.</summary>
internal sealed class Chapter
{
    // What an interim answer tells of.
    private static readonly string[] Live = ["loudness", "rhythm", "harmony"];

    private readonly AnalysisPlan _plan;
    private readonly IAnalyser[] _onSamples;
    private readonly FrameFeed _feed;
    private readonly HalfDecimator _decimator = new(TrackAnalysis.Block);
    private readonly float[] _mono = new float[TrackAnalysis.Block];
    private readonly float[] _half = new float[TrackAnalysis.Block];
    private readonly IAnalyser[] _endlessOnSamples;
    private readonly double _start;
    private bool _hasSamples;

    /// <summary>Begins a chapter.</summary>
    /// <param name="plan">Who listens.</param>
    /// <param name="analysers">Its analysers.</param>
    /// <param name="start">Seconds from the start of the track.</param>
    public Chapter(AnalysisPlan plan, IAnalyser[] analysers, double start = 0)
    {
        _plan = plan;
        _start = start;
        Analysers = analysers;
        var listening = analysers.Where((_, i) => plan.Listens[i]).ToArray();
        _onSamples = [.. listening.Where(a => a.Input.HasFlag(AnalyserInput.Samples) && !a.IsEndless)];
        _endlessOnSamples = [.. listening.Where(a => a.Input.HasFlag(AnalyserInput.Samples) && a.IsEndless)];
        _feed = new FrameFeed(listening);
    }

    /// <summary>All analysers in the order of the pipeline, listening or not.</summary>
    public IAnalyser[] Analysers { get; }

    /// <summary>Whether the chapter before or after serves the analysers that hear all chapters.</summary>
    public bool IsAside
    {
        get => _feed.IsAside;
        set => _feed.IsAside = value;
    }

    /// <summary>Where the chapter before had its beats and bars, of those that this one hears too; null for the first.</summary>
    public GridTail? Before { get; set; }

    /// <summary>Spectra taken so far.</summary>
    public long Spectra => _feed.Spectra;

    /// <summary>Takes samples.</summary>
    public void Process(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        foreach (var analyser in _onSamples)
        {
            analyser.OnSamples(left, right);
        }

        if (!IsAside)
        {
            foreach (var analyser in _endlessOnSamples)
            {
                analyser.OnSamples(left, right);
            }
        }

        _hasSamples = true;
        if (!_feed.IsHeard)
        {
            return;
        }

        var mono = _mono.AsSpan(0, left.Length);
        TensorPrimitives.Add(left, right, mono);
        TensorPrimitives.Multiply(mono, 0.5f, mono);
        var n = _decimator.Process(mono, _half);
        _feed.Process(_half.AsSpan(0, n));
    }

    /// <summary>Lets out the frames centred on the last samples.</summary>
    public void End()
    {
        if (_hasSamples && _feed.IsHeard)
        {
            // Push the last samples through the decimator's half filter.
            Array.Clear(_mono, 0, 32);
            var n = _decimator.Process(_mono.AsSpan(0, 32), _half);
            _feed.Process(_half.AsSpan(0, n));
            _feed.Flush();
        }
    }

    /// <summary>Writes what all analysers found.</summary>
    public void Complete(FeatureDraft draft) => Complete(draft, _ => true);

    /// <summary>Writes what those found that heard all chapters, or kept what they knew of the track.</summary>
    public void CompleteWhole(FeatureDraft draft)
    {
        for (var i = 0; i < Analysers.Length; i++)
        {
            if (!_plan.Listens[i])
            {
                Analysers[i].TryKeep(_plan.Earlier!, draft);
            }
            else if (Analysers[i].IsEndless)
            {
                Analysers[i].Complete(draft);
            }
        }
    }

    /// <summary>Writes what an interim answer tells of.</summary>
    public void Interim(FeatureDraft draft)
    {
        var wanted = Live.ToHashSet(StringComparer.Ordinal);
        foreach (var analyser in Analysers.Reverse().Where(a => wanted.Contains(a.Name)))
        {
            wanted.UnionWith(analyser.Needs ?? [.. Analysers.TakeWhile(a => a != analyser).Select(a => a.Name)]);
            wanted.UnionWith(analyser.Reads);
        }

        Complete(draft, analyser => wanted.Contains(analyser.Name));
    }

    /// <summary>Writes loudness and true peak so far.</summary>
    public void Loudness(FeatureDraft draft) => Complete(draft, analyser => analyser.Name == Live[0]);

    private void Complete(FeatureDraft draft, Func<IAnalyser, bool> wanted)
    {
        // What was known of the track, of this chapter.
        var known = _plan.Earlier is { } earlier && (_start > 0 || draft.DurationSeconds < earlier.DurationSeconds)
            ? TrackExcerpt.Of(earlier, _start, _start + draft.DurationSeconds) : _plan.Earlier;
        for (var i = 0; i < Analysers.Length; i++)
        {
            if (!wanted(Analysers[i]))
            {
                continue;
            }

            if (!_plan.Listens[i])
            {
                Analysers[i].TryKeep(known!, draft);
                continue;
            }

            Analysers[i].Complete(draft);
            if (Before is { } tail && Analysers[i] is RhythmAnalyser)
            {
                GridSeam.Continue(draft, tail);
            }
        }
    }
}
