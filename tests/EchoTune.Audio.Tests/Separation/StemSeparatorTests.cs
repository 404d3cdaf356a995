using EchoTune.Audio.Separation;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Tests.Analysis;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Separation;

public sealed class StemSeparatorTests
{
    [Fact]
    public void Stems_of_composed_pieces_come_apart()
    {
        var gains = Enum.GetValues<Stem>().ToDictionary(stem => stem, _ => new List<double>());
        foreach (var genre in (string[])["Rock", "Disco"])
        {
            var piece = DemoLibrary.Compose(3).First(p => p.Genre == genre && Has(p, Layer.Lead) && Has(p, Layer.Bass));
            var score = Composer.Compose(piece.Plan);
            var (mixture, truth) = StemRenderer.Render(score with { DurationSeconds = 40 });
            var stems = Separate(mixture);

            Enumerable.Range(0, mixture.Length).Max(i => Math.Abs(stems.Values.Sum(s => s[i]) - mixture[i])).ShouldBeLessThan(1e-5f);

            foreach (var (stem, signal) in stems)
            {
                signal.Length.ShouldBe(mixture.Length);
                gains[stem].Add(Distortion.Sdr(signal, truth[stem]) - Distortion.Sdr(mixture, truth[stem]));
            }
        }

        gains[Stem.Drums].ShouldAllBe(gain => gain > 5);
        gains[Stem.Bass].ShouldAllBe(gain => gain > 3);
        gains[Stem.Vocals].ShouldAllBe(gain => gain > 2);
        gains[Stem.Other].Average().ShouldBeGreaterThan(2);
    }

    [Fact]
    public void What_is_struck_and_what_is_held_are_told_apart()
    {
        var clicks = Signals.Silence(8);
        var random = new System.Random(2);
        for (var t = 0.3; t < 7.8; t += 0.4)
        {
            Signals.Burst(clicks, t, 0.05, 0.6, 60, random);
        }

        var chord = Signals.Silence(8);
        foreach (var hz in (double[])[440, 554.4, 659.3, 880])
        {
            Signals.Tone(chord, 0, 8, hz, 0.1, decay: 0);
        }

        var (clicksStereo, chordStereo) = (Signals.Stereo(clicks), Signals.Stereo(chord));
        // The chord at the left: nothing of it sings.
        for (var i = 1; i < chordStereo.Length; i += 2)
        {
            chordStereo[i] = 0;
        }

        var stems = Separate([.. clicksStereo.Zip(chordStereo, (a, b) => a + b)]);

        Distortion.Sdr(stems[Stem.Drums], clicksStereo).ShouldBeGreaterThan(10);
        Distortion.Sdr(stems[Stem.Other], chordStereo).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void The_answer_does_not_depend_on_how_the_stream_is_cut()
    {
        var music = Signals.Stereo(Signals.Bars(120, 4, 4));
        var whole = Separate(music);
        var cut = Separate(music, 2 * 333);
        foreach (var (stem, signal) in whole)
        {
            cut[stem].ShouldBe(signal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(70_000)]
    public void Stems_are_as_long_as_the_input(int frames)
    {
        var noise = Signals.Stereo(Signals.Noise(2))[..(2 * frames)];
        foreach (var signal in Separate(noise).Values)
        {
            signal.Length.ShouldBe(noise.Length);
            signal.ShouldAllBe(v => float.IsFinite(v));
        }
    }

    [Fact]
    public void Rubbish_becomes_silence_and_spoils_nothing_after_it()
    {
        var music = Signals.Stereo(Signals.Bars(120, 4, 4));
        music[1000] = float.NaN;
        music[1001] = float.PositiveInfinity;
        foreach (var signal in Separate(music).Values)
        {
            signal.ShouldAllBe(v => float.IsFinite(v));
        }
    }

    [Fact]
    public void A_long_stream_allocates_nothing()
    {
        var music = Signals.Stereo(Signals.Dance(120, 8));
        var empty = GC.GetAllocatedBytesForCurrentThread();
        var separator = new StemSeparator();
        (GC.GetAllocatedBytesForCurrentThread() - empty).ShouldBeLessThan(24_000_000);
        long taken = 0;
        StemWriter count = (in StemBlock block) => taken += block.Drums.Length;
        separator.Process(music, count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        separator.Process(music, count);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2000);
        separator.Complete(count);
        taken.ShouldBe(2 * music.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(31)]
    public void Medians_of_many_columns_are_those_of_each(int rows)
    {
        var random = new System.Random(rows);
        var table = Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 77).Select(_ => (float)random.Next(0, 40)).ToArray()).ToArray();
        var fast = new float[77];
        Medians.OfRows(table, fast);
        var line = Enumerable.Range(0, 77 + rows - 1).Select(_ => random.NextSingle()).ToArray();
        var near = new float[77];
        Medians.OfNeighbours(line, rows / 2, near);
        for (var c = 0; c < 77; c++)
        {
            fast[c].ShouldBe(Medians.Scalar(table, c, new float[Medians.Most]));
            near[c].ShouldBe(line[c..(c + rows)].Order().ElementAt(rows / 2));
        }
    }

    private static bool Has(DemoPiece piece, Layer layer) => Composer.Compose(piece.Plan).Parts.Any(p => p.Layer == layer && p.Notes.Count > 30);

    private static Dictionary<Stem, float[]> Separate(float[] mixture, int block = int.MaxValue)
    {
        var result = Enum.GetValues<Stem>().ToDictionary(stem => stem, _ => new List<float>());
        void Write(in StemBlock stems)
        {
            foreach (var (stem, signal) in result)
            {
                signal.AddRange(stems[stem]);
            }
        }

        var separator = new StemSeparator();
        for (var at = 0; at < mixture.Length; at += Math.Min(block, mixture.Length - at))
        {
            separator.Process(mixture.AsSpan(at, Math.Min(block, mixture.Length - at)), Write);
        }

        separator.Complete(Write);
        return result.ToDictionary(one => one.Key, one => one.Value.ToArray());
    }
}
