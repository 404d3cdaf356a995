using System.Globalization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Genre;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;

namespace EchoTune.Bench;

/// <summary>
/// <c>practice-table FOLDER PIECES [SERIES]</c>: listens to practice pieces and to the demo library and writes tables to train
/// from: <c>genres.csv</c> (what the embedding is made of, and the style that a band plays), <c>moods.csv</c> (descriptors of the
/// demo library, and the quarter of the plane of arousal and valence that a piece's moods lie in), <c>halves.csv</c> (the first and
/// the last half of each piece, alike in all but what is played) and <c>keys.csv</c> (how sure the key of a half was, and whether it was right).
/// </summary>
internal static class PracticeTable
{
    private const int Libraries = 2;

    // Where words that the composer of the demo library uses lie in the plane of Russell (1980); 0 where a word does not say. A word
    // of sorrow weighs more than a gentle one beside it: what is tender and sad is sad.
    private static readonly (int Arousal, int Valence, string Words)[] Plane =
    [
        (1, 1, "joyful uplifting playful danceable lively groovy bright confident"), (1, 0, "energetic driving passionate"),
        (1, -1, "angry restless gritty dramatic dark epic"), (-1, 1, "calm serene relaxed laid-back warm elegant romantic tender"),
        (-1, 0, "dreamy cool sophisticated soulful"), (-1, -2, "wistful nostalgic sad"), (0, 1, "hopeful"), (0, -1, "hypnotic"),
    ];

    public static int Run(string[] args)
    {
        if (args.Length < 2 || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var pieces))
        {
            Console.Error.WriteLine("Give a folder to write to and a number of pieces.");
            return 1;
        }

        var series = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        Directory.CreateDirectory(args[0]);
        using StreamWriter genres = new(Path.Combine(args[0], "genres.csv")), moods = new(Path.Combine(args[0], "moods.csv")), halves = new(Path.Combine(args[0], "halves.csv")), keys = new(Path.Combine(args[0], "keys.csv"));
        var measures = string.Join(',', Enumerable.Range(0, EmbeddingAnalyser.Dimensions).Select(i => $"m{i}"));
        genres.WriteLine(measures + ",album,genre");
        moods.WriteLine("energy,danceability,valence,acousticness,brightness,tempo,major,album,mood");
        halves.WriteLine("piece," + measures);
        keys.WriteLine("piece,told,evidence,right");
        void Take(string piece, string album, string genre, IReadOnlyList<string> pieceMoods, MusicalKey? key, float[] samples)
        {
            var half = samples.Length / 4 * 2;
            var first = Hear(samples.AsSpan(0, half));
            var last = Hear(samples.AsSpan(samples.Length - half));
            halves.WriteLine(Row([piece], first.Genre, []));
            halves.WriteLine(Row([piece], last.Genre, []));
            if (genre.Length > 0)
            {
                genres.WriteLine(Row([], first.Genre, [album, genre.ToLowerInvariant()]));
            }

            if (MoodOf(pieceMoods) is { } mood)
            {
                moods.WriteLine(Row([], first.Mood, [album, mood]));
            }

            foreach (var heard in key is null ? [] : new[] { first, last }.Where(h => h.Key is not null))
            {
                keys.WriteLine(Row([piece], [heard.KeyConfidence, heard.KeyEvidence, heard.Key == key ? 1 : 0], []));
            }
        }

        // Several libraries: the same albums in other keys, tempi and notes.
        for (var library = 1; library <= (series == 1 ? Libraries : 0); library++)
        {
            foreach (var piece in DemoLibrary.Compose(library))
            {
                Take($"demo{library}/" + piece.Title.Replace(',', ' '), piece.Album.Replace(',', ' '), piece.Genre, piece.Moods, null, piece.Render(CancellationToken.None));
            }
        }

        var options = new PracticeOptions { MinSeconds = 30, MaxSeconds = 50 };
        for (var i = 0; i < pieces; i++)
        {
            var seed = PracticeMusic.SeedOf(series, (ulong)i);
            var plan = PracticePlanner.Plan(new SeededRandom(SeededRandom.Combine(seed, 0x9E)), seed, options);
            var style = plan.Ensemble is PracticeEnsemble.Band or PracticeEnsemble.NoDrums or PracticeEnsemble.SparseDrums ? plan.Piece.Style.Name : "";
            // Of a piece that changes its key nobody can say which is right.
            MusicalKey? key = plan.Piece.Sections.All(s => s.Key == plan.Piece.Key) ? plan.Piece.Key : null;
            Take($"practice/{series}-{i}", $"practice {series}-{i}", style, [], key, PracticeSession.Record(plan, seed, options, CancellationToken.None).Samples);
        }

        return 0;
    }

    // The quarter that the words of a piece point to together; null where they do not say.
    private static string? MoodOf(IReadOnlyList<string> words)
    {
        int arousal = 0, valence = 0;
        foreach (var place in Plane)
        {
            var count = words.Count(place.Words.Split(' ').Contains);
            (arousal, valence) = (arousal + (count * place.Arousal), valence + (count * place.Valence));
        }

        return arousal == 0 || valence == 0 ? null : (arousal > 0, valence > 0) switch
        {
            (true, true) => "happy",
            (true, false) => "dramatic",
            (false, true) => "relaxed",
            (false, false) => "wistful",
        };
    }

    private static string Row(string[] before, double[] values, string[] after) =>
        string.Join(',', [.. before, .. values.Select(v => double.IsFinite(v) ? v.ToString("G5", CultureInfo.InvariantCulture) : ""), .. after]);

    private static Tap Hear(ReadOnlySpan<float> samples)
    {
        var tap = new Tap();
        using var analysis = AnalysisPipeline.Start(new AnalysisPlan([.. AnalysisPipeline.All, () => tap], null), TrackAnalysis.ChapterBlocks);
        analysis.Process(samples);
        analysis.Complete();
        return tap;
    }

    // Reads, as the last analyser, what all others found.
    private sealed class Tap : IAnalyser
    {
        public double[] Genre { get; private set; } = [];

        public double[] Mood { get; private set; } = [];

        public MusicalKey? Key { get; private set; }

        public double KeyConfidence { get; private set; }

        public double KeyEvidence { get; private set; }

        public string Name => "tap";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.None;

        public void Complete(FeatureDraft draft)
        {
            (Genre, Mood) = (GenreAnalyser.GenreRow(draft), GenreAnalyser.MoodRow(draft));
            (Key, KeyConfidence, KeyEvidence) = (draft.Key, draft.KeyConfidence, draft.KeyEvidence);
        }
    }
}
