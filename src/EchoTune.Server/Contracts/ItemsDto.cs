namespace EchoTune.Server.Contracts;

/// <summary>A whole list that is never paged.</summary>
public sealed record ItemsDto<T>(IReadOnlyList<T> Items);
