using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis;

/// <summary>A change of tempo inside a track.</summary>
/// <param name="AtSeconds">Where the new tempo starts, seconds from the start of the track.</param>
/// <param name="TempoBpm">The new tempo, beats per minute.</param>
public sealed record TempoChange(double AtSeconds, double TempoBpm);

/// <summary>A change of key inside a track.</summary>
/// <param name="AtSeconds">Where the new key starts, seconds from the start of the track.</param>
/// <param name="Key">The new key.</param>
public sealed record KeyChange(double AtSeconds, MusicalKey Key);

/// <summary>A stretch of one chord.</summary>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
/// <param name="Label"><c>C</c>, <c>Am</c>, <c>G7</c>, … or <c>N</c> for none.</param>
public sealed record ChordSegment(double Start, double End, string Label);

/// <summary>A section of a track's form.</summary>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
/// <param name="Label">intro, verse, chorus, bridge, outro, …</param>
/// <param name="Energy">Mean energy of the section, 0–1.</param>
public sealed record Section(double Start, double End, string Label, double Energy);

/// <summary>How intensity and mood go through a track, at most <see cref="MostPoints"/> points at equal distances.</summary>
/// <param name="StepSeconds">Seconds between points; the first is at half a step.</param>
/// <param name="Energy">Intensity, 0–255 for 0–1.</param>
/// <param name="Valence">From sad or tense (0) to happy (255); as many points as <paramref name="Energy"/>.</param>
public sealed record EmotionCurve(double StepSeconds, IReadOnlyList<byte> Energy, IReadOnlyList<byte> Valence)
{
    /// <summary>The most points a curve has, whatever the length of the track.</summary>
    public const int MostPoints = 600;

    /// <summary>The curve of a track of which nothing is known.</summary>
    public static EmotionCurve None { get; } = new(1, [], []);
}

/// <summary>A label with how sure the analyser is of it.</summary>
/// <param name="Name">Lower-case name of a genre or mood.</param>
/// <param name="Confidence">0–1.</param>
public sealed record LabelConfidence(string Name, double Confidence);

/// <summary>
/// What listening to one track found: the whole answer of the analysers. Perceptual measures (energy, danceability,
/// valence, …) are 0–1. Fields that no analyser of this version fills are empty lists.
/// </summary>
public sealed record TrackFeatures
{
    /// <summary>Version of the set of analysers that made this; a change of it triggers recomputation.</summary>
    public required string AnalyserVersion { get; init; }

    /// <summary>Length of the decoded audio in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Main tempo, beats per minute; 0 where there is no pulse.</summary>
    public required double TempoBpm { get; init; }

    /// <summary>0–1; low where the pulse is weak or ambiguous.</summary>
    public required double TempoConfidence { get; init; }

    /// <summary>Beat times, seconds, ascending.</summary>
    public IReadOnlyList<double> Beats { get; init; } = [];

    /// <summary>First beats of bars, seconds, ascending; a subset of <see cref="Beats"/>.</summary>
    public IReadOnlyList<double> Downbeats { get; init; } = [];

    /// <summary>E.g. <c>"4/4"</c>, <c>"3/4"</c>.</summary>
    public string TimeSignature { get; init; } = "4/4";

    /// <summary>Main key; null where there is no pitched content.</summary>
    public MusicalKey? Key { get; init; }

    /// <summary>0–1.</summary>
    public double KeyConfidence { get; init; }

    /// <summary>How far the music is tuned from A = 440 Hz, cents, −50…50; 0 without pitched content.</summary>
    public double TuningCents { get; init; }

    /// <summary>Changes of tempo after the start.</summary>
    public IReadOnlyList<TempoChange> TempoChanges { get; init; } = [];

    /// <summary>Changes of key after the start.</summary>
    public IReadOnlyList<KeyChange> KeyChanges { get; init; } = [];

    /// <summary>Chords in order.</summary>
    public IReadOnlyList<ChordSegment> Chords { get; init; } = [];

    /// <summary>Sections in order.</summary>
    public IReadOnlyList<Section> Segments { get; init; } = [];

    /// <summary>Where phrases of four, eight or sixteen bars begin, seconds, ascending; each is one of <see cref="Downbeats"/>.</summary>
    public IReadOnlyList<double> Phrases { get; init; } = [];

    /// <summary>Energy and valence over time.</summary>
    public EmotionCurve Emotion { get; init; } = EmotionCurve.None;

    /// <summary>Integrated loudness after EBU R128 / ITU-R BS.1770, LUFS; −70 for silence.</summary>
    public required double LoudnessLufs { get; init; }

    /// <summary>Loudness range after EBU Tech 3342, LU.</summary>
    public double LoudnessRangeLu { get; init; }

    /// <summary>Loudest momentary loudness (400 ms), LUFS; −70 for silence.</summary>
    public double MaxMomentaryLufs { get; init; } = -70;

    /// <summary>Gain that brings the track to the reference of ReplayGain 2.0 (−18 LUFS), dB; 0 for silence.</summary>
    public double ReplayGainDb => LoudnessLufs <= -70 ? 0 : -18 - LoudnessLufs;

    /// <summary>True peak, dBTP (4× oversampled).</summary>
    public required double TruePeakDb { get; init; }

    /// <summary>Perceived intensity, 0–1.</summary>
    public double Energy { get; init; }

    /// <summary>How well the rhythm carries dancing, 0–1.</summary>
    public double Danceability { get; init; }

    /// <summary>From sad or tense (0) to happy (1).</summary>
    public double Valence { get; init; }

    /// <summary>Likelihood of acoustic rather than electronic sound, 0–1.</summary>
    public double Acousticness { get; init; }

    /// <summary>Likelihood of no singing, 0–1.</summary>
    public double Instrumentalness { get; init; }

    /// <summary>Likelihood of spoken words, 0–1.</summary>
    public double Speechiness { get; init; }

    /// <summary>Likelihood of an audience, 0–1.</summary>
    public double Liveness { get; init; }

    /// <summary>Spectral centroid on a perceptual scale, 0 (dark) – 1 (bright).</summary>
    public double Brightness { get; init; }

    /// <summary>Genres heard in the sound.</summary>
    public IReadOnlyList<LabelConfidence> Genres { get; init; } = [];

    /// <summary>Moods heard in the sound.</summary>
    public IReadOnlyList<LabelConfidence> Moods { get; init; } = [];

    /// <summary>Vector for "sounds like this": unit length, the same dimension for all tracks of one version.</summary>
    public IReadOnlyList<float> Embedding { get; init; } = [];

    /// <summary>
    /// Acoustic fingerprint of the first two minutes: a 32-bit word about eight times a second, alike for the same recording in
    /// another encoding. Empty for silence and for a few seconds.
    /// </summary>
    public IReadOnlyList<uint> Fingerprint { get; init; } = [];

    /// <summary>Peak level per slice for drawing a waveform, 0–255, at most 800 slices of equal length.</summary>
    public IReadOnlyList<byte> Waveform { get; init; } = [];
}
