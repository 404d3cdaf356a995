using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Requests;

/// <summary>
/// Words of titles, artists, albums, genres and their families, scored by BM25F (Robertson and Zaragoza 2009): a word counts by its field, less
/// the more often it came already, less in a track of many words, and by how rare it is. Words of moods and activities are not looked up
/// here: they are heard (<see cref="SoundTargets"/>). Frozen.
/// </summary>
internal sealed class WordIndex
{
    private const float Saturation = 1.2f;
    private const float LengthShare = 0.4f;
    private const int LongestText = 200;
    private static readonly char[] Breaks = [.. " ,.-_/\\()[]{}:;!?\"'’“”&+*#|\t\r\n"];
    private static readonly HashSet<string> Empty = ["the", "and", "for", "with", "some", "any", "music", "song", "songs", "track", "tracks", "something", "play", "that", "this"];

    // What each word gives each track that has it: all but the adding is done beforehand.
    private readonly Dictionary<string, (int Track, float Score)[]> postings = new(StringComparer.Ordinal);

    public WordIndex(Track[] tracks)
    {
        var found = new Dictionary<string, List<(int Track, float Score)>>(StringComparer.Ordinal);
        var lengths = new float[tracks.Length];
        for (var i = 0; i < tracks.Length; i++)
        {
            Add(i, tracks[i].Title, 3);
            Add(i, tracks[i].Artist, 2.5f);
            Add(i, tracks[i].Album ?? "", 1.5f);
            foreach (var genre in tracks[i].Genres)
            {
                Add(i, genre, 2);
                foreach (var family in GenreFamilies.WithFamilies(genre))
                {
                    if (!string.Equals(family, genre, StringComparison.OrdinalIgnoreCase))
                    {
                        Add(i, family, 1);
                    }
                }
            }
        }

        var mean = Math.Max(1, lengths.Sum() / Math.Max(1, tracks.Length));
        foreach (var (word, list) in found)
        {
            var rarity = MathF.Log(1 + ((tracks.Length - list.Count + 0.5f) / (list.Count + 0.5f)));
            postings[word] = [.. list.Select(entry =>
                (entry.Track, rarity * entry.Score * (Saturation + 1) / (entry.Score + (Saturation * (1 - LengthShare + (LengthShare * lengths[entry.Track] / mean))))))];
        }

        void Add(int track, string text, float weight)
        {
            foreach (var word in Words(text.Length > LongestText ? text[..LongestText] : text))
            {
                lengths[track] += weight;
                if (!found.TryGetValue(word, out var list))
                {
                    found[word] = list = [];
                }

                if (list.Count > 0 && list[^1].Track == track)
                {
                    list[^1] = (track, list[^1].Score + weight);
                }
                else
                {
                    list.Add((track, weight));
                }
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
            foreach (var (track, score) in postings.GetValueOrDefault(word) ?? [])
            {
                scores[track] += score;
                highest = MathF.Max(highest, scores[track]);
            }
        }

        return highest;
    }
}
