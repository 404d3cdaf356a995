namespace EchoTune.Server.Features.Artwork;

/// <summary>Where clients fetch a picture; they append the size.</summary>
internal static class ArtworkUrls
{
    public static string? For(string? key) => key is null ? null : $"/api/v1/artwork/{key}";
}
