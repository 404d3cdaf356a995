using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>An utterance as words, with the names that are known.</summary>
/// <param name="Source">What was typed.</param>
/// <param name="Tokens">Its words.</param>
/// <param name="Lexicon">The library's names; null without a library.</param>
internal sealed record Utterance(string Source, IReadOnlyList<Token> Tokens, IMusicLexicon? Lexicon)
{
    /// <summary>Whether most words start with a capital, so that capitals tell nothing.</summary>
    public bool AllCapital { get; } = Tokens.Count > 1 && Tokens.All(t => t.Capital || !char.IsLetter(t.Text[0]));

    /// <summary>The original words of a span, without the punctuation around them.</summary>
    public string Surface(int start, int end)
    {
        if (start >= end)
        {
            return "";
        }

        while (start < end - 1 && Tokens[start].Text == "'s")
        {
            start++;
        }

        while (end - 1 > start && Tokens[end - 1].Text == "'s")
        {
            end--;
        }

        var last = end - 1;
        var text = Source[Tokens[start].Start..Tokens[last].End];
        if (end < Tokens.Count && Tokens[end].Text == "'s" && Tokens[end].End == Tokens[last].End && text.Length > 2 && text[^1] is 's' && text[^2] is '\'' or '\u2019')
        {
            text = text[..^2];
        }

        // The full stop of initials belongs to them: Fontaines D.C.
        if (Tokens[last].End < Source.Length && Source[Tokens[last].End] == '.' && text.Length > 2 && text[^2] == '.')
        {
            text += '.';
        }

        return text.Trim().Trim('"', ',', ';');
    }

    /// <summary>The known name that a span is; the library's come first.</summary>
    public KnownName? Known(int start, int end)
    {
        if (end <= start || end - start > 12)
        {
            return null;
        }

        // Half of a contraction is no name: the "am" of "I'm".
        if ((start > 0 && Tokens[start].Start == Tokens[start - 1].Start) || (end < Tokens.Count && Tokens[end].Start == Tokens[end - 1].Start && Tokens[end].Text != "'s"))
        {
            return null;
        }

        return Lexicon?.Exact(Surface(start, end)) ?? NameTable.Default.Exact(Tokens, start, end);
    }

    /// <summary>The known name that a span resembles.</summary>
    public KnownName? Resembles(int start, int end)
    {
        if (end <= start || end - start > 12)
        {
            return null;
        }

        // An ordinary word is itself, however near a name it looks.
        if (end - start == 1 && CommonWords.Set.Contains(Tokens[start].Text))
        {
            return null;
        }

        var said = Surface(start, end);
        return Lexicon?.Closest(said) ?? NameTable.Default.Closest(said);
    }
}
