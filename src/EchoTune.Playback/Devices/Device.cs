namespace EchoTune.Playback.Devices;

/// <summary>An open page (or other client) that can make sound.</summary>
/// <param name="Id">Made by the client; the same after a reload.</param>
/// <param name="Name">For people: "Chrome on Linux".</param>
/// <param name="Kind">E.g. <c>browser</c>.</param>
public sealed record Device(string Id, string Name, string Kind);
