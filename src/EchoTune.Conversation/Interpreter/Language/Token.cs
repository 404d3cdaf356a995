namespace EchoTune.Conversation.Interpreter.Language;

/// <summary>A word of an utterance: its normalised form for matching and its place in the original for quoting.</summary>
/// <param name="Text">Lower case, without accents, contractions written out, spelling corrected.</param>
/// <param name="Start">First character in the original.</param>
/// <param name="End">One past its last character in the original.</param>
internal sealed record Token(string Text, int Start, int End)
{
    /// <summary>Whether it starts with a capital in the original.</summary>
    public bool Capital { get; init; }

    /// <summary>Whether it is a whole quoted name.</summary>
    public bool Quoted { get; init; }

    /// <summary>Whether it was corrected.</summary>
    public bool Corrected { get; init; }

    /// <summary>The punctuation before it that separates parts of a sentence: ',', ';', '.', or '\0'.</summary>
    public char Break { get; init; }
}
