using EchoTune.Audio.Primitives;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Primitives;

public sealed class PrimitivesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_tempo_is_a_finite_number_above_zero(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Bpm(value));

    [Fact]
    public void Compatible_keys_are_the_neighbours_on_the_wheel()
    {
        MusicalKey.TryParse("A minor", out var key);
        key.Compatible.Select(k => k.Camelot).ShouldBe(["8A", "9A", "7A", "8B"]);
        MusicalKey.TryParse("E major", out key);
        key.Compatible.Select(k => k.Camelot).ShouldBe(["12B", "1B", "11B", "12A"]);
    }

    [Fact]
    public void A_tempo_knows_the_length_of_its_beat() => new Bpm(120).SecondsPerBeat.ShouldBe(0.5);

    [Theory]
    [InlineData("C major", "C major", "8B")]
    [InlineData("A minor", "A minor", "8A")]
    [InlineData("Gb:maj", "F# major", "2B")]
    [InlineData("Bbm", "Bb minor", "3A")]
    [InlineData("Db minor", "C# minor", "12A")]
    [InlineData("F♯ min", "F# minor", "11A")]
    [InlineData("Cb", "B major", "1B")]
    [InlineData("8A", "A minor", "8A")]
    [InlineData(" 12b ", "E major", "12B")]
    public void A_key_is_read_named_and_placed_on_the_wheel(string text, string name, string camelot)
    {
        MusicalKey.TryParse(text, out var key).ShouldBeTrue();
        key.ToString().ShouldBe(name);
        key.Camelot.ShouldBe(camelot);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("H major")]
    [InlineData("C lydian")]
    [InlineData("13A")]
    [InlineData("0B")]
    public void What_names_no_key_is_refused(string? text) => MusicalKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_key_reads_back_from_its_name_and_has_its_own_place()
    {
        var keys = (from tonic in Enumerable.Range(0, 12) from mode in Enum.GetValues<KeyMode>() select new MusicalKey(tonic, mode)).ToList();
        foreach (var key in keys)
        {
            MusicalKey.TryParse(key.ToString(), out var again).ShouldBeTrue();
            again.ShouldBe(key);
        }

        keys.Select(k => k.Camelot).Distinct().Count().ShouldBe(24);
    }

    [Fact]
    public void A_fifth_up_is_one_step_round_the_wheel()
    {
        foreach (var mode in Enum.GetValues<KeyMode>())
        {
            for (var tonic = 0; tonic < 12; tonic++)
            {
                var number = int.Parse(new MusicalKey(tonic, mode).Camelot[..^1]);
                int.Parse(new MusicalKey((tonic + 7) % 12, mode).Camelot[..^1]).ShouldBe((number % 12) + 1);
            }
        }
    }

    [Fact]
    public void Loudness_is_never_below_silence_and_gains_add_up()
    {
        new Lufs(-200).ShouldBe(Lufs.Silence);
        Lufs.FromMeanSquare(0).ShouldBe(Lufs.Silence);
        new Lufs(-20).GainTo(new Lufs(-14)).ShouldBe(6);
        Should.Throw<ArgumentOutOfRangeException>(() => new Lufs(double.NaN));
    }
}
