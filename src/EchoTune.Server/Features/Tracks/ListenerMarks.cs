using EchoTune.Catalog;
using EchoTune.Catalog.Taste;

namespace EchoTune.Server.Features.Tracks;

/// <summary>What a listener has marked and how often they heard each track: what every list shows beside a title.</summary>
internal sealed record ListenerMarks(
    IReadOnlyDictionary<(RatingTarget Target, Guid Id), bool> Ratings, IReadOnlySet<TrackId> Saved, IReadOnlyDictionary<TrackId, int> PlayCounts)
{
    public bool IsLiked(RatingTarget target, Guid id) => Ratings.TryGetValue((target, id), out var liked) && liked;

    public bool IsDisliked(RatingTarget target, Guid id) => Ratings.TryGetValue((target, id), out var liked) && !liked;
}
