using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Models;

/// <summary>What a listener heard of one measure when they asked for one thing.</summary>
/// <param name="Heard">Weight of what was heard, at least 0; one complete listening is 1.</param>
/// <param name="Mean">Mean of what was heard; 0 without any.</param>
/// <param name="Deviation">Standard deviation of what was heard.</param>
/// <param name="Refused">Weight of what was skipped or refused, at least 0.</param>
/// <param name="RefusedMean">Mean of what was skipped or refused; 0 without any.</param>
public readonly record struct WishMeasure(float Heard, float Mean, float Deviation, float Refused, float RefusedMean);

/// <summary>
/// What a listener hears when they ask for something (an activity, a mood), by wish: means and spreads of the measures of sound over their
/// recent events. Measures are halfway between their value and their rank in the library, 0–1; tempo is the logarithm to base 2 of beats per minute.
/// </summary>
public sealed class WishHabits
{
    /// <summary>How many wishes can be told apart: one bit each.</summary>
    public const int MostWishes = 64;

    private const int Measures = 7;
    private const int Tempo = Measures - 1;
    private readonly Dictionary<int, Sums[]> wishes = [];

    internal WishHabits(ModelSnapshot model, IReadOnlyList<RecentSignal> recent)
    {
        foreach (var signal in recent)
        {
            if (signal.Wishes == 0 || signal.Weight == 0 || model.Certainty(signal.Track) <= 0)
            {
                continue;
            }

            for (var left = signal.Wishes; left != 0; left &= left - 1)
            {
                Add(System.Numerics.BitOperations.TrailingZeroCount(left), model, signal);
            }
        }
    }

    /// <summary>The measures of sound that are learnt beside tempo.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
        [Feature.Energy, Feature.Valence, Feature.Danceability, Feature.Acousticness, Feature.Instrumentalness, Feature.Brightness];

    /// <summary>Weight of all that was heard or refused for a wish; 0 where nothing is known.</summary>
    public float Evidence(int wish) => wishes.TryGetValue(wish, out var sums) ? sums[0].Heard + sums[0].Refused : 0;

    /// <summary>What is known of a measure.</summary>
    /// <param name="wish">The wish, 0–63.</param>
    /// <param name="feature">One of <see cref="Features"/>.</param>
    public WishMeasure Of(int wish, Feature feature)
    {
        for (var k = 0; k < Features.Count; k++)
        {
            if (Features[k] == feature && wishes.TryGetValue(wish, out var sums))
            {
                return sums[k].Measure;
            }
        }

        return default;
    }

    /// <summary>What is known of tempo: the logarithm to base 2 of beats per minute, over tracks whose tempo is known.</summary>
    public WishMeasure TempoOf(int wish) => wishes.TryGetValue(wish, out var sums) ? sums[Tempo].Measure : default;

    /// <summary>The measure of a track that habits and wishes are compared in: halfway between its value and its rank in the library, 0–1.</summary>
    public static float MeasureOf(ModelSnapshot model, int track, Feature feature) => 0.5f * (model.Value(track, feature) + model.Rank(track, feature));

    private void Add(int wish, ModelSnapshot model, in RecentSignal signal)
    {
        if (!wishes.TryGetValue(wish, out var sums))
        {
            wishes[wish] = sums = new Sums[Measures];
        }

        for (var k = 0; k < Features.Count; k++)
        {
            sums[k].Add(MeasureOf(model, signal.Track, Features[k]), signal.Weight);
        }

        if (model.Tempo(signal.Track) is > 0 and var bpm)
        {
            sums[Tempo].Add(MathF.Log2(bpm), signal.Weight);
        }
    }

    private struct Sums
    {
        // What is refused weighs at most as much as a skip: one dislike does not speak against a sound.
        private const float MostRefusal = 1;

        public float Heard;
        public float Refused;
        private float sum;
        private float squares;
        private float refusedSum;

        public readonly WishMeasure Measure
        {
            get
            {
                var mean = Heard > 0 ? sum / Heard : 0;
                var variance = Heard > 0 ? MathF.Max(0, (squares / Heard) - (mean * mean)) : 0;
                return new WishMeasure(Heard, mean, MathF.Sqrt(variance), Refused, Refused > 0 ? refusedSum / Refused : 0);
            }
        }

        public void Add(float value, float weight)
        {
            if (weight > 0)
            {
                Heard += weight;
                sum += weight * value;
                squares += weight * value * value;
            }
            else
            {
                var refusal = MathF.Min(MostRefusal, -weight);
                Refused += refusal;
                refusedSum += refusal * value;
            }
        }
    }
}
