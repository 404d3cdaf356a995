using System.Globalization;
using EchoTune.Recommendation.Models;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// Says what the axes of a snapshot's content vectors mean. Two snapshots of one library say the same as long as the length of embeddings and
/// the numbers of genres stay; what is learnt on the vectors of one may be applied to those of another only then.
/// </summary>
public static class ContentVersion
{
    /// <summary>The version of a snapshot's content vectors.</summary>
    public static string Of(ModelSnapshot model)
    {
        // Genres are numbered as tracks bring them: the first track of each tells whether they are numbered the same way.
        var first = new int[model.GenreCount];
        first.AsSpan().Fill(-1);
        for (var track = 0; track < model.Count; track++)
        {
            foreach (var genre in model.Genres(track))
            {
                first[genre] = first[genre] < 0 ? track : first[genre];
            }
        }

        var hash = 14695981039346656037UL;
        foreach (var track in first)
        {
            hash = (hash ^ (track < 0 ? 0 : model.Columns.Keys[track])) * 1099511628211UL;
        }

        return string.Create(CultureInfo.InvariantCulture, $"c1-{model.Dimension}-{model.GenreCount}-{hash:x16}");
    }
}
