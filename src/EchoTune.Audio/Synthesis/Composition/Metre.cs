namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>A metre: how many beats a listener taps in a bar, and into how many parts a beat divides.</summary>
/// <param name="Signature">E.g. <c>4/4</c>; in <c>6/8</c> the beat is the dotted quarter.</param>
/// <param name="Beats">Beats in a bar.</param>
/// <param name="Division">Melodic grid positions in a beat.</param>
internal sealed record Metre(string Signature, int Beats, int Division)
{
    public static Metre Four { get; } = new("4/4", 4, 4);

    public static Metre Three { get; } = new("3/4", 3, 4);

    public static Metre SixEight { get; } = new("6/8", 2, 3);

    public static Metre Five { get; } = new("5/4", 5, 4);

    public static Metre Two { get; } = new("2/4", 2, 4);

    /// <summary>Seven eighths, each of them a beat.</summary>
    public static Metre Seven { get; } = new("7/8", 7, 2);
}
