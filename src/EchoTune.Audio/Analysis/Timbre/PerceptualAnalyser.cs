namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>
/// Perceptual measures from what the other analysers found. Each is a weighted sum of measures that do not depend on gain,
/// squashed so that real music spreads over 0–1; the weights follow what listeners' ratings are known to go with (onset
/// density, spectral fullness and compression for energy; a steady, strong pulse for danceability; mode, tempo and brightness for valence).
/// </summary>
internal sealed class PerceptualAnalyser : IAnalyser
{
    public string Name => "perceptual";

    public int Version => 4;

    public AnalyserInput Input => AnalyserInput.None;

    public IReadOnlyList<string> Needs => ["tonal", "rhythm", "harmony", "timbre"];

    public void Complete(FeatureDraft draft)
    {
        var (rhythm, timbre) = (draft.Rhythm, draft.Timbre);
        if (timbre.Fullness <= 0)
        {
            return;
        }

        // Ranges are those of some hundred and forty pieces from solo piano and ambient to rock and dance.
        var (crest, flatness) = (timbre.Crest, timbre.Flatness);
        var pulse = Scale(rhythm.Clarity, 0.05, 0.65);
        var drums = Scale(Math.Log(rhythm.Flux + 1e-6), Math.Log(0.8), Math.Log(5.5));
        var low = Scale(rhythm.LowShare, 0.02, 0.12);

        draft.Brightness = Squash(timbre.Balance, 0.25, 0.12);
        var clearOnsets = rhythm.OnsetRate * Scale(rhythm.BeatContrast, 1, 2.5);
        // A fast steady pulse drives; a wall of pure tone (pads, strings) fills the spectrum without driving.
        var pace = Scale(draft.TempoBpm, 80, 165) * Scale(rhythm.Clarity, 0.1, 0.5);
        var drive = (0.06 * Scale(timbre.Fullness, 0.06, 0.27)) + (0.16 * Scale(flatness, 0.09, 0.29)) + (0.30 * drums) + (0.14 * Scale(clearOnsets, 1, 5.5))
            + (0.14 * drums * Scale(-crest, -14.4, -6.7)) + (0.05 * Scale(timbre.Centroid, 0.10, 0.34)) + (0.16 * pace)
            - (0.26 * Scale(draft.Tonalness, 0.55, 1));
        draft.Energy = Squash(drive, 0.40, 0.34);

        var tempoFit = draft.TempoBpm <= 0 ? 0 : Math.Exp(-0.5 * Math.Pow(Math.Log2(draft.TempoBpm / 118) / 0.45, 2));
        draft.Danceability = Squash((0.45 * pulse) + (0.22 * tempoFit) + (0.15 * low) + (0.18 * drums), 0.57, 0.37);

        var cheer = (0.38 * ((draft.MajorLean + 1) / 2)) + (0.20 * Scale(draft.TempoBpm, 65, 150)) + (0.25 * draft.Energy) + (0.17 * draft.Danceability);
        draft.Valence = Squash(cheer, 0.50, 0.36);

        // Many partials of strings and wood die away; oscillators and pedals fill the spectrum and hold a bass.
        var natural = (0.40 * Scale(draft.Tonalness, 0.40, 1)) + (0.22 * (1 - draft.Energy)) + (0.25 * Scale(-rhythm.LowShare, -0.12, -0.03))
            + (0.10 * Scale(crest, 7.4, 13.6)) + (0.08 * Scale(-timbre.Fullness, -0.30, -0.08));
        draft.Acousticness = Squash(natural, 0.62, 0.34);

        // A voice glides between the notes and moves at the rate of syllables; drums do so too, but are not tonal.
        var voice = Scale(draft.PitchDeviation, 0.35, 0.75) * Scale(draft.Tonalness, 0.50, 0.80) * (0.4 + (0.6 * Scale(timbre.SyllableModulation, 0.1, 0.4)));
        var speech = Scale(draft.PitchDeviation, 0.60, 0.85) * Scale(timbre.SyllableModulation, 0.1, 0.4) * Scale(timbre.LevelDeviation, 3.5, 7.5)
            * Scale(-rhythm.Clarity, -0.20, -0.03);
        draft.Speechiness = 0.03 + (0.85 * speech);
        // What is spoken is not played.
        draft.Instrumentalness = 0.95 - (0.75 * Math.Max(voice, speech));
        // An audience is a bed of noise that never dies away between the notes; a room lets drums ring.
        var ringing = Scale(timbre.Floor, -16, -3);
        var bed = Scale(timbre.Bed, -45, -20) * (0.4 + (0.6 * Scale(flatness, 0.13, 0.36)));
        draft.Liveness = 0.06 + (0.70 * bed) + (0.12 * drums * ringing);
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Energy = earlier.Energy;
        draft.Danceability = earlier.Danceability;
        draft.Valence = earlier.Valence;
        draft.Acousticness = earlier.Acousticness;
        draft.Instrumentalness = earlier.Instrumentalness;
        draft.Speechiness = earlier.Speechiness;
        draft.Liveness = earlier.Liveness;
        draft.Brightness = earlier.Brightness;
        return true;
    }

    // Linear from 0 at one end to 1 at the other, held there.
    private static double Scale(double x, double from, double to) => Math.Clamp((x - from) / (to - from), 0, 1);

    // Logistic curve: 0.5 at the middle, 0.73 one width above it.
    private static double Squash(double x, double middle, double width) => 1 / (1 + Math.Exp(-(x - middle) / (width / 2)));
}
