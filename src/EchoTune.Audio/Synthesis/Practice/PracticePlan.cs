using EchoTune.Audio.Synthesis.Composition;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Who plays a practice piece.</summary>
internal enum PracticeEnsemble
{
    /// <summary>The style's own layers.</summary>
    Band,

    /// <summary>The style's layers without drums.</summary>
    NoDrums,

    /// <summary>Drums in some sections only.</summary>
    SparseDrums,

    SoloPiano,

    SoloGuitar,

    Strings,

    Synths,

    /// <summary>A sequencer, with what <see cref="MachineMaker"/> makes up.</summary>
    Machine,
}

/// <summary>A practice piece before any note is written.</summary>
/// <param name="Piece">Form, harmony and time.</param>
/// <param name="Ensemble">Who plays.</param>
/// <param name="Timing">How time moves, in words.</param>
internal sealed record PracticePlan(PiecePlan Piece, PracticeEnsemble Ensemble, string Timing);
