namespace EchoTune.Audio.Synthesis.Score;

/// <summary>What a drummer hits.</summary>
internal enum Drum
{
    Kick, Snare, Rim, Clap, ClosedHat, OpenHat, PedalHat, Ride, RideBell, Crash, HighTom, MidTom, LowTom,
    Shaker, Tambourine, Cowbell, CongaHigh, CongaLow, Clave, Brush, Triangle, Snap,
}

/// <summary>How a drum kit sounds.</summary>
internal enum KitKind
{
    Acoustic, Brushes, Rock, Electronic, House, HipHop, LoFi, Latin, Orchestral, Chip,
}
