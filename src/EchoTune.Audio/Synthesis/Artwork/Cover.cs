using System.Numerics;

namespace EchoTune.Audio.Synthesis.Artwork;

/// <summary>Draws record covers: one of eight abstract designs, coloured, proportioned and placed by the album's name.</summary>
/// <remarks>Edges are smooth because every shape says how far a point is from its edge, and the colour is mixed over one pixel there.</remarks>
internal static class Cover
{
    /// <summary>Draws the cover of an album.</summary>
    /// <param name="album">Artist and album: the same name gives the same picture.</param>
    /// <param name="size">Pixels of a side, 16–4096.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(string album, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 4096);
        var seed = SeededRandom.Hash(album);
        var random = new SeededRandom(seed);
        var palette = Palette.Get(random.Next(Palette.Count));
        var shade = Designs.Pick(random.Next(Designs.Count), palette, random, 1f / size);
        var grain = new SeededRandom(seed + 1);
        var rgb = new byte[size * size * 3];
        var at = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var point = new Vector2((x + 0.5f) / size, (y + 0.5f) / size);
                var colour = shade(point);
                // Paper: a little darker to the corners, and grain.
                var corner = (point - new Vector2(0.5f, 0.48f)).LengthSquared();
                colour = ((colour * (1.02f - (0.2f * corner))) + new Vector3(grain.NextNoise() * 0.012f)) * 255f;
                rgb[at++] = (byte)Math.Clamp(colour.X, 0, 255);
                rgb[at++] = (byte)Math.Clamp(colour.Y, 0, 255);
                rgb[at++] = (byte)Math.Clamp(colour.Z, 0, 255);
            }
        }

        return Png.Encode(rgb, size, size);
    }
}
