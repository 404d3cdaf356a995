using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>Tempo, beats, bars and changes of tempo from onsets in five bands.</summary>
internal sealed class RhythmAnalyser : IAnalyser
{
    // Onsets are seen when they enter the window, before its centre passes them.
    private const double OffsetFrames = 0.4;

    private const int FewestFrames = (int)(2.5 * FrameFormat.FramesPerSecond);

    // How much each band says of tempo (hats, however soft, mark it) and of the place of the beat (bass drums do).
    private static readonly float[] TempoWeights = [0.75f, 0.7f, 1, 0.45f, 1.5f];
    private static readonly float[] BeatWeights = [0.9f, 0.65f, 0.55f, 0.5f, 0.85f];

    private readonly OnsetBands _onsets = new();

    public string Name => "rhythm";

    public int Version => 4;

    public AnalyserInput Input => AnalyserInput.Frames;

    public IReadOnlyList<string> Needs => ["tonal"];

    public void OnFrame(in SpectralFrame frame) => _onsets.Add(frame);

    public void Complete(FeatureDraft draft)
    {
        var rows = _onsets.Rows;
        if (rows.Count < FewestFrames)
        {
            return;
        }

        var raw = new float[OnsetBands.Count][];
        var bands = new float[OnsetBands.Count][];
        for (var b = 0; b < raw.Length; b++)
        {
            raw[b] = rows.Column(b);
            bands[b] = OnsetEnvelope.Normalise(raw[b]);
        }

        var flux = raw.Sum(band => band.Average());
        if (flux < 1e-4)
        {
            return;
        }

        var envelope = OnsetEnvelope.Combine(bands, BeatWeights);
        var novelty = HarmonicNovelty.Of(draft.Chroma, envelope.Length);
        TensorPrimitives.Add(envelope, novelty, envelope);
        var onsets = CountOnsets(envelope) / draft.DurationSeconds;
        var tempo = TempoEstimator.Of(Tempogram.Of(bands, TempoWeights, novelty), onsets);
        if (tempo.Bpm <= 0)
        {
            draft.Rhythm = new RhythmMeasures { OnsetRate = onsets, Flux = flux };
            return;
        }

        var beats = BeatTracker.OffTheOffbeat(BeatTracker.Track(envelope, Periods(tempo, envelope.Length)), bands, novelty);
        var (downbeats, signature) = Metre.Find(beats, bands, draft.Chroma);
        Write(draft, tempo, beats, signature, downbeats);
        draft.Rhythm = Measure(raw, bands, envelope, beats, tempo, onsets, flux);
        draft.TempoConfidence = Math.Clamp(tempo.Clarity * 1.6, 0, 1) * Math.Clamp((draft.Rhythm.BeatContrast - 0.8) / 1.2, 0, 1) * draft.Rhythm.Stability
            * Math.Clamp((flux - 0.1) / 0.5, 0, 1);
        if (draft.TempoConfidence < 0.03)
        {
            // No pulse that anyone would tap to: saying so is better than a number.
            draft.TempoBpm = 0;
            draft.TempoConfidence = 0;
            draft.Beats = [];
            draft.Downbeats = [];
            draft.TempoChanges = [];
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

    private static float[] Periods(TempoEstimator tempo, int frames)
    {
        var periods = new float[frames];
        for (var t = 0; t < frames; t++)
        {
            var x = Math.Clamp((t - (Tempogram.Window / 2.0)) / Tempogram.Hop, 0, tempo.Path.Length - 1);
            var w = (int)x;
            var next = Math.Min(tempo.Path.Length - 1, w + 1);
            // Between windows of nearly the same tempo the period glides; across a leap it changes at the nearer window.
            var index = Math.Abs(tempo.Path[next] - tempo.Path[w]) < 4
                ? tempo.Path[w] + ((tempo.Path[next] - tempo.Path[w]) * (x - w))
                : tempo.Path[x - w < 0.5 ? w : next];
            periods[t] = (float)TempoEstimator.PeriodOf(TempoEstimator.BpmOf(index));
        }

        return periods;
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

    private static void Write(FeatureDraft draft, TempoEstimator tempo, double[] beats, string signature, int[] downbeats)
    {
        var times = Array.ConvertAll(beats, f => Math.Round(Math.Max(0, (f + OffsetFrames) / FrameFormat.FramesPerSecond), 4));
        var inside = times.Count(t => t < draft.DurationSeconds);
        draft.Beats = times[..inside];
        draft.Downbeats = [.. downbeats.Where(i => i < inside).Select(i => times[i])];
        draft.TimeSignature = signature;
        draft.TempoBpm = Math.Round(SteadyTempo(times[..inside], tempo.Bpm), 2);
        draft.TempoChanges = Changes(tempo);
    }

    // The slope of beat times over their count, over the longest run without a leap, is finer than any one window.
    private static double SteadyTempo(double[] times, double bpm)
    {
        // The main tempo may differ from what the beats follow; then the beats are right, for they were heard one by one.
        var typical = times.Length > 8 ? times.Zip(times.Skip(1), (a, b) => b - a).Order().ElementAt(times.Length / 2) : 60 / bpm;
        var period = Math.Abs((typical * bpm / 60) - 1) < 0.04 ? 60 / bpm : typical;
        var best = 60 / period;
        var longest = 8;
        for (var start = 0; start < times.Length - 1;)
        {
            var end = start + 1;
            while (end < times.Length && Math.Abs(times[end] - times[end - 1] - period) < 0.12 * period)
            {
                end++;
            }

            if (end - start > longest)
            {
                longest = end - start;
                double n = end - start, sx = 0, sy = 0, sxx = 0, sxy = 0;
                for (var i = start; i < end; i++)
                {
                    double x = i - start, y = times[i];
                    (sx, sy, sxx, sxy) = (sx + x, sy + y, sxx + (x * x), sxy + (x * y));
                }

                best = 60 * ((n * sxx) - (sx * sx)) / ((n * sxy) - (sx * sy));
            }

            start = end;
        }

        return best;
    }

    private static List<TempoChange> Changes(TempoEstimator tempo)
    {
        // A change is a level that differs by more than 4 % from the one before and lasts at least four windows (8 s).
        const int least = 4;
        var changes = new List<TempoChange>();
        var path = tempo.Path;
        var level = path[0];
        for (var w = 1; w + least <= path.Length; w++)
        {
            var ahead = path.AsSpan(w, least).ToArray();
            Array.Sort(ahead);
            var median = ahead[least / 2];
            if (Math.Abs(median - level) > 3.5 && Math.Abs(path[w] - median) < 2 && ahead[^1] - ahead[0] < 4)
            {
                level = median;
                var at = (Tempogram.CentreOf(w) - (Tempogram.Hop / 2)) / FrameFormat.FramesPerSecond;
                changes.Add(new TempoChange(Math.Round(at, 2), Math.Round(TempoEstimator.BpmOf(level), 1)));
            }
        }

        return changes;
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
