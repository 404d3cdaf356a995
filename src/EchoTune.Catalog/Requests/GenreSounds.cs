using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Requests;

/// <summary>How genres usually sound: a guess for tracks that are not analysed yet.</summary>
internal static class GenreSounds
{
    private const float GuessCertainty = 0.35f;

    // Energy, danceability, valence, acousticness, instrumentalness, brightness.
    private static readonly Dictionary<string, float[]> Table = new(StringComparer.Ordinal)
    {
        ["ambient"] = [0.15f, 0.2f, 0.4f, 0.45f, 0.9f, 0.3f], ["classical"] = [0.3f, 0.2f, 0.45f, 0.95f, 0.9f, 0.35f], ["jazz"] = [0.4f, 0.5f, 0.55f, 0.75f, 0.6f, 0.4f],
        ["folk"] = [0.35f, 0.45f, 0.5f, 0.85f, 0.2f, 0.45f], ["country"] = [0.55f, 0.55f, 0.6f, 0.6f, 0.1f, 0.5f], ["blues"] = [0.45f, 0.5f, 0.45f, 0.65f, 0.25f, 0.45f],
        ["rock"] = [0.75f, 0.5f, 0.5f, 0.2f, 0.25f, 0.6f], ["punk"] = [0.9f, 0.5f, 0.55f, 0.05f, 0.1f, 0.7f], ["metal"] = [0.92f, 0.35f, 0.3f, 0.03f, 0.3f, 0.7f],
        ["pop"] = [0.65f, 0.65f, 0.6f, 0.25f, 0.05f, 0.6f], ["hip hop"] = [0.65f, 0.78f, 0.5f, 0.15f, 0.1f, 0.5f], ["soul"] = [0.5f, 0.65f, 0.6f, 0.4f, 0.1f, 0.45f],
        ["funk"] = [0.7f, 0.82f, 0.78f, 0.25f, 0.25f, 0.55f], ["disco"] = [0.78f, 0.85f, 0.8f, 0.12f, 0.15f, 0.62f], ["reggae"] = [0.5f, 0.75f, 0.7f, 0.3f, 0.2f, 0.45f],
        ["latin"] = [0.65f, 0.78f, 0.75f, 0.4f, 0.15f, 0.55f], ["electronic"] = [0.7f, 0.7f, 0.5f, 0.08f, 0.65f, 0.6f], ["house"] = [0.8f, 0.85f, 0.6f, 0.05f, 0.6f, 0.6f],
        ["techno"] = [0.85f, 0.8f, 0.35f, 0.03f, 0.85f, 0.55f], ["trance"] = [0.85f, 0.7f, 0.5f, 0.03f, 0.7f, 0.65f], ["drum and bass"] = [0.9f, 0.65f, 0.45f, 0.04f, 0.7f, 0.65f],
        ["downtempo"] = [0.35f, 0.6f, 0.45f, 0.3f, 0.7f, 0.4f], ["lo-fi"] = [0.28f, 0.6f, 0.45f, 0.45f, 0.85f, 0.3f], ["synthwave"] = [0.7f, 0.65f, 0.5f, 0.05f, 0.7f, 0.6f],
        ["soundtrack"] = [0.4f, 0.25f, 0.35f, 0.6f, 0.9f, 0.4f], ["new age"] = [0.15f, 0.2f, 0.5f, 0.6f, 0.9f, 0.35f], ["opera"] = [0.4f, 0.15f, 0.4f, 0.95f, 0.1f, 0.45f],
    };

    /// <summary>The guess for a track's genres; null where none of them is known.</summary>
    public static Perception? Guess(IReadOnlyList<string> genres)
    {
        var sum = new float[6];
        var count = 0;
        foreach (var genre in genres)
        {
            // The most particular known name: the genre itself before its families.
            if (GenreFamilies.WithFamilies(genre).FirstOrDefault(Table.ContainsKey) is { } known)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(sum, Table[known], sum);
                count++;
            }
        }

        return count == 0 ? null : new Perception
        {
            Certainty = GuessCertainty,
            Values = [sum[0] / count, sum[1] / count, sum[2] / count, sum[3] / count, sum[4] / count, 0.1f, 0.1f, sum[5] / count],
        };
    }
}
