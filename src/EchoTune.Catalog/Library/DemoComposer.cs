using EchoTune.Audio.Synthesis;

namespace EchoTune.Catalog.Library;

/// <summary>Composes through <see cref="DemoLibrary"/>.</summary>
internal sealed class DemoComposer : IDemoComposer
{
    /// <inheritdoc/>
    public string Version => DemoLibrary.Version;

    /// <inheritdoc/>
    public IReadOnlyList<DemoPiece> Compose(int seed) =>
    [
        .. DemoLibrary.Compose(seed).Select(piece => new DemoPiece
        {
            RelativePath = piece.RelativePath,
            Tags = piece.Tags,
            SampleRate = DemoLibrary.SampleRate,
            Channels = DemoLibrary.Channels,
            Truth = () => TruthFile.Serialize(piece.Truth),
            Render = piece.Render,
            DrawCover = () => piece.DrawCover(),
        }),
    ];
}
