namespace EchoTune.Server.Hosting;

/// <summary>Tells whoever started the server what is wrong, and why it ended by itself, if it did.</summary>
/// <param name="error">Usually stderr.</param>
internal sealed class HostOutcome(TextWriter error)
{
    /// <summary>A sentence for whoever started the server; null while all is well.</summary>
    public string? Problem { get; private set; }

    public void Fail(string problem) => Problem ??= problem;

    public void Tell(string problem) => error.WriteLine(problem);
}
