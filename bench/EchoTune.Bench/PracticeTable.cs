using System.Globalization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Genre;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Practice;

namespace EchoTune.Bench;

/// <summary>
/// <c>practice-table FOLDER PIECES [SERIES]</c>: listens to practice pieces and to the demo library and writes tables to train
/// from: <c>genres.csv</c> (what the embedding is made of, and the style that a band plays), <c>moods.csv</c> (descriptors of the
/// demo library, a row for each mood of a piece) and <c>halves.csv</c> (the first and the last half of each piece, alike in all but
/// what is played).
/// </summary>
internal static class PracticeTable
{
    private const int Libraries = 2;

    // Words that the composer of the demo library uses, gathered under one that enough pieces have.
    private static readonly (string Mood, string Words)[] Families =
    [
        ("energetic", "energetic driving confident angry restless gritty"),
        ("calm", "calm dreamy serene"),
        ("happy", "joyful uplifting playful danceable lively groovy bright"),
        ("romantic", "warm romantic tender soulful hopeful passionate"),
        ("wistful", "wistful nostalgic sad"),
        ("relaxed", "relaxed laid-back cool sophisticated elegant"),
        ("dramatic", "epic dramatic dark hypnotic"),
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
        using StreamWriter genres = new(Path.Combine(args[0], "genres.csv")), moods = new(Path.Combine(args[0], "moods.csv")), halves = new(Path.Combine(args[0], "halves.csv"));
        var measures = string.Join(',', Enumerable.Range(0, EmbeddingAnalyser.Dimensions).Select(i => $"m{i}"));
        genres.WriteLine(measures + ",genre");
        moods.WriteLine("energy,danceability,valence,acousticness,brightness,tempo,major,mood");
        halves.WriteLine("piece," + measures);
        void Take(string piece, string genre, IReadOnlyList<string> pieceMoods, float[] samples)
        {
            var half = samples.Length / 4 * 2;
            var first = Hear(samples.AsSpan(0, half));
            var last = Hear(samples.AsSpan(samples.Length - half));
            halves.WriteLine(Row([piece], first.Genre, []));
            halves.WriteLine(Row([piece], last.Genre, []));
            if (genre.Length > 0)
            {
                genres.WriteLine(Row([], first.Genre, [genre.ToLowerInvariant()]));
            }

            foreach (var mood in Families.Where(f => f.Words.Split(' ').Any(pieceMoods.Contains)).Select(f => f.Mood))
            {
                moods.WriteLine(Row([], first.Mood, [mood]));
            }
        }

        // Several libraries: the same albums in other keys, tempi and notes.
        for (var library = 1; library <= (series == 1 ? Libraries : 0); library++)
        {
            foreach (var piece in DemoLibrary.Compose(library))
            {
                Take($"demo{library}/" + piece.Title.Replace(',', ' '), piece.Genre, piece.Moods, piece.Render(CancellationToken.None));
            }
        }

        var options = new PracticeOptions { MinSeconds = 30, MaxSeconds = 50 };
        for (var i = 0; i < pieces; i++)
        {
            var seed = PracticeMusic.SeedOf(series, (ulong)i);
            var plan = PracticePlanner.Plan(new SeededRandom(SeededRandom.Combine(seed, 0x9E)), seed, options);
            var style = plan.Ensemble is PracticeEnsemble.Band or PracticeEnsemble.NoDrums or PracticeEnsemble.SparseDrums ? plan.Piece.Style.Name : "";
            Take($"practice/{series}-{i}", style, [], PracticeSession.Record(plan, seed, options, CancellationToken.None).Samples);
        }

        return 0;
    }

    private static string Row(string[] before, double[] values, string[] after) =>
        string.Join(',', [.. before, .. values.Select(v => double.IsFinite(v) ? v.ToString("G5", CultureInfo.InvariantCulture) : ""), .. after]);

    private static (double[] Genre, double[] Mood) Hear(ReadOnlySpan<float> samples)
    {
        var tap = new Tap();
        using var analysis = AnalysisPipeline.Start(new AnalysisPlan([.. AnalysisPipeline.All, () => tap], null), TrackAnalysis.ChapterBlocks);
        analysis.Process(samples);
        analysis.Complete();
        return (tap.Genre, tap.Mood);
    }

    // Reads, as the last analyser, what all others found.
    private sealed class Tap : IAnalyser
    {
        public double[] Genre { get; private set; } = [];

        public double[] Mood { get; private set; } = [];

        public string Name => "tap";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.None;

        public void Complete(FeatureDraft draft) => (Genre, Mood) = (GenreAnalyser.GenreRow(draft), GenreAnalyser.MoodRow(draft));
    }
}
