using EchoTune.Audio.Analysis;
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
        float[] music = [.. Signals.Dance(120, 130), .. Signals.Dance(140, 62)];
        var whole = Signals.Analyse(music);
        var found = Analyse(music, Minute / 2);

        found.DurationSeconds.ShouldBe(whole.DurationSeconds);
        found.LoudnessLufs.ShouldBe(whole.LoudnessLufs, "loudness hears all chapters");
        found.LoudnessRangeLu.ShouldBe(whole.LoudnessRangeLu);
        found.TruePeakDb.ShouldBe(whole.TruePeakDb);
        found.Waveform.ShouldBe(whole.Waveform);
        found.TempoBpm.ShouldBe(120, 0.5, "most of the time");
        found.TempoChanges.ShouldContain(c => Math.Abs(c.AtSeconds - 130) < 31 && Math.Abs(c.TempoBpm - 140) < 1.5);
        found.Energy.ShouldBe(whole.Energy, 0.1);
        found.Embedding.Zip(whole.Embedding, (a, b) => a * b).Sum().ShouldBeGreaterThan(0.97f);
        found.Beats.ShouldBe(found.Beats.Order());
        found.Downbeats.ShouldBeSubsetOf(found.Beats);
        ((double)found.Beats.Count).ShouldBe(whole.Beats.Count, 8);
        for (var i = 1; i < found.Beats.Count; i++)
        {
            (found.Beats[i] - found.Beats[i - 1]).ShouldBeGreaterThan(0.2, $"beat {i} at {found.Beats[i]:0.00} s");
        }

        // Every beat but those next to a page is where the whole has it.
        found.Beats.Where(b => b < 125).Count(b => whole.Beats.Any(w => Math.Abs(w - b) < 0.03)).ShouldBeGreaterThan(235);
    }

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
            AnalyserVersion = "v", DurationSeconds = 100, TempoBpm = 100, TempoConfidence = 0.5, Beats = [1, 2, 99.8], Downbeats = [1], TimeSignature = "3/4",
            Key = new MusicalKey(2, KeyMode.Minor), KeyConfidence = 0.6, TuningCents = 7, TempoChanges = [new(50, 110)], KeyChanges = [new(60, new MusicalKey(3, KeyMode.Major))],
            Chords = [new(0, 50, "C")], Segments = [new(0, 90, "verse", 0.4)], Phrases = [1], Emotion = new EmotionCurve(50, [100, 200], [10, 20]),
            LoudnessLufs = -12, LoudnessRangeLu = 4, MaxMomentaryLufs = -8, TruePeakDb = -1, Energy = 0.2, Danceability = 0.2, Valence = 0.2, Acousticness = 0.2,
            Instrumentalness = 0.2, Speechiness = 0.2, Liveness = 0.2, Brightness = 0.2, Genres = [new("rock", 0.8)], Moods = [new("calm", 0.6)], Embedding = [0.6f, 0.8f],
            Fingerprint = [7], Waveform = [9],
        };
        var findings = new ChapterFindings();
        findings.Add(0, chapter);
        var draft = new FeatureDraft { DurationSeconds = 200 };
        findings.Write(draft, 100, chapter);
        var joined = draft.Build("v");

        var nothing = FeatureText.Element(new FeatureDraft { DurationSeconds = 0 }.Build("")).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        foreach (var property in FeatureText.Element(joined).EnumerateObject())
        {
            property.Value.GetRawText().ShouldNotBe(nothing[property.Name], $"{property.Name} of the chapters is lost");
        }

        joined.Beats.ShouldBe([1, 2, 99.8, 101, 102, 199.8]);
        joined.TempoChanges.ShouldBe([new(50, 110), new(100, 100), new(150, 110)]);
        joined.KeyChanges.Select(c => c.AtSeconds).ShouldBe([60, 100, 160]);
        joined.TempoConfidence.ShouldBe(0.5);
        joined.KeyConfidence.ShouldBe(0.6);
        joined.Genres.ShouldBe([new("rock", 0.8)]);
        joined.Emotion.Energy.Count.ShouldBe(EmotionCurve.MostPoints);
        joined.Emotion.Energy[0].ShouldBe((byte)100);
        joined.Emotion.Energy[^1].ShouldBe((byte)200);
        joined.Segments.ShouldBe([new(0, 90, "verse", 0.4), new(100, 190, "verse", 0.4)]);
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
