using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Bench;

/// <summary><c>measures PATH…</c>: what the descriptors are made of, a line a file.</summary>
internal static class Measures
{
    public static async Task<int> RunAsync(string[] args)
    {
        var files = args.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : Enumerable.Repeat(path, 1))
            .Where(f => Path.GetExtension(f) is ".ogg" or ".flac" or ".mp3" or ".opus" or ".wav");
        await using var services = new ServiceCollection().AddMedia().BuildServiceProvider();
        var decoder = services.GetRequiredService<IAudioDecoder>();
        foreach (var file in files)
        {
            var tap = new Tap();
            using var analysis = AnalysisPipeline.Start(new AnalysisPlan([.. AnalysisPipeline.All, () => tap], null), TrackAnalysis.ChapterBlocks);
            await foreach (var block in decoder.DecodeAsync(Path.GetFullPath(file), AnalysisPipeline.SampleRate, AnalysisPipeline.Channels, CancellationToken.None))
            {
                analysis.Process(block.Span);
            }

            Print(analysis, tap, Path.GetFileName(file));
        }

        return 0;
    }

    private static void Print(ITrackAnalysis analysis, Tap tap, string file)
    {
        var f = analysis.Complete();
        var (t, r, d) = (tap.Draft!.Timbre, tap.Draft.Rhythm, tap.Draft);
        Console.WriteLine(FormattableString.Invariant(
            $"en {f.Energy:0.000} da {f.Danceability:0.000} va {f.Valence:0.000} ac {f.Acousticness:0.000} in {f.Instrumentalness:0.000} sp {f.Speechiness:0.000} li {f.Liveness:0.000} br {f.Brightness:0.000} | crest {t.Crest:0.00} ({f.TruePeakDb - f.LoudnessLufs:0.00}) balance {t.Balance:0.000} centroid {t.Centroid:0.000} floor {t.Floor:0.00} bed {t.Bed:0.00} flat {t.Flatness:0.000} full {t.Fullness:0.000} levdev {t.LevelDeviation:0.00} quiet {t.QuietShare:0.000} syll {t.SyllableModulation:0.000} | clar {r.Clarity:0.000} stab {r.Stability:0.000} flux {r.Flux:0.000} low {r.LowShare:0.000} rate {r.OnsetRate:0.00} contrast {r.BeatContrast:0.00} bpm {f.TempoBpm:0} | tonal {d.Tonalness:0.000} pitchdev {d.PitchDeviation:0.000} harm {d.HarmonicChange:0.000} major {d.MajorLean:0.000} {file}"));
    }

    private sealed class Tap : IAnalyser
    {
        public FeatureDraft? Draft { get; private set; }

        public string Name => "tap";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.None;

        public void Complete(FeatureDraft draft) => Draft = draft;
    }
}
