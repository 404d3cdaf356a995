using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>What candidates need of one track, in one line of memory.</summary>
internal struct TrackRow
{
    public ulong Key;
    public int Artist;
    public int GenreStart;
    public int GenreCount;
    public float Popularity;
    public float Certainty;
    public float Energy;
    public float Danceability;
    public float Valence;
    public float Acousticness;
    public float Brightness;
}

/// <summary>Tracks in the orders that candidates are drawn from, made once for a snapshot.</summary>
internal sealed class ModelOrders
{
    /// <summary>Steps of each measure that makes the context.</summary>
    public const int Steps = 3;

    private const double ShareOfRare = 0.33;
    private const int LongestOrder = 4_000;
    private const int NewForDays = 60;
    private readonly int[] artistOffsets;
    private readonly int[] artistTracks;
    private readonly int[] genreOffsets;
    private readonly int[] genreTracks;
    private readonly int[] cellOffsets;
    private readonly int[] cellTracks;

    public ModelOrders(ModelColumns columns)
    {
        var count = columns.Keys.Length;
        Rows = new TrackRow[count];
        for (var i = 0; i < count; i++)
        {
            Rows[i] = new TrackRow
            {
                Key = columns.Keys[i],
                Artist = columns.Artists[i],
                GenreStart = columns.GenreOffsets[i],
                GenreCount = columns.GenreOffsets[i + 1] - columns.GenreOffsets[i],
                Popularity = columns.Popularity[i],
                Certainty = columns.Certainty[i],
                Energy = columns.Features[(int)HybridFeatures.Context[0]][i],
                Danceability = columns.Features[(int)HybridFeatures.Context[1]][i],
                Valence = columns.Features[(int)HybridFeatures.Context[2]][i],
                Acousticness = columns.Features[(int)HybridFeatures.Context[3]][i],
                Brightness = columns.Features[(int)HybridFeatures.Context[4]][i],
            };
        }

        var byPopularity = new int[count];
        var keys = new (float Popularity, float Draw)[count];
        for (var i = 0; i < count; i++)
        {
            (byPopularity[i], keys[i]) = (i, (-columns.Popularity[i], VectorMath.Draw(31, columns.Keys[i])));
        }

        Array.Sort(keys, byPopularity);
        Popular = byPopularity[..Math.Min(LongestOrder, count)];
        (LeastPopularity, RarePopularity, MostPopularity) = count == 0 ? (0, 0, 0) : (-keys[^1].Popularity, -keys[(int)((1 - ShareOfRare) * (count - 1))].Popularity, -keys[0].Popularity);
        Newest = [.. Enumerable.Range(0, count).Where(i => columns.Ages[i] <= NewForDays).OrderBy(i => columns.Ages[i]).ThenBy(i => i).Take(LongestOrder)];
        (artistOffsets, artistTracks) = Group(byPopularity, columns.ArtistCount, i => columns.Artists.AsSpan(i, 1));
        (genreOffsets, genreTracks) = Group(byPopularity, columns.GenreCount, i => columns.Genres.AsSpan(columns.GenreOffsets[i]..columns.GenreOffsets[i + 1]));
        var cells = new int[count];
        for (var i = 0; i < count; i++)
        {
            cells[i] = columns.Certainty[i] > 0 ? Cell(Rows[i]) : -1;
        }

        (cellOffsets, cellTracks) = Group(byPopularity, CellCount, i => cells.AsSpan(i, 1));
        Mean = new float[HybridFeatures.Context.Length];
        var known = Math.Max(1, columns.Certainty.Count(c => c > 0));
        for (var k = 0; k < Mean.Length; k++)
        {
            var column = columns.Features[(int)HybridFeatures.Context[k]];
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                sum += columns.Certainty[i] > 0 ? column[i] : 0;
            }

            Mean[k] = columns.Certainty.Any(c => c > 0) ? (float)(sum / known) : 0.5f;
        }
    }

    /// <summary>How many cells of context there are.</summary>
    public static int CellCount { get; } = (int)Math.Pow(Steps, HybridFeatures.Context.Length);

    /// <summary>One row a track.</summary>
    public TrackRow[] Rows { get; }

    /// <summary>The most popular tracks, most first.</summary>
    public int[] Popular { get; }

    /// <summary>The range of popularity in this library.</summary>
    public float LeastPopularity { get; }

    /// <summary>What the rarest part of the library, a third, does not exceed.</summary>
    public float RarePopularity { get; }

    /// <inheritdoc cref="LeastPopularity"/>
    public float MostPopularity { get; }

    /// <summary>Tracks of the last weeks, newest first.</summary>
    public int[] Newest { get; }

    /// <summary>The library's mean of each measure that makes the context.</summary>
    public float[] Mean { get; }

    /// <summary>Tracks of an artist, most popular first.</summary>
    public ReadOnlySpan<int> OfArtist(int artist) => artistTracks.AsSpan(artistOffsets[artist]..artistOffsets[artist + 1]);

    /// <summary>Tracks of a genre, most popular first.</summary>
    public ReadOnlySpan<int> OfGenre(int genre) => genreTracks.AsSpan(genreOffsets[genre]..genreOffsets[genre + 1]);

    /// <summary>Tracks of a cell of context, most popular first.</summary>
    public ReadOnlySpan<int> OfCell(int cell) => cellTracks.AsSpan(cellOffsets[cell]..cellOffsets[cell + 1]);

    /// <summary>The middle of a cell along one measure.</summary>
    public static float CellCentre(int cell, int measure)
    {
        for (var k = 0; k < measure; k++)
        {
            cell /= Steps;
        }

        return ((cell % Steps) + 0.5f) / Steps;
    }

    private static int Cell(in TrackRow row) =>
        Step(row.Energy) + (Steps * (Step(row.Danceability) + (Steps * (Step(row.Valence) + (Steps * (Step(row.Acousticness) + (Steps * Step(row.Brightness))))))));

    private static int Step(float value) => Math.Clamp((int)(value * Steps), 0, Steps - 1);

    private delegate ReadOnlySpan<int> GroupsOf(int track);

    private static (int[] Offsets, int[] Tracks) Group(int[] order, int count, GroupsOf groupsOf)
    {
        var offsets = new int[count + 1];
        foreach (var track in order)
        {
            foreach (var group in groupsOf(track))
            {
                if (group >= 0)
                {
                    offsets[group + 1]++;
                }
            }
        }

        for (var group = 0; group < count; group++)
        {
            offsets[group + 1] += offsets[group];
        }

        var next = offsets.AsSpan(0, count).ToArray();
        var tracks = new int[offsets[count]];
        foreach (var track in order)
        {
            foreach (var group in groupsOf(track))
            {
                if (group >= 0)
                {
                    tracks[next[group]++] = track;
                }
            }
        }

        return (offsets, tracks);
    }
}
