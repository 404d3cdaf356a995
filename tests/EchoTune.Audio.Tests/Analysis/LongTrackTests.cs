using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Primitives;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>Counts the memory of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LongTrackTests), DisableParallelization = true)]
[Collection(nameof(LongTrackTests))]
public sealed class LongTrackTests
{
    private const int Minute = 60 * Signals.Rate / TrackAnalysis.Block;

    // 100 BPM, then 110 from 50 s on.
    private static readonly double[] Beats = [.. Enumerable.Range(0, 82).Select(i => Math.Round(1 + (0.6 * i), 4)), .. Enumerable.Range(0, 89).Select(i => Math.Round(50.2 + (60.0 / 110 * i), 4))];

    [Fact]
    public void Memory_does_not_grow_with_the_length_of_the_track()
    {
        // Chapters of twenty seconds instead of half an hour: what is kept a chapter is what counts.
        var music = Signals.Stereo(Signals.Dance(120, 20));
        using var analysis = Start(Minute / 3);
        analysis.Process(music.AsSpan(0, music.Length / 2));
        Feed(analysis, music, 4);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        Feed(analysis, music, 24);
        var late = GC.GetTotalMemory(forceFullCollection: true);

        // 24 more chapters may add their beats and chords, not their frames, which would be 2 MB.
        (late - early).ShouldBeLessThan(24 * 20_000);
        GC.KeepAlive(analysis);
    }

    [Fact]
    public void A_track_of_several_chapters_is_answered_as_one()
    {
        float[] music = [.. Signals.Bars(120, 4, 65), .. Signals.Dance(140, 62)];
        var whole = Signals.Analyse(music);
        var found = Analyse(music, Minute);

        found.DurationSeconds.ShouldBe(whole.DurationSeconds);
        found.LoudnessLufs.ShouldBe(whole.LoudnessLufs, "loudness hears all chapters");
        found.LoudnessRangeLu.ShouldBe(whole.LoudnessRangeLu);
        found.TruePeakDb.ShouldBe(whole.TruePeakDb);
        found.Waveform.ShouldBe(whole.Waveform);
        found.Fingerprint.ShouldBe(whole.Fingerprint, "what hears all chapters hears each moment once");
        found.TempoBpm.ShouldBe(120, 0.5, "most of the time");
        found.TempoChanges.Select(c => Math.Round(c.TempoBpm)).ShouldBe([140], "tempo changes where it changes, and at no page");
        found.TempoChanges[0].AtSeconds.ShouldBe(130, 3);
        found.Energy.ShouldBe(whole.Energy, 0.1);
        found.Embedding.Zip(whole.Embedding, (a, b) => a * b).Sum().ShouldBeGreaterThan(0.9f);
        found.Downbeats.ShouldBeSubsetOf(found.Beats);
        Same(found.Beats, whole.Beats).ShouldBeGreaterThan(0.97);
        int[] places = [.. found.Downbeats.Where(b => b < 128).Select(d => found.Beats.TakeWhile(b => b < d).Count())];
        places.Zip(places.Skip(1), (a, b) => b - a).ShouldAllBe(step => step == 4, $"bars count on over pages: {string.Join(' ', found.Downbeats)}");
        found.Beats.Zip(found.Beats.Skip(1), (a, b) => b - a).ShouldAllBe(step => step > 0.35 && step < 0.65, "no beat is doubled or missing");
        found.Segments[0].Start.ShouldBe(0);
        found.Segments[^1].End.ShouldBe(found.DurationSeconds, 0.01);
        found.Segments.Zip(found.Segments.Skip(1)).ShouldAllBe(p => p.First.End == p.Second.Start && p.First.Label != "outro" && p.Second.Label != "intro");
        found.Chords.Zip(found.Chords.Skip(1)).ShouldAllBe(p => p.First.End == p.Second.Start && p.First.Label != p.Second.Label);
    }

    [Fact]
    public void The_form_of_several_chapters_is_that_of_the_whole()
    {
        // Forty seconds of calm bars, forty of dance, and again: lines at 40, 80 and 120 s; pages at about 52, 97 and 142 s.
        float[] calm = Signals.Gain(Signals.Bars(120, 4, 20), -14), dance = Signals.Dance(120, 40);
        var found = Analyse([.. calm, .. dance, .. calm, .. dance], Minute);

        double length = calm.Length / (double)Signals.Rate, line = length;
        foreach (var next in (double[])[40, length, 40])
        {
            found.Segments.ShouldContain(s => Math.Abs(s.Start - line) < 2.5, $"a line at {line} s");
            line += next;
        }

        foreach (var page in (double[])[52.5, 97.5, 142.5])
        {
            found.Segments.Count(s => Math.Abs(s.Start - page) < 1.1 && Math.Abs(s.Start - line + 40) > 2.5).ShouldBe(0, $"no line at the page at {page} s");
        }

        found.Segments.Skip(1).ShouldNotContain(s => s.Label == "intro");
        found.Segments.SkipLast(1).ShouldNotContain(s => s.Label == "outro");
    }

