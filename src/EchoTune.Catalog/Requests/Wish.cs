using EchoTune.Recommendation.Models;

namespace EchoTune.Catalog.Requests;

/// <summary>
/// What music was asked for, as far as a listener's habits are learnt from it: moods and an activity of the vocabulary, written as words with spaces
/// between them. Tracks carry it from the request through the queue into the log of plays.
/// </summary>
public static class Wish
{
    /// <summary>The most characters a written wish has.</summary>
    public const int MostCharacters = 200;

    // The order gives each word its bit; the log keeps words, so that new ones may come anywhere.
    private static readonly Dictionary<string, int> Numbers =
        Vocabulary.Activities.Concat(Vocabulary.Moods).Distinct().Take(WishHabits.MostWishes).Select((word, number) => (word, number)).ToDictionary(pair => pair.word, pair => pair.number);

    /// <summary>What criteria ask for; null where neither a mood nor an activity is among them.</summary>
    public static string? Of(Criteria? criteria)
    {
        var words = (criteria?.Moods ?? []).Append(criteria?.Activity).OfType<string>().Where(Numbers.ContainsKey).Distinct().ToArray();
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    /// <summary>The number of a word, 0–63; −1 for one that is not of the vocabulary.</summary>
    public static int Number(string word) => Numbers.TryGetValue(word, out var number) ? number : -1;

    /// <summary>One bit for each word of a written wish; words that are not of the vocabulary have none.</summary>
    public static ulong Bits(string? wish)
    {
        var bits = 0UL;
        foreach (var range in wish.AsSpan().Split(' '))
        {
            if (Numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(wish.AsSpan()[range], out var number))
            {
                bits |= 1UL << number;
            }
        }

        return bits;
    }

    /// <summary>Whether each word of a written wish is of the vocabulary.</summary>
    public static bool IsKnown(string wish) => wish.Length <= MostCharacters && wish.Split(' ').All(Numbers.ContainsKey);
}
