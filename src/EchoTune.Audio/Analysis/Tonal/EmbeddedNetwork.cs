using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>Networks that the program carries.</summary>
internal static class EmbeddedNetwork
{
    /// <summary>Reads one.</summary>
    /// <param name="purpose">What it is for; the resource is named after it.</param>
    /// <exception cref="InvalidOperationException">The program was built without it.</exception>
    public static Network Load(string purpose)
    {
        var name = purpose + ".weights";
        using var stream = typeof(EmbeddedNetwork).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing from the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return WeightFile.Read(bytes, purpose).Network;
    }
}
