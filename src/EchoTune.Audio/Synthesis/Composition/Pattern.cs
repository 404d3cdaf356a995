namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>A sounding cell of a pattern: where it starts and how long it lasts, in beats from the start of its bar.</summary>
internal readonly record struct PatternCell(double Beat, double Beats, char Symbol);

/// <summary>Reads the patterns of a style: one character a grid position, the whole text one bar.</summary>
internal static class Pattern
{
    /// <summary>The cells that sound; <c>_</c> lengthens the cell before it, <c>.</c> rests.</summary>
    public static List<PatternCell> Parse(string text, int beatsPerBar)
    {
        var cells = new List<PatternCell>();
        var grid = (double)beatsPerBar / text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '.' or '_' or ' ')
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] == '_')
            {
                end++;
            }

            cells.Add(new PatternCell(i * grid, (end - i) * grid, text[i]));
        }

        return cells;
    }
}
