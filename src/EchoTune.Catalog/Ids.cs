namespace EchoTune.Catalog;

/// <summary>Identifies a track; UUID v7. Survives a move of its file.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct TrackId(Guid Value)
{
    /// <summary>A new id that sorts by time.</summary>
    public static TrackId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an artist; UUID v7.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct ArtistId(Guid Value)
{
    /// <summary>A new id that sorts by time.</summary>
    public static ArtistId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies an album; UUID v7.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct AlbumId(Guid Value)
{
    /// <summary>A new id that sorts by time.</summary>
    public static AlbumId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a playlist; UUID v7.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct PlaylistId(Guid Value)
{
    /// <summary>A new id that sorts by time.</summary>
    public static PlaylistId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a listener, a person who listens; UUID v7.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct ListenerId(Guid Value)
{
    /// <summary>A new id that sorts by time.</summary>
    public static ListenerId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
