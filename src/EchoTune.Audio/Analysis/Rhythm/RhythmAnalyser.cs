using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>Tempo, beats, bars and changes of tempo from onsets in five bands and a network of beats.</summary>
internal sealed class RhythmAnalyser : IAnalyser
{
    // Onsets are seen when they enter the window, before its centre passes them.
    private const double OffsetFrames = 0.4;

    // How much each band says of tempo: hats, however soft, mark it.
    private static readonly float[] TempoWeights = [0.75f, 0.7f, 1, 0.45f, 1.5f];

    private readonly OnsetBands _onsets = new();
    private readonly BeatRows _rows = new();
    private readonly FrameStore _heard = new(BeatNetwork.Outputs);
    private readonly SlidingNetwork _network;

    public RhythmAnalyser() => _network = BeatNetwork.Start((outputs, rows) =>
    {
        for (var r = 0; r < rows; r++)
        {
            outputs.Slice(r * BeatNetwork.Outputs, BeatNetwork.Outputs).CopyTo(_heard.Append());
        }
    });

    public string Name => "rhythm";

    public int Version => 7;

    public AnalyserInput Input => AnalyserInput.Frames;

    public IReadOnlyList<string> Needs => ["tonal"];

    public void OnFrame(in SpectralFrame frame)
    {
        _onsets.Add(frame);
        if (_rows.Add(frame))
        {
            _rows.Row.CopyTo(_network.Next());
        }
    }

    public void Complete(FeatureDraft draft)
    {
        if (Listen(draft) is { } input)
        {
            Decode(draft, input);
        }
    }

    private RhythmInput? Listen(FeatureDraft draft)
    {
        // What the network has yet to answer is answered for now: more may come.
        List<float>[] heard = [[.. _heard.Column(0)], [.. _heard.Column(1)]];
        _network.Peek((outputs, count) =>
        {
            for (var i = 0; i < outputs.Length; i++)
            {
                heard[i % BeatNetwork.Outputs].Add(outputs[i]);
            }
        });
        return RhythmInput.Of(_onsets.Rows, [.. heard[0]], [.. heard[1]], draft.Chroma);
    }

    /// <summary>What the beats might be and their signs, for training the choice; none where there is no pulse.</summary>
    internal static (List<BeatHypothesis> All, float[] Signs) Consider(RhythmInput input)
    {
        var (tempo, onsets) = Pulse(input);
        return tempo.Bpm <= 0 ? ([], []) : BeatFinder.Consider(input, tempo, onsets);
    }

    /// <summary>Seconds of a frame.</summary>
    internal static double SecondsOf(double frame) => (frame + OffsetFrames) / FrameFormat.FramesPerSecond;

    private static (TempoEstimator Tempo, double OnsetRate) Pulse(RhythmInput input)
    {
        var onsets = CountOnsets(input.Envelope) * FrameFormat.FramesPerSecond / input.Envelope.Length;
        return (TempoEstimator.Of(Tempogram.Of(input.Bands, TempoWeights, input.Novelty), onsets), onsets);
    }

    internal static void Decode(FeatureDraft draft, RhythmInput input)
    {
        var (raw, bands, envelope, flux) = (input.Raw, input.Bands, input.Envelope, input.Flux);
        var (tempo, onsets) = Pulse(input);
        if (tempo.Bpm <= 0)
        {
            draft.Rhythm = new RhythmMeasures { OnsetRate = onsets, Flux = flux };
            return;
        }

        var (beats, certainty) = BeatFinder.Find(input, tempo, onsets);
        if (beats.Length < 4)
        {
            return;
        }

        var (downbeats, signature) = Metre.Find(beats, bands, input.Chroma, input.Downbeat);
        Write(draft, beats, signature, downbeats);
        draft.Rhythm = Measure(raw, bands, envelope, beats, tempo, onsets, flux);
        draft.TempoConfidence = Confidence(input, beats, tempo, draft.Rhythm, certainty);
        if (draft.TempoConfidence < 0.03)
        {
            // No pulse that anyone would tap to: saying so is better than a number.
            draft.TempoBpm = 0;
            draft.TempoConfidence = 0;
            draft.Beats = [];
            draft.Downbeats = [];
            draft.TempoChanges = [];
            draft.TimeSignature = "4/4";
        }
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.TempoBpm = earlier.TempoBpm;
        draft.TempoConfidence = earlier.TempoConfidence;
        draft.TempoChanges = earlier.TempoChanges;
        draft.Beats = earlier.Beats;
        draft.Downbeats = earlier.Downbeats;
        draft.TimeSignature = earlier.TimeSignature;
        return true;
    }

