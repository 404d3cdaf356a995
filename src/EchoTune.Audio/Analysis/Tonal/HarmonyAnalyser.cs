namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// Chords and keys, from the notes of the long frames between the beats. Hears nothing itself: reads notes, beats, and how much
/// tonal evidence there is. Chords are found twice, first in any key, then in the keys that the first chords tell.
/// </summary>
internal sealed class HarmonyAnalyser : IAnalyser
{
    // A click shorter than this has partials but is no chord, seconds.
    private const double Shortest = 0.3;

    public string Name => "harmony";

    public int Version => 1;

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
        if (draft.KeyEvidence <= 0)
        {
            return;
        }

        draft.Key = keys.Main;
        draft.KeyConfidence = draft.KeyEvidence * keys.Confidence;
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
