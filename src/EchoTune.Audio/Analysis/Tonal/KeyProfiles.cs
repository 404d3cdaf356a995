namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>How strongly each degree of the scale is expected, tonic first; from the literature.</summary>
internal sealed record KeyProfiles(string Name, double[] Major, double[] Minor)
{
    /// <summary>Albrecht and Shanahan 2013, from a corpus of 982 pieces.</summary>
    public static readonly KeyProfiles AlbrechtShanahan = new(
        "albrecht",
        [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081],
        [0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052]);
}
