namespace EchoTune.Catalog.Library;

/// <summary>Composes the demo library.</summary>
internal interface IDemoComposer
{
    /// <summary>Names what a seed gives: with another version, files rendered before are not those of now.</summary>
    string Version { get; }

    /// <summary>Plans all pieces, in the order they should become playable. Cheap: nothing is rendered yet.</summary>
    IReadOnlyList<DemoPiece> Compose(int seed);
}

/// <summary>A piece of the demo library, not rendered yet.</summary>
internal sealed record DemoPiece
{
    /// <summary>Name of its file, below the demo folder.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>What it was composed with (tempo, beats, key, …), as JSON.</summary>
    public required Func<string> Truth { get; init; }

    /// <summary>Computes the samples, interleaved. Takes seconds; a stop is heeded within milliseconds.</summary>
    public required Func<CancellationToken, float[]> Render { get; init; }

    /// <summary>Draws the cover, PNG.</summary>
    public required Func<byte[]> DrawCover { get; init; }
}
