namespace EchoTune.Recommendation.Retrieval;

/// <summary>An item that a search found.</summary>
/// <param name="Item">Its index.</param>
/// <param name="Score">The dot product with the query, computed in float.</param>
public readonly record struct ItemHit(int Item, float Score);
