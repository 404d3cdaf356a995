using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Tools;

/// <summary>Shapes what tools give to pages, and the sentences that several tools say.</summary>
internal sealed class ToolAnswers(TrackPresenter presenter)
{
    /// <summary>The tracks under <c>tracks</c>, in their order.</summary>
    public async Task<JsonObject> TracksAsync(ListenerId listener, IReadOnlyList<Track> tracks, CancellationToken cancellationToken) =>
        new() { ["tracks"] = Node(await presenter.PresentAsync(listener, tracks, cancellationToken)) };

    /// <summary>The tracks under <c>tracks</c>, each with its <c>reason</c>, and the request that <c>refine</c> goes on from.</summary>
    public async Task<JsonObject> AnswerAsync(
        ListenerId listener, IReadOnlyList<RecommendedTrack> items, string tool, Criteria criteria, CancellationToken cancellationToken)
    {
        var data = await TracksAsync(listener, [.. items.Select(item => item.Track)], cancellationToken);
        var shown = data["tracks"]!.AsArray();
        for (var i = 0; i < shown.Count; i++)
        {
            shown[i]!["reason"] = items[i].Reason;
        }

        data["request"] = LastRequest.Write(tool, criteria);
        return data;
    }

    /// <summary>Any value in the shapes of the HTTP API.</summary>
    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);

    /// <summary>"“Title” by Artist".</summary>
    public static string Name(Track track) => $"“{track.Title}” by {track.Artist}";

    /// <summary>What to add when nothing can sound yet.</summary>
    public static string WhereToHear(PlaybackState state) =>
        state.ActiveDeviceId is null ? " Open the EchoTune page to hear it: no device is connected." : "";

    /// <summary>Puts sentences together, leaving out empty ones.</summary>
    public static string Sentences(params string?[] parts) => string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()));

    /// <summary>"1 track", "3 tracks".</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
