using System.Numerics.Tensors;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Mastering;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Has a planned piece played and recorded, and brings its truth into the seconds of the recording.</summary>
internal static class PracticeSession
{
    public static PracticePiece Record(PracticePlan plan, ulong seed, PracticeOptions options, CancellationToken cancellationToken)
    {
        var random = new SeededRandom(SeededRandom.Combine(seed, 0x5E));
        var band = PracticeBand.Cast(random, plan, Composer.Compose(plan.Piece), options);
        var (left, right) = PracticeMixer.Mix(band, cancellationToken);
        var truth = PieceTruth.Of(FormattableString.Invariant($"practice-{seed:x16}.flac"), FormattableString.Invariant($"Practice {seed:x16}"), plan.Piece);
        var words = band.Words;

        if (random.Chance(0.35))
        {
            BusCompressor.Process(left, right);
        }

        // A detuned piece is one that runs too fast or too slow, as tape does.
        var cents = random.Chance(options.DetunedShare) ? Math.Round(random.Between(-50, 50), 1) : 0;
        if (cents != 0)
        {
            var speed = Math.Pow(2, cents / 1200);
            (left, right) = (Resampler.Faster(left, speed), Resampler.Faster(right, speed));
            truth = Timed(truth, 0, speed, double.MaxValue);
        }

        // Some recordings begin in the middle of the music and end before it does.
        var duration = (double)left.Length / PracticeMusic.SampleRate;
        if (random.Chance(0.25))
        {
            var from = random.Between(0, Math.Min(12, 0.2 * duration));
            var to = random.Chance(0.6) ? duration - random.Between(3, Math.Min(10, 0.2 * duration) + 3.1) : duration;
            int first = (int)(from * PracticeMusic.SampleRate), end = (int)(to * PracticeMusic.SampleRate);
            (left, right) = (left[first..end], right[first..end]);
            truth = Timed(truth, (double)first / PracticeMusic.SampleRate, 1, (double)(end - first) / PracticeMusic.SampleRate);
            words += ", cut out";
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (random.Chance(options.DegradedShare))
        {
            words += Recording.Degrade(random, left, right);
        }
        else
        {
            Recording.Settle(left, right, (float)Math.Pow(10, -random.Between(0.3, 8) / 20));
        }

        return new PracticePiece(seed, Channels(left, right, options.Channels), options.Channels, truth, cents, words);
    }

    private static float[] Channels(float[] left, float[] right, int channels)
    {
        if (channels == 1)
        {
            TensorPrimitives.Add<float>(left, right, left);
            TensorPrimitives.Multiply<float>(left, 0.5f, left);
            return left;
        }

        var both = new float[2 * left.Length];
        for (var i = 0; i < left.Length; i++)
        {
            both[2 * i] = left[i];
            both[(2 * i) + 1] = right[i];
        }

        return both;
    }

    // Truth of a recording that starts some seconds into the piece, runs at another speed and ends after some seconds.
    private static PieceTruth Timed(PieceTruth truth, double start, double speed, double length)
    {
        double At(double seconds) => Math.Round((seconds - start) / speed, 4);
        bool IsIn(double seconds) => seconds >= 0 && seconds <= length;
        double Held(double seconds) => Math.Clamp(seconds, 0, length);
        var tempi = truth.TempoChanges.Select(c => new TempoChange(At(c.AtSeconds), Math.Round(c.TempoBpm * speed, 2))).ToArray();
        var keys = truth.KeyChanges.Select(c => c with { AtSeconds = At(c.AtSeconds) }).ToArray();
        return truth with
        {
            TempoBpm = tempi.LastOrDefault(c => c.AtSeconds <= 0)?.TempoBpm ?? Math.Round(truth.TempoBpm * speed, 2),
            Beats = [.. truth.Beats.Select(At).Where(IsIn)],
            Downbeats = [.. truth.Downbeats.Select(At).Where(IsIn)],
            Key = keys.LastOrDefault(c => c.AtSeconds <= 0)?.Key ?? truth.Key,
            Chords = [.. truth.Chords.Select(c => c with { Start = Held(At(c.Start)), End = Held(At(c.End)) }).Where(c => c.End - c.Start > 0.01)],
            TempoChanges = [.. tempi.Where(c => c.AtSeconds > 0 && c.AtSeconds < length)],
            KeyChanges = [.. keys.Where(c => c.AtSeconds > 0 && c.AtSeconds < length)],
            Sections = [.. truth.Sections.Select(s => s with { Start = Held(At(s.Start)), End = Held(At(s.End)) }).Where(s => s.End - s.Start > 0.5)],
        };
    }
}
