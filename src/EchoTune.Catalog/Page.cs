namespace EchoTune.Catalog;

/// <summary>One page of a longer list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items of this page, in order.</param>
/// <param name="NextCursor">Opaque; give it back to get the next page. Null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
