namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>A note to play.</summary>
/// <param name="Start">Sample at which it starts.</param>
/// <param name="Length">Samples until it is released.</param>
/// <param name="Pitch">MIDI number, fractions allowed.</param>
/// <param name="Velocity">0–1.</param>
/// <param name="Pan">−1 left – 1 right.</param>
/// <param name="Colour">Vowel for a voice.</param>
internal readonly record struct Note(int Start, int Length, float Pitch, float Velocity, float Pan = 0, int Colour = 0);
