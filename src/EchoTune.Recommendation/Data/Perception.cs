namespace EchoTune.Recommendation.Data;

/// <summary>The perceptual measures of a track that lie between 0 and 1.</summary>
public enum Feature
{
    /// <summary>Perceived intensity.</summary>
    Energy,

    /// <summary>How well the rhythm carries dancing.</summary>
    Danceability,

    /// <summary>From sad or tense (0) to happy (1).</summary>
    Valence,

    /// <summary>Acoustic rather than electronic.</summary>
    Acousticness,

    /// <summary>Without singing.</summary>
    Instrumentalness,

    /// <summary>Spoken words.</summary>
    Speechiness,

    /// <summary>An audience is there.</summary>
    Liveness,

    /// <summary>Dark (0) to bright (1).</summary>
    Brightness,
}

/// <summary>How a track is perceived.</summary>
public sealed record Perception
{
    /// <summary>How many <see cref="Feature"/>s there are.</summary>
    public const int FeatureCount = 8;

    /// <summary>Beats per minute; 0 where there is no pulse or it is not known.</summary>
    public float TempoBpm { get; init; }

    /// <summary>One value 0–1 for each <see cref="Feature"/>, in its order.</summary>
    public required IReadOnlyList<float> Values { get; init; }

    /// <summary>1 for an analysis of the sound, less for a guess from tags; above 0.</summary>
    public float Certainty { get; init; } = 1;
}

/// <summary>What the models know of a track. Artists, albums and genres are indexes from 0.</summary>
public sealed record TrackItem
{
    /// <summary>A number that stays the same for the track over rebuilds and restarts; seeds its random draws.</summary>
    public required ulong Key { get; init; }

    /// <summary>The artist; −1 where none is known (such tracks do not count as one artist).</summary>
    public int Artist { get; init; } = -1;

    /// <summary>The album; −1 for none.</summary>
    public int Album { get; init; } = -1;

    /// <summary>Genres and their families.</summary>
    public IReadOnlyList<int> Genres { get; init; } = [];

    /// <summary>Year of release; 0 where unknown.</summary>
    public int Year { get; init; }

    /// <summary>How the track is perceived; null where neither analysis nor tags tell.</summary>
    public Perception? Perception { get; init; }

    /// <summary>Embedding of the sound, any scale; empty before analysis.</summary>
    public IReadOnlyList<float> Embedding { get; init; } = [];

    /// <summary>Listenings by all listeners, at least 0.</summary>
    public double Plays { get; init; }

    /// <summary>Days since the track entered the library, at least 0.</summary>
    public double AgeDays { get; init; }
}
