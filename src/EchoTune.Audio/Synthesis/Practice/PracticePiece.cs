namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>A piece to train on, with what is true of it.</summary>
/// <param name="Seed">The seed that made it.</param>
/// <param name="Samples">−1…1 at <see cref="PracticeMusic.SampleRate"/>; interleaved when <paramref name="Channels"/> is 2.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="Truth">Beats, downbeats, tempo, metre, key, chords and form, in seconds of <paramref name="Samples"/>.</param>
/// <param name="TuningCents">How far the whole piece lies from A = 440 Hz, cents, −50…50.</param>
/// <param name="Description">What it is made of, in words for a person: style, ensemble, recording.</param>
public sealed record PracticePiece(ulong Seed, float[] Samples, int Channels, PieceTruth Truth, double TuningCents, string Description)
{
    /// <summary>Length in seconds.</summary>
    public double DurationSeconds => (double)(Samples.Length / Channels) / PracticeMusic.SampleRate;
}
