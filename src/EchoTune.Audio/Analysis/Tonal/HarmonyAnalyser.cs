namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// Chords and keys, from the notes of the long frames between the beats. Hears nothing itself: reads notes, beats, and how much
/// tonal evidence there is. Chords are found twice, first in any key, then in the keys that the first chords tell.
/// </summary>
internal sealed class HarmonyAnalyser : IAnalyser
{
    // A click shorter than this has partials but is no chord, seconds.
    private const double Shortest = 0.3;

    // Below this a key would be made up.
    private const double LeastEvidence = 0.05;

    // What one chord all the time says of the key, and how long that must last to be a drone.
    private const double Drone = 0.3;
    private const double DroneSeconds = 20;

    public string Name => "harmony";

    public int Version => 3;

    public AnalyserInput Input => AnalyserInput.None;

    public IReadOnlyList<string> Needs => ["tonal", "rhythm"];

    public void Complete(FeatureDraft draft)
    {
        if (draft.Notes.Count == 0 || draft.DurationSeconds < Shortest)
        {
            draft.Chords = draft.DurationSeconds > 0 ? [new ChordSegment(0, Math.Round(draft.DurationSeconds, 4), ChordVocabulary.Label(ChordVocabulary.None))] : [];
            return;
        }

        var grid = ChordGrid.Of(draft.Beats, draft.Downbeats, draft.DurationSeconds);
        var stretches = ChordStretches.Of(draft.Notes, grid);
        var scores = ChordNetwork.Score(stretches);
        var path = ChordDecoder.Decode(scores, grid, ChordDecoder.AnyKey(grid.Count));
        var keys = KeyTracker.Find(stretches, path, grid, draft.KeyFit);
        draft.Chords = Merge(ChordDecoder.Decode(scores, grid, keys.Local), grid);
        var evidence = draft.KeyEvidence * Sounding(draft);
        if (evidence < LeastEvidence)
        {
            draft.Key = null;
            draft.KeyConfidence = 0;
            draft.KeyChanges = [];
            return;
        }

        draft.Key = keys.Main;
        draft.KeyConfidence = evidence * Measured(keys.Confidence);
        draft.MajorLean = keys.MajorLean;
        draft.KeyChanges = keys.Changes;
        draft.KeyCourse = [new KeyChange(0, keys.Local.FirstOrDefault() ?? keys.Main), .. keys.Changes];
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Key = earlier.Key;
        draft.KeyConfidence = earlier.KeyConfidence;
        draft.KeyChanges = earlier.KeyChanges;
        draft.Chords = earlier.Chords;
        return true;
    }

    // A key is where chords are: speech and clicks have partials and none of them, a hum or a test tone has one alone.
    private static double Sounding(FeatureDraft draft)
    {
        var none = ChordVocabulary.Label(ChordVocabulary.None);
        var sounding = draft.Chords.Where(c => c.Label != none).ToArray();
        var share = sounding.Sum(c => c.End - c.Start) / draft.DurationSeconds;
        var isDrone = draft.DurationSeconds > DroneSeconds && sounding.DistinctBy(c => c.Label).Count() == 1;
        return Math.Clamp((share - 0.02) / 0.2, 0, 1) * (isDrone ? Drone : 1);
    }

    // How often the key was right where the network was as sure, of practice pieces that it had not seen (docs/concepts/harmony.md):
    // the ends of its scale are too bold, and of no piece is more told than was right among the surest.
    private static double Measured(double probability)
    {
        var odds = Math.Log(Math.Max(1e-4, probability) / Math.Max(1e-4, 1 - probability));
        return Math.Min(0.97, 1 / (1 + Math.Exp(0.15 - (0.5 * odds))));
    }

    private static List<ChordSegment> Merge(int[] path, ChordGrid grid)
    {
        var chords = new List<ChordSegment>();
        for (var start = 0; start < path.Length;)
        {
            var end = start + 1;
            while (end < path.Length && path[end] == path[start])
            {
                end++;
            }

            chords.Add(new ChordSegment(Math.Round(grid.Bounds[start], 4), Math.Round(grid.Bounds[end], 4), ChordVocabulary.Label(path[start])));
            start = end;
        }

        return chords;
    }
}
