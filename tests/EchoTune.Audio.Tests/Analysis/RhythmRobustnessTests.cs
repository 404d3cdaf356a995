using EchoTune.Audio.Analysis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>What users of beat grids complain of: a case for each.</summary>
public sealed class RhythmRobustnessTests
{
    [Theory]
    [InlineData(75, 0.213)]
    [InlineData(107.3, 0.1)]
    [InlineData(120, 0.307)]
    [InlineData(133.7, 0.05)]
    public void Clicks_are_placed_within_ten_milliseconds(double bpm, double offset)
    {
        var features = Signals.Analyse(Signals.Clicks(bpm, 30, offset));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.005);
        var period = 60 / bpm;
        foreach (var beat in features.Beats.Where(b => b is > 2 and < 28))
        {
            var error = beat - offset - (period * Math.Round((beat - offset) / period));
            Math.Abs(error).ShouldBeLessThan(0.010, $"beat at {beat}");
        }
    }

    [Theory]
    [InlineData(66)]
    [InlineData(74)]
    [InlineData(85)]
    public void Slow_grooves_are_not_doubled(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 5), 4, "x.......x.x.....", "....x.......x...", "x.x.x.x.x.x.x.x."));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
    }

    [Theory]
    [InlineData(171)]
    [InlineData(175)]
    public void Fast_grooves_are_not_halved(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 5), 4, "x.........x.....", "....x.......x...", "x.x.x.x.x.x.x.x."));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
    }

    [Theory]
    [InlineData(118)]
    [InlineData(126)]
    [InlineData(135)]
    public void Loud_hats_off_the_beat_do_not_move_the_grid_by_half_a_beat(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 6), 4, "x...x...x...x...", "....x.......x...", "..x...x...x...x."));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
        OnGrid(features.Beats, 0.2, 60 / bpm).ShouldBeGreaterThan(0.95);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(-0.05)]
    public void A_tempo_that_drifts_is_followed(double depth)
    {
        // A live drummer: one slow wave of 5 % each way in a minute.
        var beats = Course(110, 60, t => 1 + (depth * Math.Sin(2 * Math.PI * t / 60)));
        var features = Signals.Analyse(Played(beats, 60));

        FMeasure(beats, features.Beats).ShouldBeGreaterThan(0.95);
        features.TempoConfidence.ShouldBeGreaterThan(0.2);
    }

    [Fact]
    public void A_change_of_tempo_is_told_with_its_time_and_the_beats_follow()
    {
        // From 124 to 96, no simple ratio, in the middle.
        var beats = Course(124, 100, t => t < 50 ? 1 : 96.0 / 124);
        var features = Signals.Analyse(Played(beats, 100));

        features.TempoChanges.Count.ShouldBe(1);
        features.TempoChanges[0].AtSeconds.ShouldBe(50, 4);
        features.TempoChanges[0].TempoBpm.ShouldBe(96, 2);
        FMeasure(beats, features.Beats).ShouldBeGreaterThan(0.93);
    }

    [Fact]
    public void A_steady_tempo_has_no_change() =>
        Signals.Analyse(Played(Course(104, 90, _ => 1), 90)).TempoChanges.ShouldBeEmpty();

    [Theory]
    [InlineData(92)]
    [InlineData(116)]
    [InlineData(140)]
    public void Swing_keeps_its_beat(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 6), 4, "x.....x.....", "...x.....x..", "x.xx.xx.xx.x"));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
        OnGrid(features.Beats, 0.2, 60 / bpm).ShouldBeGreaterThan(0.95);
    }

    [Theory]
    [InlineData(5, "5/4")]
    [InlineData(7, "7/8")]
    public void Odd_bars_are_counted(int beatsABar, string signature)
    {
        const double bpm = 132;
        var features = Signals.Analyse(Signals.Bars(bpm, beatsABar, 14));

        features.TempoBpm.ShouldBe(bpm, 3);
        features.TimeSignature.ShouldBe(signature);
        var bar = beatsABar * 60 / bpm;
        features.Downbeats.Where(d => d > 3).ShouldAllBe(d => Math.Abs(((d - 0.2) / bar) - Math.Round((d - 0.2) / bar)) < 0.06);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(0.02)]
    public void Beats_are_the_same_at_any_gain(double gain)
    {
        var music = Played(Course(110, 30, _ => 1), 30);
        var other = Array.ConvertAll(music, v => (float)(v * gain * 0.4));
        var (a, b) = (Signals.Analyse(Array.ConvertAll(music, v => 0.4f * v)), Signals.Analyse(other));

        b.TempoBpm.ShouldBe(a.TempoBpm, 0.1);
        FMeasure(a.Beats, b.Beats).ShouldBeGreaterThan(0.98);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    public void At_the_ends_of_the_range_the_answer_is_a_multiple_or_unsure(double bpm)
    {
        var features = Signals.Analyse(Signals.Clicks(bpm, 40));
        var ratio = features.TempoBpm / bpm;

        (features.TempoConfidence < 0.3 || new[] { 0.25, 1 / 3.0, 0.5, 1, 2, 3, 4 }.Any(r => Math.Abs(ratio - r) < 0.02 * r))
            .ShouldBeTrue($"{features.TempoBpm} with confidence {features.TempoConfidence}");
    }

    [Fact]
    public void Silence_has_no_tempo()
    {
        var features = Signals.Analyse(Signals.Silence(20));
        features.TempoBpm.ShouldBe(0);
        features.TempoConfidence.ShouldBe(0);
        features.Beats.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Noise_has_no_sure_tempo(int seed) => Signals.Analyse(Signals.Noise(25, seed: seed)).TempoConfidence.ShouldBeLessThan(0.2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Speech_has_no_sure_tempo(int seed) => Signals.Analyse(Speech(40, seed)).TempoConfidence.ShouldBeLessThan(0.35);

    // Beat times of a pace that varies.
    private static List<double> Course(double bpm, double seconds, Func<double, double> pace)
    {
        var beats = new List<double>();
        for (var t = 0.3; t < seconds - 0.2; t += 60 / (bpm * pace(t)))
        {
            beats.Add(t);
        }

        return beats;
    }

    // Bass drum, snare, hats and a chord a bar at given beats.
    private static float[] Played(List<double> beats, double seconds)
    {
        var signal = Signals.Silence(seconds);
        var random = new Random(21);
        int[] roots = [45, 53, 48, 55];
        for (var i = 0; i + 1 < beats.Count; i++)
        {
            var (at, length) = (beats[i], beats[i + 1] - beats[i]);
            if (i % 2 == 0)
            {
                Signals.Tone(signal, at, 0.2, 58, 0.7, decay: 15);
            }
            else
            {
                Signals.Burst(signal, at, 0.12, 0.35, 30, random);
                Signals.Tone(signal, at, 0.1, 190, 0.3, decay: 30);
            }

            Signals.Burst(signal, at, 0.03, 0.2, 120, random);
            Signals.Burst(signal, at + (length / 2), 0.03, 0.15, 120, random);
            if (i % 4 == 0)
            {
                foreach (var degree in (int[])[-12, 0, 4, 7])
                {
                    Signals.Note(signal, at, 3.8 * length, roots[i / 4 % 4] + 12 + degree, 0.06);
                }
            }
        }

        return signal;
    }

    // Syllables of voiced harmonics and hiss, of uneven lengths, with pauses.
    private static float[] Speech(double seconds, int seed)
    {
        var random = new Random(seed);
        var signal = Signals.Silence(seconds);
        for (var t = 0.3; t < seconds - 1;)
        {
            var length = 0.08 + (0.22 * random.NextDouble());
            var pitch = 100 + (60 * random.NextDouble());
            for (var h = 1; h <= 18; h++)
            {
                Signals.Tone(signal, t, length, pitch * h, 0.25 / (1 + Math.Abs(h - 4 - random.Next(5))), decay: 4);
            }

            if (random.Next(3) == 0)
            {
                Signals.Burst(signal, t + length, 0.06 + (0.08 * random.NextDouble()), 0.1, 15, random);
            }

            t += length + (0.02 + (0.12 * random.NextDouble())) + (random.Next(7) == 0 ? 0.3 + (0.6 * random.NextDouble()) : 0);
        }

        return signal;
    }

    private static double OnGrid(IReadOnlyList<double> beats, double offset, double period)
    {
        var inside = beats.Where(b => b > 3).ToArray();
        return inside.Length == 0 ? 0 : inside.Average(b => Math.Abs(((b - offset) / period) - Math.Round((b - offset) / period)) < 0.12 ? 1.0 : 0);
    }

    private static double FMeasure(IReadOnlyList<double> truth, IReadOnlyList<double> found)
    {
        double[] t = [.. truth.Where(x => x >= 5)], f = [.. found.Where(x => x >= 5)];
        var hits = t.Count(x => f.Any(y => Math.Abs(x - y) <= 0.07));
        return 2.0 * hits / Math.Max(1, t.Length + f.Length);
    }
}
