namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>Chords, from the notes of the long frames between the beats. Reads notes, key and beats; hears nothing itself.</summary>
internal sealed class ChordAnalyser : IAnalyser
{
    // A click shorter than this has partials but is no chord, seconds.
    private const double Shortest = 0.3;

    public string Name => "chords";

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
        var path = ChordDecoder.Decode(ChordTemplates.Score(stretches), grid, draft.Key);
        draft.Chords = Merge(path, grid);
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
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