    [Fact]
    public void Chapters_keep_of_an_earlier_answer_what_lies_in_them()
    {
        float[] music = [.. Signals.Dance(120, 50), .. Signals.Bars(120, 4, 40)];
        var whole = Analyse(music, Minute / 2);
        var structure = AnalysisPipeline.All.Select(create => create()).Single(a => a.Name == "structure");
        var earlier = whole with { AnalyserVersion = AnalysisPipeline.Version.Replace($"structure{structure.Version}", "structure0", StringComparison.Ordinal), Segments = [], Phrases = [] };
        using var analysis = AnalysisPipeline.Start(new AnalysisPlan(AnalysisPipeline.All, earlier), Minute / 2);
        analysis.Process(Signals.Stereo(music));

        FeatureText.Of(analysis.Complete()).ShouldBe(FeatureText.Of(whole));
    }

    private static double Same(IReadOnlyList<double> found, IReadOnlyList<double> truth) =>
        2.0 * found.Count(b => truth.Any(t => Math.Abs(t - b) < 0.03)) / (found.Count + truth.Count);

    [Fact]
    public void A_track_that_ends_on_a_page_has_no_empty_chapter()
    {
        const int blocks = 400;
        var music = Signals.Noise(60)[..(2 * blocks * TrackAnalysis.Block)];
        Analyse(music, blocks).DurationSeconds.ShouldBe(music.Length / (double)Signals.Rate, 1e-9);
        Analyse(music[..(blocks * TrackAnalysis.Block)], blocks).ShouldSatisfyAllConditions(
            f => f.Embedding.Count.ShouldBeGreaterThan(0), f => f.DurationSeconds.ShouldBe(blocks * TrackAnalysis.Block / (double)Signals.Rate, 1e-9));
    }

    [Fact]
    public void All_that_chapters_found_reaches_the_whole()
    {
        var chapter = new TrackFeatures
        {
            AnalyserVersion = "v", DurationSeconds = 100, TempoBpm = 100, TempoConfidence = 0.5, Beats = [.. Beats], Downbeats = [1, 3], TimeSignature = "3/4",
            Key = new MusicalKey(2, KeyMode.Minor), KeyConfidence = 0.6, TuningCents = 7, TempoChanges = [new(50, 110)], KeyChanges = [new(60, new MusicalKey(3, KeyMode.Major))],
            Chords = [new(0, 100, "C")], Segments = [new(0, 90, "verse", 0.4)], Phrases = [1], Emotion = new EmotionCurve(50, [100, 200], [10, 20]),
            LoudnessLufs = -12, LoudnessRangeLu = 4, MaxMomentaryLufs = -8, TruePeakDb = -1, Energy = 0.2, Danceability = 0.2, Valence = 0.2, Acousticness = 0.2,
            Instrumentalness = 0.2, Speechiness = 0.2, Liveness = 0.2, Brightness = 0.2, Genres = [new("rock", 0.8)], Moods = [new("calm", 0.6)], Embedding = [0.6f, 0.8f],
            Fingerprint = [7], Waveform = [9],
        };
        var frames = new StructureFrames();
        for (var i = 0; i < 1100; i++)
        {
            frames.AddRow([.. Enumerable.Repeat(1f + (i / 300), StructureFrames.Bands + StructureFrames.Registers)]);
        }

        var bars = BarMeasures.Of(frames, new FrameStore(24), [.. Enumerable.Range(0, 50).Select(i => 1 + (2.0 * i))], 100);
        var findings = new ChapterFindings();
        findings.Add(new ChapterFound(0, chapter, [new(0, new MusicalKey(2, KeyMode.Minor)), .. chapter.KeyChanges], bars));
        var draft = new FeatureDraft { DurationSeconds = 200 };
        findings.Write(draft, new ChapterFound(100, chapter, [new(0, new MusicalKey(2, KeyMode.Minor)), .. chapter.KeyChanges], bars));
        var joined = draft.Build("v");

        var nothing = FeatureText.Element(new FeatureDraft { DurationSeconds = 0 }.Build("")).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        foreach (var property in FeatureText.Element(joined).EnumerateObject())
        {
            property.Value.GetRawText().ShouldNotBe(nothing[property.Name], $"{property.Name} of the chapters is lost");
        }

        joined.Beats.ShouldBe([.. Beats, .. Beats.Select(b => Math.Round(b + 100, 4))]);
        joined.TempoChanges.Select(c => c.TempoBpm).ShouldBe([110, 100, 110]);
        joined.KeyChanges.Select(c => c.AtSeconds).ShouldBe([60, 100, 160]);
        joined.TempoConfidence.ShouldBe(0.5);
        joined.KeyConfidence.ShouldBe(0.6);
        joined.Genres.ShouldBe([new("rock", 0.8)]);
        joined.Emotion.Energy.Count.ShouldBe(EmotionCurve.MostPoints);
        joined.Emotion.Valence[0].ShouldBe((byte)10);
        joined.Emotion.Valence[^1].ShouldBe((byte)20);
        joined.Segments[0].Start.ShouldBe(0);
        joined.Segments[^1].End.ShouldBe(200);
        joined.Phrases.ShouldBeSubsetOf(joined.Downbeats);
        joined.Chords.ShouldBe([new(0, 200, "C")], "what runs over a page is one");
    }

