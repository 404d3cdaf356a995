using EchoTune.Audio.Synthesis.Practice;
using EchoTune.Audio.Synthesis.Practice.SoundFonts;
using EchoTune.Audio.Synthesis.Score;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Practice;

public sealed class SoundFontTests
{
    private static readonly byte[] File = FontFile.Write();

    [Fact]
    public void A_font_names_its_programs_and_kits()
    {
        var font = SoundFont.Read(File);

        font.Name.ShouldBe("Test");
        font.MelodicPrograms.ShouldBe([0]);
        font.DrumKits.ShouldBe([0]);
        font.Preset(0, 5).Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(69, 441)]
    [InlineData(57, 220.5)]
    [InlineData(76, 660.75)]
    public void A_note_sounds_at_its_pitch_for_its_length_whatever_the_length_of_the_sample(int pitch, double hz)
    {
        float[] left = new float[2 * 44_100], right = new float[2 * 44_100];
        // The sample lasts 90 ms, the note a second.
        SampledPlayer.Play(SoundFont.Read(File), 0, [new ScoreNote(0.25, 1, pitch, 0.9f)], 0, left, right);

        left.Take(11_000).ShouldAllBe(v => v == 0);
        var crossings = 0;
        for (var i = 20_000; i < 42_050; i++)
        {
            crossings += left[i] < 0 && left[i + 1] >= 0 ? 1 : 0;
        }

        (crossings * 2.0).ShouldBe(hz, 3);
        left.Skip(20_000).Take(20_000).Max().ShouldBe(left.Skip(12_000).Take(4000).Max(), 0.01f);
        left.Skip(75_000).Max(Math.Abs).ShouldBeLessThan(0.001f);
        right.ShouldBe(left);
    }

    [Fact]
    public void Practice_music_is_played_by_the_font()
    {
        var options = new PracticeOptions { MinSeconds = 10, MaxSeconds = 12, Channels = 1, SampledShare = 1, DegradedShare = 0 };
        var synthesised = PracticeMusic.Piece(3, options);
        var sampled = PracticeMusic.Piece(3, options with { SoundFonts = [SoundFont.Read(File)] });

        sampled.Description.ShouldContain("sampled");
        sampled.Samples.Max(Math.Abs).ShouldBeGreaterThan(0.1f);
        sampled.Samples.ShouldNotBe(synthesised.Samples);
    }

    [Fact]
    public void A_broken_font_is_refused_or_played_and_never_crashes()
    {
        Should.Throw<FormatException>(() => SoundFont.Read(Array.Empty<byte>()));
        Should.Throw<FormatException>(() => SoundFont.Read(new byte[100_000]));
        var random = new Random(3);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            var broken = (byte[])File.Clone();
            if (round % 4 == 0)
            {
                broken = broken[..random.Next(broken.Length)];
            }

            // Most harm is in the tables behind the samples.
            for (var i = 0; i < 1 + (round % 6) && broken.Length > 0; i++)
            {
                var at = random.Next(2) == 0 ? random.Next(broken.Length) : Math.Max(0, broken.Length - 1 - random.Next(Math.Min(500, broken.Length)));
                broken[at] = (byte)random.Next(256);
            }

            try
            {
                var font = SoundFont.Read(broken);
                float[] left = new float[4000], right = new float[4000];
                foreach (var program in font.MelodicPrograms)
                {
                    SampledPlayer.Play(font, program, [new ScoreNote(0, 0.05, 60 + (round % 30), 0.5f)], 0.3f, left, right);
                }

                left.ShouldAllBe(v => float.IsFinite(v));
                read++;
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        read.ShouldBeGreaterThan(50);
        refused.ShouldBeGreaterThan(50);
    }
}
