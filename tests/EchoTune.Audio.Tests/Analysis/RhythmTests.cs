using EchoTune.Audio.Analysis.Rhythm;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class RhythmTests
{
    [Theory]
    [InlineData(70, 0.00)]
    [InlineData(84.5, 0.31)]
    [InlineData(97, 0.17)]
    [InlineData(110, 0.05)]
    [InlineData(121.3, 0.40)]
    [InlineData(128, 0.25)]
    [InlineData(140, 0.11)]
    [InlineData(150, 0.33)]
    public void Clicks_are_followed_in_tempo_and_phase(double bpm, double offset)
    {
        var features = Signals.Analyse(Signals.Clicks(bpm, 25, offset));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.01);
        features.TempoConfidence.ShouldBeGreaterThan(0.3);
        foreach (var beat in features.Beats.Where(b => b is > 2 and < 23))
        {
            var phase = (beat - offset) / (60 / bpm);
            Math.Abs(phase - Math.Round(phase)).ShouldBeLessThan(0.025 * bpm / 60, $"beat at {beat}");
        }

        ((double)features.Beats.Count).ShouldBe(25 * bpm / 60, 2);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(165)]
    [InlineData(180)]
    public void Extreme_clicks_are_followed_up_to_the_octave(double bpm)
    {
        var features = Signals.Analyse(Signals.Clicks(bpm, 25));
        var ratio = features.TempoBpm / bpm;
        new[] { 0.5, 1, 2 }.ShouldContain(r => Math.Abs(ratio - r) < 0.01 * r, $"{features.TempoBpm} for {bpm}");
    }

    [Theory]
    [InlineData(3, "3/4")]
    [InlineData(4, "4/4")]
    public void Bars_are_counted_and_found(int beatsABar, string signature)
    {
        const double bpm = 112;
        var features = Signals.Analyse(Signals.Bars(bpm, beatsABar, 16));

        features.TempoBpm.ShouldBe(bpm, 2);
        features.TimeSignature.ShouldBe(signature);
        var bar = beatsABar * 60 / bpm;
        var inside = features.Downbeats.Where(d => d > 3).ToList();
        inside.Count.ShouldBeGreaterThan(8);
        inside.ShouldAllBe(d => Math.Abs(((d - 0.2) / bar) - Math.Round((d - 0.2) / bar)) < 0.06);
        features.Downbeats.ShouldBeSubsetOf(features.Beats);
    }

    [Fact]
    public void Beats_and_downbeats_ascend_within_the_track()
    {
        var features = Signals.Analyse(Signals.Dance(126, 20));
        features.Beats.ShouldBe(features.Beats.Order());
        features.Beats.Distinct().Count().ShouldBe(features.Beats.Count);
        features.Beats.ShouldAllBe(b => b >= 0 && b < features.DurationSeconds);
        features.TempoChanges.ShouldBeEmpty();
    }

    [Fact]
    public void A_change_of_tempo_is_reported_where_it_happens()
    {
        float[] music = [.. Signals.Clicks(100, 40, 0), .. Signals.Clicks(132, 40, 0)];
        var features = Signals.Analyse(music);

        features.TempoChanges.Count.ShouldBe(1);
        features.TempoChanges[0].AtSeconds.ShouldBe(40, 6);
        features.TempoChanges[0].TempoBpm.ShouldBe(132, 3);
        ((double)features.Beats.Count(b => b is > 46 and < 76)).ShouldBe(66, 2);
    }

    [Theory]
    [InlineData(172, "x.........x.....", "....x.......x...", "x.x.x.x.x.x.x.x.")]
    [InlineData(168, "x.......x.......", "....x.......x...", "x.x.x.x.x.x.x.x.")]
    [InlineData(120, "x.......x.......", "....x.......x...", "x.x.x.x.x.x.x.x.")]
    [InlineData(88, "x......xx.......", "....x.......x...", "x.x.x.x.x.x.x.x.")]
    [InlineData(62, "x.......x.......", "....x.......x...", "x.x.x.x.x.x.x.x.")]
    public void A_backbeat_tells_the_beat_from_its_half_and_its_double(double bpm, string kick, string snare, string hat)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 6), 4, kick, snare, hat));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
        features.TimeSignature.ShouldBe("4/4");
        features.TempoChanges.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(158)]
    [InlineData(168)]
    [InlineData(176)]
    [InlineData(184)]
    public void A_snare_between_fast_beats_makes_no_beats_of_three_halves(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, (int)(bpm / 6), 4, "x...x...x...x...", "..x...x...x...x.", "x...x...x...x..."));

        // Every beat is like the others: two may be counted as one.
        new[] { 0.5, 1 }.ShouldContain(r => Math.Abs(features.TempoBpm - (r * bpm)) < 0.02 * r * bpm, $"{features.TempoBpm} for {bpm}");
        features.TimeSignature.ShouldBe("4/4");
    }

    [Fact]
    public void Where_bass_drum_and_snare_take_turns_the_bass_drum_has_the_beat()
    {
        var bands = Enumerable.Range(0, OnsetBands.Count).Select(_ => new float[1000]).ToArray();
        var novelty = new float[1000];
        double[] onBeats = [.. Enumerable.Range(1, 24).Select(i => i * 40.0)], between = [.. onBeats.Select(b => b - 20)];
        foreach (var beat in onBeats)
        {
            bands[OnsetBands.BassDrum][(int)beat] = 2;
        }

        foreach (var beat in between)
        {
            // A snare is heard everywhere above the bass drum.
            bands[2][(int)beat] = 1;
            bands[OnsetBands.Snare][(int)beat] = 3;
            bands[4][(int)beat] = 3;
        }

        GridPhase.OffbeatEvidence(between, bands, novelty).ShouldBeLessThan(-1);
        GridPhase.OffbeatEvidence(onBeats, bands, novelty).ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(72)]
    public void Thirds_of_a_beat_are_compound_time(double bpm)
    {
        var features = Signals.Analyse(Signals.Groove(bpm, 20, 2, "x.....", "...x..", "xxxxxx"));

        features.TempoBpm.ShouldBe(bpm, bpm * 0.02);
        features.TimeSignature.ShouldBe("6/8");
        var bar = 2 * 60 / bpm;
        features.Downbeats.Where(d => d > 3).ShouldAllBe(d => Math.Abs(((d - 0.2) / bar) - Math.Round((d - 0.2) / bar)) < 0.06);
    }

    [Fact]
    public void A_shuffle_is_no_compound_time()
    {
        var features = Signals.Analyse(Signals.Groove(116, 20, 4, "x.....x.....", "...x.....x..", "x.xx.xx.xx.x"));

        features.TempoBpm.ShouldBe(116, 2);
        features.TimeSignature.ShouldBe("4/4");
    }

    [Fact]
    public void Held_tones_have_no_tempo()
    {
        var features = Signals.Analyse(Signals.Pad(20));
        features.TempoConfidence.ShouldBeLessThan(0.2);
        features.Danceability.ShouldBeLessThan(0.3);
    }
}