    [Fact]
    public void Over_a_page_keys_change_only_where_the_music_does()
    {
        MusicalKey c = new(0, KeyMode.Major), a = new(9, KeyMode.Minor), e = new(4, KeyMode.Major);
        TrackFeatures Chapter(MusicalKey key) => new()
        {
            AnalyserVersion = "v", DurationSeconds = 100, TempoBpm = 0, TempoConfidence = 0, LoudnessLufs = -12, TruePeakDb = -1, Key = key, KeyConfidence = 0.5,
        };
        var findings = new ChapterFindings();
        // The second chapter is most of the time in E, and begins as the first one ended.
        findings.Add(new ChapterFound(0, Chapter(c), [new(0, c)], null));
        findings.Add(new ChapterFound(80, Chapter(e), [new(0, c), new(30, e)], null));
        findings.Add(new ChapterFound(160, Chapter(e), [new(0, e), new(60, c)], null));
        var draft = new FeatureDraft { DurationSeconds = 340 };
        findings.Write(draft, new ChapterFound(240, Chapter(a), [new(0, a)], null));

        draft.KeyChanges.ShouldBe([new(110, e), new(220, c)], "a minor is another name of what c major was");
        draft.Key.ShouldBe(e);
    }

    [Fact]
    public void Interim_answers_tell_what_is_known_and_change_nothing()
    {
        var music = Signals.Stereo([.. Signals.Bars(120, 4, 20)]);
        using var analysis = AnalysisPipeline.Start();
        using var paged = Start(Minute / 4);
        var interim = new List<InterimFeatures>();
        for (var i = 0; i < music.Length; i += 30_001)
        {
            analysis.Process(music.AsSpan(i, Math.Min(30_001, music.Length - i)));
            paged.Process(music.AsSpan(i, Math.Min(30_001, music.Length - i)));
            interim.Add(analysis.Snapshot());
            paged.Snapshot().Beats.ShouldBeInOrder();
        }

        FeatureText.Of(analysis.Complete()).ShouldBe(FeatureText.Of(Signals.AnalyseStereo(music)));
        interim.Last().TempoBpm.ShouldBe(120, 1);
        interim.Last().Beats.Count.ShouldBeGreaterThan(60);
        interim.Last().HeardSeconds.ShouldBe(music.Length / 2.0 / Signals.Rate, 0.05);
        interim.ShouldAllBe(f => f.Beats.All(b => b <= f.HeardSeconds) && f.UnderstoodSeconds <= f.HeardSeconds);
        interim.First().LoudnessLufs.ShouldNotBe(interim.Last().LoudnessLufs);
        // However often it is asked, beats and key are worked out anew a bounded number of times.
        interim.Select(f => f.UnderstoodSeconds).Distinct().Count().ShouldBeLessThan(24);
        interim.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void An_interim_answer_comes_at_once_and_ends_with_the_analysis()
    {
        using var analysis = AnalysisPipeline.Start();
        analysis.Snapshot().ShouldSatisfyAllConditions(f => f.HeardSeconds.ShouldBe(0), f => f.TempoBpm.ShouldBe(0), f => f.Key.ShouldBeNull(), f => f.LoudnessLufs.ShouldBe(-70));
        analysis.Process(Signals.Stereo(Signals.Silence(1)));
        analysis.Snapshot().HeardSeconds.ShouldBe(1, 0.03);
        analysis.Complete();
        Should.Throw<ObjectDisposedException>(() => analysis.Snapshot());
    }

    private static TrackAnalysis Start(int blocks) => AnalysisPipeline.Start(new AnalysisPlan(AnalysisPipeline.All, null), blocks);

    private static TrackFeatures Analyse(float[] mono, int blocks)
    {
        using var analysis = Start(blocks);
        analysis.Process(Signals.Stereo(mono));
        return analysis.Complete();
    }

    private static void Feed(TrackAnalysis analysis, float[] music, int times)
    {
        for (var i = 0; i < times; i++)
        {
            analysis.Process(music);
        }
    }
}
