namespace EchoTune.Catalog.Taste;

/// <summary>What a listener holds of a thing, after a change.</summary>
/// <param name="Target">What kind of thing.</param>
/// <param name="TargetId">Its id.</param>
/// <param name="IsLiked">Liked.</param>
/// <param name="IsDisliked">Disliked; never together with a like.</param>
/// <param name="IsSaved">Kept among the saved tracks; false for artists and albums.</param>
public sealed record RatingState(RatingTarget Target, Guid TargetId, bool IsLiked, bool IsDisliked, bool IsSaved);
