using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Requests;

/// <summary>Words of titles, artists, albums and genres, scored like BM25F (Robertson and Zaragoza 2009) with short fields.</summary>
internal sealed class WordIndex
{
    private const float Saturation = 1.2f;
    private static readonly char[] Breaks = [.. " ,.-_/\\()[]{}:;!?\"'’“”&+*#|\t\r\n"];
    private static readonly HashSet<string> Empty = ["the", "and", "for", "with", "some", "any", "music", "song", "songs", "track", "tracks", "something", "play", "that", "this"];
    private readonly Dictionary<string, Dictionary<int, float>> postings = new(StringComparer.Ordinal);
    private readonly int count;

    public WordIndex(Track[] tracks)
    {
        count = tracks.Length;
        for (var i = 0; i < tracks.Length; i++)
        {
            Add(i, tracks[i].Title, 3);
            Add(i, tracks[i].Artist, 2.5f);
            Add(i, tracks[i].Album ?? "", 1.5f);
            foreach (var genre in tracks[i].Genres)
            {
                Add(i, genre, 2);
            }
        }
    }

    /// <summary>The words of a text that say something: lower case, without a plural s.</summary>
    public static IEnumerable<string> Words(string text) => text.ToLowerInvariant().Split(Breaks, StringSplitOptions.RemoveEmptyEntries)
        .Where(w => w.Length > 1 && !Empty.Contains(w)).Select(w => w.Length > 4 && w[^1] == 's' && w[^2] != 's' ? w[..^1] : w);

    /// <summary>Adds each track's score for the words.</summary>
    /// <returns>The highest score; 0 where no track has any of the words.</returns>
    public float Score(IReadOnlyList<string> words, Span<float> scores)
    {
        var highest = 0f;
        foreach (var word in words)
        {
            if (postings.TryGetValue(word, out var found))
            {
                var rarity = MathF.Log(1 + ((count - found.Count + 0.5f) / (found.Count + 0.5f)));
                foreach (var (track, frequency) in found)
                {
                    scores[track] += rarity * frequency * (Saturation + 1) / (frequency + Saturation);
                    highest = MathF.Max(highest, scores[track]);
                }
            }
        }

        return highest;
    }

    private void Add(int track, string text, float weight)
    {
        foreach (var word in Words(text.Length > 200 ? text[..200] : text))
        {
            if (!postings.TryGetValue(word, out var found))
            {
                postings[word] = found = [];
            }

            found[track] = found.GetValueOrDefault(track) + weight;
        }
    }
}
