using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Models;

/// <summary>
/// Everything the strategies read, frozen: swap it as a whole. Tracks are indexes from 0 to <see cref="Count"/> − 1. Made by
/// <see cref="ModelBuilder"/>.
/// </summary>
public sealed class ModelSnapshot
{
    internal ModelSnapshot(string version, ModelColumns columns, CoListeningModel coListening, ContentCells? cells)
    {
        Version = version;
        Columns = columns;
        CoListening = coListening;
        Orders = new ModelOrders(columns);
        Cells = cells is not null && cells.IsOf(columns.Content) ? cells : ContentCells.Build(columns.Content);
    }

    /// <summary>Names this snapshot.</summary>
    public string Version { get; }

    /// <summary>How many tracks there are.</summary>
    public int Count => Columns.Keys.Length;

    /// <summary>How many artists there are.</summary>
    public int ArtistCount => Columns.ArtistCount;

    /// <summary>How many genres (families included) there are.</summary>
    public int GenreCount => Columns.GenreCount;

    /// <summary>Length of a content vector.</summary>
    public int Dimension => Columns.Dimension;

    /// <summary>What is heard together.</summary>
    public CoListeningModel CoListening { get; }

    internal ModelColumns Columns { get; }

    /// <summary>Tracks in the orders that candidates are drawn from.</summary>
    internal ModelOrders Orders { get; }

    /// <summary>Finds tracks by content.</summary>
    internal ContentCells Cells { get; }

    /// <summary>The content vector of a track: unit length, or zero where nothing is known.</summary>
    public ReadOnlySpan<float> Vector(int track) => Columns.Content.Row(track);

    /// <summary>Cosine of two content vectors, −1 to 1.</summary>
    public float Similarity(int track, int other) => FactorKernels.Dot(Columns.Content.PaddedRow(track), Columns.Content.PaddedRow(other));

    /// <summary>The artist; −1 where unknown.</summary>
    public int Artist(int track) => Columns.Artists[track];

    /// <summary>The album; −1 for none.</summary>
    public int Album(int track) => Columns.Albums[track];

    /// <summary>Year of release; 0 where unknown.</summary>
    public int Year(int track) => Columns.Years[track];

    /// <summary>Genres and families.</summary>
    public ReadOnlySpan<int> Genres(int track) => Columns.Genres.AsSpan(Columns.GenreOffsets[track]..Columns.GenreOffsets[track + 1]);

    /// <summary>Beats per minute; 0 where unknown or without pulse.</summary>
    public float Tempo(int track) => Columns.Tempo[track];

    /// <summary>A perceptual measure, 0–1; 0.5 where unknown (<see cref="Certainty"/> 0).</summary>
    public float Value(int track, Feature feature) => Columns.Features[(int)feature][track];

    /// <summary>Where the track's measure lies among all tracks: 0 lowest, 1 highest, ties in the middle; 0.5 where unknown.</summary>
    public float Rank(int track, Feature feature) => Columns.Ranks[(int)feature][track];

    /// <summary>How sure the perceptual measures are: 1 analysed, less for a guess from tags, 0 unknown.</summary>
    public float Certainty(int track) => Columns.Certainty[track];

    /// <summary>0–1.</summary>
    public float Popularity(int track) => Columns.Popularity[track];
}

/// <summary>The columns of a snapshot.</summary>
internal sealed record ModelColumns
{
    public required int Dimension { get; init; }

    public required int ArtistCount { get; init; }

    public required int GenreCount { get; init; }

    public required ulong[] Keys { get; init; }

    public required FactorMatrix Content { get; init; }

    public required float[][] Features { get; init; }

    public required float[][] Ranks { get; init; }

    public required float[] Tempo { get; init; }

    public required float[] Certainty { get; init; }

    public required int[] Artists { get; init; }

    public required int[] Albums { get; init; }

    public required int[] Years { get; init; }

    public required int[] GenreOffsets { get; init; }

    public required int[] Genres { get; init; }

    public required float[] Popularity { get; init; }

    /// <summary>Days since each track entered the library.</summary>
    public required float[] Ages { get; init; }
}
