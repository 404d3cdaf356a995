using EchoTune.Audio.Primitives;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

public sealed class TonalTests
{
    public static TheoryData<int, KeyMode> AllKeys
    {
        get
        {
            var data = new TheoryData<int, KeyMode>();
            for (var tonic = 0; tonic < 12; tonic++)
            {
                data.Add(tonic, KeyMode.Major);
                data.Add(tonic, KeyMode.Minor);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AllKeys))]
    public void A_cadence_tells_its_key(int tonic, KeyMode mode)
    {
        var key = new MusicalKey(tonic, mode);
        var features = Signals.Analyse(Signals.Progression(key));
        features.Key.ShouldBe(key);
        features.KeyConfidence.ShouldBeGreaterThan(0.3);
        features.KeyChanges.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-20)]
    [InlineData(25)]
    [InlineData(40)]
    public void The_tuning_of_the_instruments_does_not_matter(double cents)
    {
        var key = new MusicalKey(2, KeyMode.Major);
        Signals.Analyse(Signals.Progression(key, cents)).Key.ShouldBe(key);
    }

    [Fact]
    public void A_modulation_is_reported_where_it_happens()
    {
        MusicalKey first = new(0, KeyMode.Major), second = new(3, KeyMode.Major);
        float[] music =
        [
            .. Enumerable.Repeat(Signals.Progression(first), 4).SelectMany(s => s),
            .. Enumerable.Repeat(Signals.Progression(second), 4).SelectMany(s => s),
        ];
        var changes = Signals.Analyse(music).KeyChanges;
        changes.Count.ShouldBe(1);
        changes[0].Key.ShouldBe(second);
        changes[0].AtSeconds.ShouldBe(48, 8);
    }

    [Fact]
    public void Noise_has_no_key() => Signals.Analyse(Signals.Noise(10)).Key.ShouldBeNull();
}
