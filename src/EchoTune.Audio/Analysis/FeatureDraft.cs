using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis;

/// <summary>What the analysers have found so far of one track: the answer under way, and measures that only other analysers read.</summary>
internal sealed class FeatureDraft
{
    public required double DurationSeconds { get; init; }

    /// <summary>Whether both sides share the one channel of the file, at 3 dB less each.</summary>
    public bool IsOfOneChannel { get; init; }

    public double LoudnessLufs { get; set; } = -70;

    /// <summary>LU between quiet and loud stretches.</summary>
    public double LoudnessRange { get; set; }

    public double MaxMomentaryLufs { get; set; } = -70;

    public double TruePeakDb { get; set; } = Loudness.LoudnessAnalyser.SilencePeakDb;

    public IReadOnlyList<byte> Waveform { get; set; } = [];

    /// <summary>A row a tonal frame: 12 pitch classes of the middle register, then 12 of the bass; C first; each half sums to 1 or is 0.</summary>
    public FrameStore Chroma { get; set; } = new(24);

    /// <summary>Notes of the tuned scale in each tonal frame.</summary>
    public NoteFrames Notes { get; set; } = new();

    /// <summary>Mean chroma of the track, 12 values that sum to 1; all 0 without pitch.</summary>
    public double[] MeanChroma { get; set; } = new double[12];

    /// <summary>How much of the sound is tonal rather than noise, 0–1.</summary>
    public double Tonalness { get; set; }

    /// <summary>How far pitch strays from the equal-tempered grid, 0 (on it) – 1 (anywhere).</summary>
    public double PitchDeviation { get; set; }

    /// <summary>How much chroma changes from one second to the next, 0–1.</summary>
    public double HarmonicChange { get; set; }

    public double TuningCents { get; set; }

    public IReadOnlyList<ChordSegment> Chords { get; set; } = [];

    public MusicalKey? Key { get; set; }

    public double KeyConfidence { get; set; }

    /// <summary>How much there is that could have a key at all, 0 (noise, drums, speech) – 1.</summary>
    public double KeyEvidence { get; set; }

    /// <summary>How well the chroma of the track fits each key, −1…1: twelve major keys from C, then twelve minor; empty without pitch.</summary>
    public double[] KeyFit { get; set; } = [];

    /// <summary>From clearly minor (−1) to clearly major (1).</summary>
    public double MajorLean { get; set; }

    public IReadOnlyList<KeyChange> KeyChanges { get; set; } = [];

    /// <summary>The key from the start on, then <see cref="KeyChanges"/>; empty where there is no key.</summary>
    public IReadOnlyList<KeyChange> KeyCourse { get; set; } = [];

    public double TempoBpm { get; set; }

    public double TempoConfidence { get; set; }

    public IReadOnlyList<TempoChange> TempoChanges { get; set; } = [];

    public IReadOnlyList<double> Beats { get; set; } = [];

    public IReadOnlyList<double> Downbeats { get; set; } = [];

    public string TimeSignature { get; set; } = "4/4";

    public IReadOnlyList<Section> Segments { get; set; } = [];

    public IReadOnlyList<double> Phrases { get; set; } = [];

    public EmotionCurve Emotion { get; set; } = EmotionCurve.None;

    /// <summary>What was measured of each bar; null where there is too little to speak of form.</summary>
    public BarMeasures? Bars { get; set; }

    public RhythmMeasures Rhythm { get; set; } = new();

    public TimbreMeasures Timbre { get; set; } = new();

    public double Energy { get; set; }

    public double Danceability { get; set; }

    public double Valence { get; set; }

    public double Acousticness { get; set; }

    public double Instrumentalness { get; set; }

    public double Speechiness { get; set; }

    public double Liveness { get; set; }

    public double Brightness { get; set; }

    public IReadOnlyList<LabelConfidence> Genres { get; set; } = [];

    public IReadOnlyList<LabelConfidence> Moods { get; set; } = [];

    public IReadOnlyList<float> Embedding { get; set; } = [];

    public IReadOnlyList<uint> Fingerprint { get; set; } = [];

    public TrackFeatures Build(string version) => new()
    {
        AnalyserVersion = version,
        DurationSeconds = DurationSeconds,
        TempoBpm = Finite(TempoBpm),
        TempoConfidence = Unit(TempoConfidence),
        Beats = Beats,
        Downbeats = Downbeats,
        TimeSignature = TimeSignature,
        Key = Key,
        KeyConfidence = Unit(KeyConfidence),
        TuningCents = Finite(TuningCents),
        TempoChanges = TempoChanges,
        KeyChanges = KeyChanges,
        Chords = Chords,
        Segments = Segments,
        Phrases = Phrases,
        Emotion = Emotion,
        LoudnessLufs = Finite(LoudnessLufs),
        LoudnessRangeLu = Finite(LoudnessRange),
        MaxMomentaryLufs = Finite(MaxMomentaryLufs),
        TruePeakDb = Finite(TruePeakDb),
        Energy = Unit(Energy),
        Danceability = Unit(Danceability),
        Valence = Unit(Valence),
        Acousticness = Unit(Acousticness),
        Instrumentalness = Unit(Instrumentalness),
        Speechiness = Unit(Speechiness),
        Liveness = Unit(Liveness),
        Brightness = Unit(Brightness),
        Genres = Genres,
        Moods = Moods,
        Embedding = Embedding,
        Fingerprint = Fingerprint,
        Waveform = Waveform,
    };

    private static double Finite(double x) => double.IsFinite(x) ? Math.Round(x, 4) : 0;

    private static double Unit(double x) => double.IsFinite(x) ? Math.Round(Math.Clamp(x, 0, 1), 4) : 0;
}
