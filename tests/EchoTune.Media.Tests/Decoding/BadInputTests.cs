using System.Diagnostics;
using System.Globalization;
using EchoTune.Audio.Analysis;

namespace EchoTune.Media.Tests.Decoding;

/// <summary>Odd and damaged files through the real decoder into the real analysis: a modest answer or a clear failure, never a crash.</summary>
public sealed class BadInputTests : IDisposable
{
    // A bass drum on every beat, a snare on every other, hats between, over a chord: 120 BPM.
    private const string Music =
        "0.6*exp(-14*mod(t\\,0.5))*sin(2*PI*55*mod(t\\,0.5))+0.5*exp(-25*mod(t+0.5\\,1))*(random(0)-0.5)+0.25*exp(-90*mod(t+0.25\\,0.5))*(random(1)-0.5)"
        + "+0.04*(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t))";

    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Theory]
    [InlineData("silence.flac", "anullsrc=r=44100:cl=stereo -t 8")]
    [InlineData("dc.wav", "aevalsrc=0.6:s=44100:d=8")]
    [InlineData("one-sample.wav", "aevalsrc=0.5:s=44100 -af atrim=end_sample=1")]
    [InlineData("noise.mp3", "anoisesrc=d=12:r=44100:c=pink:a=0.5:seed=3")]
    [InlineData("clipped-noise.flac", "anoisesrc=d=12:r=44100:c=white:seed=3 -af volume=40dB")]
    [InlineData("speech-like.ogg", "aevalsrc=exprs=(0.3+0.3*sin(2*PI*3.7*t+2*sin(1.7*t)))*(random(0)-0.5)*(0.6+0.4*sin(2*PI*(110+25*sin(2.3*t))*t)):s=22050:d=12 -c:a libvorbis")]
    public async Task What_is_no_music_gets_a_modest_answer(string name, string source)
    {
        var found = await AnalyseAsync(await media.MakeAsync(name, "-f lavfi -i " + source));

        found.TempoConfidence.ShouldBeLessThan(0.3);
        found.KeyConfidence.ShouldBeLessThan(0.3);
        found.Embedding.ShouldAllBe(v => float.IsFinite(v));
        double.IsFinite(found.LoudnessLufs).ShouldBeTrue();
    }

    [Theory]
    [InlineData("narrow.wav", "-ar 8000 -ac 1 -c:a pcm_s16le")]
    [InlineData("wide.flac", "-ar 192000 -ac 8 -c:a flac -sample_fmt s32")]
    [InlineData("clipped.flac", "-af volume=30dB -c:a flac")]
    [InlineData("dc.wav", "-af dcshift=0.4 -c:a pcm_s16le")]
    [InlineData("low.mp3", "-ar 22050 -ac 1 -c:a libmp3lame -b:a 24k")]
    public async Task Music_in_any_shape_keeps_its_beat(string name, string format)
    {
        var found = await AnalyseAsync(await media.MakeAsync(name, $"-f lavfi -i aevalsrc={Music}:s=44100:d=14 {format}"));

        found.DurationSeconds.ShouldBe(14, 0.2);
        found.TempoBpm.ShouldBe(120, 1.5);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    public async Task An_extreme_tempo_is_heard_as_itself_or_an_octave_of_it(int bpm)
    {
        var period = (60.0 / bpm).ToString("0.####", CultureInfo.InvariantCulture);
        string path = await media.MakeAsync($"{bpm}.flac", $"-f lavfi -i aevalsrc=0.7*exp(-60*mod(t\\,{period}))*sin(2*PI*1200*t)+0.02*sin(2*PI*220*t):s=44100:d=30");
        var found = await AnalyseAsync(path);

        if (found.TempoBpm == 0)
        {
            found.TempoConfidence.ShouldBe(0);
            return;
        }

        var octaves = Math.Log2(found.TempoBpm / bpm);
        octaves.ShouldBe(Math.Round(octaves), 0.06, $"{found.TempoBpm} BPM, confidence {found.TempoConfidence}");
    }

    [Fact]
    public async Task Seven_eighths_keep_their_pulse()
    {
        // A low stroke on the first of seven, lighter ones on the third and fifth, a tick on all; seven quavers in 1.4 s.
        string path = await media.MakeAsync(
            "seven.flac",
            "-f lavfi -i aevalsrc=0.8*exp(-18*mod(t\\,1.4))*sin(2*PI*70*t)+0.3*exp(-40*mod(t+1\\,1.4))*sin(2*PI*400*t)+0.3*exp(-40*mod(t+0.6\\,1.4))*sin(2*PI*400*t)"
            + "+0.1*exp(-90*mod(t\\,0.2))*sin(2*PI*5000*t)+0.03*sin(2*PI*220*t):s=44100:d=40");
        var found = await AnalyseAsync(path);

        found.Beats.ShouldBe(found.Beats.Order());
        found.Downbeats.ShouldBeSubsetOf(found.Beats);
        // Bars, quavers, or so many of them: the beat must be made of the pulse there is.
        var quavers = found.TempoBpm > 0 ? 60 / found.TempoBpm / 0.2 : 1;
        (Math.Abs(quavers - Math.Round(quavers)) < 0.06 || Math.Abs((quavers * 2) - 7) < 0.12).ShouldBeTrue($"{found.TempoBpm} BPM is a beat of {quavers:0.00} quavers");
    }

    [Theory]
    [InlineData("a.mp3", "-c:a libmp3lame -b:a 128k")]
    [InlineData("a.flac", "-c:a flac")]
    [InlineData("a.ogg", "-c:a libvorbis")]
    [InlineData("a.m4a", "-c:a aac")]
    [InlineData("a.opus", "-c:a libopus")]
    public async Task Damage_in_the_middle_costs_the_damaged_part_alone(string name, string codec)
    {
        string path = await media.MakeAsync(name, $"-f lavfi -i aevalsrc={Music}:s=44100:d=30 {codec}");
        await DamageAsync(path, at: 0.45, part: 0.04);

        try
        {
            var found = await AnalyseAsync(path);
            found.DurationSeconds.ShouldBeInRange(26, 32);
            found.TempoBpm.ShouldBe(120, 1.5);
            found.TruePeakDb.ShouldBeLessThan(14, "damaged frames must not blow up");
        }
        catch (EchoTuneException failure)
        {
            failure.ErrorCode.ShouldBeOneOf(ErrorCodes.FileTruncated, ErrorCodes.NotAudio);
            failure.Message.ShouldContain(name);
        }
    }

    [Fact]
    public async Task A_file_damaged_from_end_to_end_is_named_or_read_in_part()
    {
        string path = await media.MakeAsync("hail.mp3", $"-f lavfi -i aevalsrc={Music}:s=44100:d=20 -c:a libmp3lame");
        for (var i = 1; i < 40; i++)
        {
            await DamageAsync(path, i / 40.0, 0.004);
        }

        try
        {
            (await AnalyseAsync(path)).DurationSeconds.ShouldBeInRange(0, 22);
        }
        catch (EchoTuneException failure)
        {
            failure.Message.ShouldContain("hail.mp3");
        }
    }

    [Theory]
    [InlineData("KILL", 0.5)]
    [InlineData("KILL", 0.97)]
    [InlineData("TERM", 0.97)]
    public async Task A_decoder_that_is_killed_is_no_end_of_the_track(string signal, double part)
    {
        // 16 bits mono at 8 kHz: the length is declared exactly, and the pipe holds a second or two.
        string path = await media.MakeAsync("long.wav", "-f lavfi -i anullsrc=r=8000:cl=mono -t 600 -c:a pcm_s16le");
        long samples = 0;
        int child = 0;

        var failure = await Should.ThrowAsync<EchoTuneException>(async () =>
        {
            await foreach (ReadOnlyMemory<float> block in media.Decoder.DecodeAsync(path, 8000, 1, MediaFixture.Token))
            {
                samples += block.Length;
                if (child == 0 && samples > part * 600 * 8000)
                {
                    child = DecodingTests.ChildrenReading(path).Single();
                    using var kill = Process.Start("kill", ["-" + signal, child.ToString(CultureInfo.InvariantCulture)]);
                    await kill.WaitForExitAsync(MediaFixture.Token);
                }
            }
        });

        failure.ErrorCode.ShouldBe(ErrorCodes.DecodeLimit);
        failure.Message.ShouldContain("long.wav");
        failure.Message.ShouldContain("stopped");
        samples.ShouldBeLessThan(600 * 8000);
        DecodingTests.ChildrenReading(path).ShouldBeEmpty();
    }

    private static async Task DamageAsync(string path, double at, double part)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        byte[] rubbish = new byte[(int)(file.Length * part)];
        new Random(5).NextBytes(rubbish);
        file.Position = (long)(file.Length * at);
        await file.WriteAsync(rubbish, MediaFixture.Token);
    }

    private async Task<TrackFeatures> AnalyseAsync(string path)
    {
        using ITrackAnalysis analysis = AnalysisPipeline.Start();
        await foreach (ReadOnlyMemory<float> block in media.Decoder.DecodeAsync(path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, MediaFixture.Token))
        {
            analysis.Process(block.Span);
        }

        return analysis.Complete();
    }
}