    // How often tempo is right where as much speaks for it, fitted to practice pieces; docs/concepts/rhythm.md has the figures.
    // What the network hears no beats in and has no pulse (noise, speech) is no music to be sure of, whatever was chosen.
    private static double Confidence(RhythmInput input, double[] beats, TempoEstimator tempo, RhythmMeasures measures, double choice)
    {
        const double unsure = 0.1, surest = 0.98, speech = 0.15, music = 0.45;
        var likely = Math.Clamp(choice, unsure, surest);
        var heard = beats.Average(b => (double)Loss.Sigmoid(input.BeatAt(b)));
        var pulse = Math.Clamp(tempo.Clarity * 1.6, 0, 1) * Math.Clamp((measures.BeatContrast - 0.8) / 1.2, 0, 1) * measures.Stability;
        return Loss.Sigmoid((float)(-0.4 + (0.83 * Math.Log(likely / (1 - likely))) + (0.78 * pulse)))
            * Math.Clamp((heard + (0.3 * pulse) - speech) / (music - speech), 0, 1) * Math.Clamp((measures.Flux - 0.1) / 0.5, 0, 1);
    }

    private static int CountOnsets(float[] envelope)
    {
        var threshold = 0.35 * envelope.Order().ElementAt((int)(0.98 * (envelope.Length - 1)));
        var count = 0;
        for (var t = 2; t < envelope.Length - 2; t++)
        {
            if (envelope[t] > threshold && envelope[t] >= envelope[t - 1] && envelope[t] > envelope[t + 1]
                && envelope[t] >= envelope[t - 2] && envelope[t] > envelope[t + 2])
            {
                count++;
            }
        }

        return count;
    }

    private static void Write(FeatureDraft draft, double[] beats, string signature, int[] downbeats)
    {
        var times = Array.ConvertAll(beats, f => Math.Round(Math.Max(0, SecondsOf(f)), 4));
        var inside = times.Count(t => t < draft.DurationSeconds);
        draft.Beats = times[..inside];
        draft.Downbeats = [.. downbeats.Where(i => i < inside).Select(i => times[i])];
        draft.TimeSignature = signature;
        var (bpm, changes) = TempoCourse.Of(times[..inside]);
        draft.TempoBpm = Math.Round(bpm, 2);
        draft.TempoChanges = changes;
    }

    private static RhythmMeasures Measure(
        float[][] raw, float[][] bands, float[] envelope, double[] beats, TempoEstimator tempo, double onsetRate, double flux)
    {
        var mean = envelope.Average() + 1e-6;
        var onBeat = beats.Average(b => (double)envelope[Math.Clamp((int)Math.Round(b), 0, envelope.Length - 1)]);
        var intervals = beats.Zip(beats.Skip(1), (a, b) => b - a).ToArray();
        var spread = 0.0;
        if (intervals.Length > 1)
        {
            var typical = intervals.Order().ElementAt(intervals.Length / 2);
            spread = intervals.Average(i => Math.Min(0.5, Math.Abs(i - typical) / typical));
        }

        var pattern = new double[OnsetBands.Count * 4];
        for (var i = 0; i + 1 < beats.Length; i++)
        {
            for (var q = 0; q < 4; q++)
            {
                var at = (int)Math.Round(beats[i] + ((beats[i + 1] - beats[i]) * q / 4));
                for (var b = 0; b < bands.Length && at < envelope.Length; b++)
                {
                    pattern[(b * 4) + q] += bands[b][at];
                }
            }
        }

        var sum = pattern.Sum() + 1e-9;
        double[] lags = [0.25, 1 / 3.0, 0.5, 2 / 3.0, 0.75, 1, 1.5, 2, 3, 4];
        var period = TempoEstimator.PeriodOf(tempo.Bpm);
        return new RhythmMeasures
        {
            OnsetRate = onsetRate,
            Clarity = tempo.Clarity,
            BeatContrast = onBeat / mean,
            Stability = Math.Clamp(1 - (4 * spread), 0, 1),
            LowShare = raw[0].Average() / Math.Max(1e-9, raw.Sum(b => b.Average())),
            Flux = flux,
            Pattern = Array.ConvertAll(pattern, p => p / sum),
            Periodicity = Array.ConvertAll(lags, l => (double)tempo.MeanRow[Math.Clamp((int)Math.Round(l * period), 0, Tempogram.Lags - 1)]),
        };
    }
}
