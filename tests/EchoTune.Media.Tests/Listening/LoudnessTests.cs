using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EchoTune.Audio.Analysis;

namespace EchoTune.Media.Tests.Listening;

/// <summary>Loudness as found by listening to a file, beside what ffmpeg's ebur128 says of the same file.</summary>
public sealed partial class LoudnessTests : IDisposable
{
    private readonly MediaFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    // Tones that swell, a quiet stretch and a loud one; crests between samples; noise that is loud where hearing is keen.
    [Theory]
    [InlineData("stereo.wav", "-f lavfi -i aevalsrc='0.5*sin(2*PI*220*t)*(0.2+0.8*gt(mod(t,8),4))|0.3*sin(2*PI*1500*t)*gt(mod(t,5),2)':d=24:s=44100")]
    [InlineData("48.flac", "-f lavfi -i aevalsrc='0.7*sin(2*PI*440*t*(1+0.05*t))|0.2*sin(2*PI*3000*t)':d=16:s=48000")]
    [InlineData("crests.wav", "-f lavfi -i aevalsrc='0.9*sin(2*PI*12000*t+PI/4)*min(t,1)*min(8-t,1)|0.9*sin(2*PI*8000*t+PI/3)*min(t,1)*min(8-t,1)':d=8:s=48000 -c:a pcm_f32le")]
    [InlineData("mono.wav", "-f lavfi -i aevalsrc='0.4*sin(2*PI*500*t)*(0.1+0.9*gt(mod(t,7),3))':d=20:s=48000")]
    [InlineData("mono.mp3", "-f lavfi -i anoisesrc=d=12:c=pink:r=44100:a=0.5:seed=3 -ac 1 -b:a 96k")]
    [InlineData("mono.m4a", "-f lavfi -i aevalsrc='0.8*sin(2*PI*11000*t+PI/5)*min(t,1)*min(8-t,1)':d=8:s=44100 -c:a aac")]
    [InlineData("studio.flac", "-f lavfi -i aevalsrc='0.5*sin(2*PI*440*t)*(0.3+0.7*gt(mod(t,6),3))+0.3*sin(2*PI*15000*t)|0.4*sin(2*PI*2500*t)':d=12:s=192000")]
    [InlineData("noise.mp3", "-f lavfi -i anoisesrc=d=15:c=pink:r=44100:a=0.4:seed=7 -b:a 128k")]
    [InlineData("noise.opus", "-f lavfi -i anoisesrc=d=15:c=brown:r=48000:a=0.4:seed=9 -b:a 96k -c:a libopus")]
    public async Task A_file_is_as_loud_as_ffmpeg_says(string name, string make)
    {
        var path = await fixture.MakeAsync(name, make);
        await CompareAsync(path, path);
    }

    [Fact]
    public async Task A_telephone_is_as_loud_as_ffmpeg_says_at_a_rate_that_the_weighting_is_defined_for()
    {
        const string voice = "-f lavfi -i aevalsrc='0.6*sin(2*PI*2000*t+PI/4)*(0.2+0.8*gt(mod(t,6),3))*min(t,1)*min(18-t,1)':d=18:s=8000";
        var path = await fixture.MakeAsync("telephone.wav", voice);
        await CompareAsync(path, await fixture.MakeAsync("48.wav", $"-i {path} -ar 48000 -c:a pcm_f32le"));
    }

    [Theory]
    [InlineData("surround.flac", "0.3*sin(2*PI*300*t)|0.3*sin(2*PI*400*t)|0.4*sin(2*PI*700*t)*gt(mod(t,6),3)|0.2*sin(2*PI*50*t)|0.2*sin(2*PI*900*t)|0.2*sin(2*PI*1200*t)", "48000:c=5.1")]
    [InlineData("eight.wav", "0.2*sin(2*PI*300*t)|0.2*sin(2*PI*400*t)|0.3*sin(2*PI*700*t)*gt(mod(t,6),3)|0.2*sin(2*PI*50*t)|0.2*sin(2*PI*900*t)|0.2*sin(2*PI*1200*t)|0.2*sin(2*PI*1500*t)|0.2*sin(2*PI*1900*t)", "192000:c=7.1")]
    public async Task Surround_is_as_loud_as_ffmpeg_says_of_the_stereo_that_is_heard(string name, string channels, string format)
    {
        var path = await fixture.MakeAsync(name, $"-f lavfi -i aevalsrc='{channels}':d=18:s={format}");
        var stereo = await fixture.MakeAsync("stereo.wav", $"-i {path} -ac 2 -c:a pcm_f32le");
        await CompareAsync(path, stereo);
    }

    private async Task CompareAsync(string path, string asHeard)
    {
        using var analysis = AnalysisPipeline.Start();
        await foreach (var block in fixture.Decoder.DecodeAsync(
            path, AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, () => analysis.IsOfOneChannel = true, MediaFixture.Token))
        {
            analysis.Process(block.Span);
        }

        var ours = analysis.Complete();
        var (integrated, range, momentary, peak) = await EbuAsync(asHeard);

        // ffmpeg prints tenths, so half of one is added to what is allowed.
        ours.LoudnessLufs.ShouldBe(integrated, 0.15);
        ours.LoudnessRangeLu.ShouldBe(range, 0.15);
        ours.MaxMomentaryLufs.ShouldBe(momentary, 0.15);
        ours.TruePeakDb.ShouldBe(peak, 0.25);
        ours.ReplayGainDb.ShouldBe(-18 - ours.LoudnessLufs, 1e-9);
    }

    private async Task<(double Integrated, double Range, double Momentary, double Peak)> EbuAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(
            fixture.Tools.Ffmpeg, ["-hide_banner", "-nostdin", "-i", path, "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(MediaFixture.Token);
        await process.WaitForExitAsync(MediaFixture.Token);
        var at = said.LastIndexOf("Summary:", StringComparison.Ordinal);
        double Last(string pattern) => double.Parse(Regex.Match(said[at..], pattern).Groups[1].Value, CultureInfo.InvariantCulture);
        var moments = Momentary().Matches(said[..at]).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        return (Last(@"I:\s+(-?[\d.]+)"), Last(@"LRA:\s+(-?[\d.]+)"), moments.Max(), Last(@"Peak:\s+(-?[\d.]+)"));
    }

    [GeneratedRegex(@"\bM:\s*(-?[\d.]+)")]
    private static partial Regex Momentary();
}
