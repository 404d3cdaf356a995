using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// The learned choice among what the beats of a track might be: a small network gives each a number from its signs. Its
/// weights are part of the assembly; docs/concepts/rhythm.md says what they were trained on.
/// </summary>
internal static class BeatChoice
{
    /// <summary>What its weight file says it is for.</summary>
    public const string Purpose = "beat choice";

    private const int Hidden = 24;

    // What another place in the beat must have for it beyond the path along the autocorrelation, double and half the tempo,
    // and any other tempo; natural logarithms of odds. Practice pieces would have none: they are heard as well as the network's
    // own lessons were, and are fast and slow more often than music is.
    private const float PlaceMargin = 1;
    private const float OctaveMargin = 3;
    private const float TempoMargin = 3;

    // What each unit of the signs of the off-beat, as they speak for the path, adds for the place half a beat off.
    private const float OffbeatMargin = 2.5f;
    private const float MostOffbeat = 2;

    // How much weaker than the path's, natural logarithm, no beats can be; and what the network does not tell apart.
    private const float Silent = 1.5f;
    private const float Unheard = 0.25f;

    // Hypotheses that agree so far are as good as each other.
    private const double Alike = 0.8;

    // Tempi so near are the same.
    private const double SameTempo = 0.02;

    private static readonly int NetworkOn = Array.IndexOf(BeatSigns.Names, "network on");
    private static readonly int Strength = Array.IndexOf(BeatSigns.Names, "on strength");
    private static readonly int Offbeat = Array.IndexOf(BeatSigns.Names, "no off-beat");
    private static readonly Lazy<Network> Shipped = new(Load);

    /// <summary>A network to be trained.</summary>
    /// <param name="random">Source of its first weights.</param>
    /// <param name="scale">The standardisation of signs, fitted.</param>
    public static Network Create(Random random, Standardise scale)
    {
        var network = new Network(BeatSigns.Names.Length);
        network.Add(scale);
        network.Add(new Dropout(BeatSigns.Names.Length, 0.1f));
        network.Add(new Dense(BeatSigns.Names.Length, Hidden).Initialise(random));
        network.Add(new Elu(Hidden));
        network.Add(new Dropout(Hidden, 0.2f));
        network.Add(new Dense(Hidden, 1).Initialise(random, 0.3));
        return network;
    }

    /// <summary>The network that gives the mean of what several give that were trained alike.</summary>
    /// <param name="several">Made by <see cref="Create"/> with the same standardisation.</param>
    public static Network Mean(IReadOnlyList<Network> several)
    {
        var all = new Network(BeatSigns.Names.Length);
        var (first, last) = (new Dense(BeatSigns.Names.Length, several.Count * Hidden), new Dense(several.Count * Hidden, 1));
        for (var n = 0; n < several.Count; n++)
        {
            var dense = several[n].Layers.Select(l => l.Layer).OfType<Dense>().ToArray();
            for (var i = 0; i < BeatSigns.Names.Length; i++)
            {
                dense[0].Weights.Values.AsSpan(i * Hidden, Hidden).CopyTo(first.Weights.Values.AsSpan((i * first.Outputs) + (n * Hidden)));
            }

            dense[0].Bias.Values.CopyTo(first.Bias.Values, n * Hidden);
            for (var i = 0; i < Hidden; i++)
            {
                last.Weights.Values[(n * Hidden) + i] = dense[1].Weights.Values[i] / several.Count;
            }

            last.Bias.Values[0] += dense[1].Bias.Values[0] / several.Count;
        }

        all.Add(several[0].Layers[0].Layer);
        all.Add(first);
        all.Add(new Elu(first.Outputs));
        all.Add(last);
        return all;
    }

    /// <summary>Chooses.</summary>
    /// <param name="all">Hypotheses, the path along the autocorrelation first.</param>
    /// <param name="signs">The signs of each, a row each.</param>
    /// <returns>The place of the chosen one, and how likely it and its like are against all others, 0–1.</returns>
    public static (int Best, double Certainty) Choose(IReadOnlyList<BeatHypothesis> all, float[] signs) => Choose(Shipped.Value, all, signs);

    /// <summary>As the other, with a network in training.</summary>
    public static (int Best, double Certainty) Choose(Network network, IReadOnlyList<BeatHypothesis> all, float[] signs)
    {
        var scores = network.Forward(signs, all.Count, new NetworkPass()).ToArray();
        for (var i = 1; i < scores.Length; i++)
        {
            scores[i] -= Margin(all[0], all[i], signs, i);
        }

        var best = Array.IndexOf(scores, scores.Max());
        double own = 0, sum = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var odds = Math.Exp(scores[i] - scores[best]);
            sum += odds;
            own += BeatHypothesis.Agreement(all[i].Beats, all[best].Beats) > Alike ? odds : 0;
        }

        return (best, own / sum);
    }

    private static float Margin(BeatHypothesis path, BeatHypothesis other, float[] signs, int row)
    {
        bool IsNear(double ratio) => Math.Abs(other.Period - (ratio * path.Period)) < SameTempo * ratio * path.Period;
        float Less(int sign) => signs[sign] - signs[(row * BeatSigns.Names.Length) + sign];
        if (Less(Strength) > Silent || (IsNear(1) && Less(NetworkOn) > -Unheard && Less(Strength) > 0))
        {
            // Where all but nothing sounds are no beats; nor is a place better that neither sounds nor is heard more.
            return float.PositiveInfinity;
        }

        if (!IsNear(1))
        {
            return IsNear(0.5) || IsNear(2) ? OctaveMargin : TempoMargin;
        }

        double[] between = [.. path.Beats.Zip(path.Beats.Skip(1), (a, b) => 0.5 * (a + b))];
        return PlaceMargin + (BeatHypothesis.Agreement(between, other.Beats) > Alike ? OffbeatMargin * Math.Clamp(signs[Offbeat], 0, MostOffbeat) : 0);
    }

    private static Network Load()
    {
        using var stream = typeof(BeatChoice).Assembly.GetManifestResourceStream(typeof(BeatChoice), "beat-choice.etnn")
            ?? throw new InvalidOperationException("The assembly lacks the weights of the choice of beats.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return WeightFile.Read(file, Purpose).Network;
    }
}
