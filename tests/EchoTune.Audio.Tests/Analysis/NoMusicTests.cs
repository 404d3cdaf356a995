using EchoTune.Audio.Primitives;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>What is no music gets no musical terms made up for it.</summary>
public sealed class NoMusicTests
{
    [Fact]
    public void Noise_has_no_key_no_mood_and_no_verse()
    {
        var found = Signals.Analyse(Signals.Noise(24));

        found.ShouldSatisfyAllConditions(
            f => f.TempoBpm.ShouldBe(0), f => f.TimeSignature.ShouldBe("4/4"), f => f.Key.ShouldBeNull(), f => f.KeyConfidence.ShouldBe(0), f => f.KeyChanges.ShouldBeEmpty(),
            f => f.Moods.ShouldBeEmpty(), f => f.Genres.ShouldBeEmpty(), f => f.Segments.ShouldAllBe(s => s.Label == "section"), f => f.Chords.ShouldAllBe(c => c.Label == "N"));
    }

    [Fact]
    public void Clicks_have_no_key()
    {
        var clicks = Signals.Silence(24);
        for (var at = 0.0; at < 23; at += 0.2)
        {
            for (var i = 0; i < 4000; i++)
            {
                clicks[(int)(at * Signals.Rate) + i] += (float)(0.7 * Math.Exp(-60.0 * i / Signals.Rate) * Math.Sin(2 * Math.PI * 1200 * i / Signals.Rate));
            }
        }

        Signals.Analyse(clicks).ShouldSatisfyAllConditions(f => f.Key.ShouldBeNull(), f => f.KeyConfidence.ShouldBe(0), f => f.KeyChanges.ShouldBeEmpty());
    }

    [Fact]
    public void A_hum_is_in_no_key_that_one_could_be_sure_of()
    {
        var hum = Signals.Silence(24);
        for (var i = 0; i < hum.Length; i++)
        {
            var t = 2 * Math.PI * i / Signals.Rate;
            hum[i] = (float)((0.2 * Math.Sin(50 * t)) + (0.1 * Math.Sin(100 * t)) + (0.08 * Math.Sin(150 * t)));
        }

        Signals.Analyse(hum).KeyConfidence.ShouldBeLessThan(0.35);
    }

    [Fact]
    public void Many_keys_one_after_the_other_are_keys_all_the_same()
    {
        // Passages of half a minute in C, F#, A and Eb major, twice: together they have all notes alike.
        var music = new List<float>();
        foreach (var tonic in (int[])[0, 6, 9, 3, 0, 6, 9, 3])
        {
            var passage = Signals.Progression(new MusicalKey(tonic, KeyMode.Major));
            for (var seconds = 0.0; seconds < 31; seconds += passage.Length / (double)Signals.Rate)
            {
                music.AddRange(passage);
            }
        }

        var found = Signals.Analyse([.. music]);

        found.Key.ShouldNotBeNull();
        found.KeyChanges.Count.ShouldBeGreaterThan(4);
    }
}
