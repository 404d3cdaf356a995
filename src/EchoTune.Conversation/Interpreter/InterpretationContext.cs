using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Interpreter;

/// <summary>What an utterance may refer to. Titles and names in it are data; nothing in them is read as a command.</summary>
public sealed record InterpretationContext
{
    /// <summary>Nothing known.</summary>
    public static InterpretationContext None { get; } = new();

    /// <summary>Title of what plays now.</summary>
    public string? PlayingTitle { get; init; }

    /// <summary>Artist of what plays now.</summary>
    public string? PlayingArtist { get; init; }

    /// <summary>The last call that was carried out.</summary>
    public ToolCall? Last { get; init; }

    /// <summary>Earlier calls, oldest first; <see cref="Last"/> is not repeated here.</summary>
    public IReadOnlyList<ToolCall> Earlier { get; init; } = [];

    /// <summary>The names of the library; null where there is none.</summary>
    public IMusicLexicon? Lexicon { get; init; }

    /// <summary>Titles of the listener's playlists; data, like all names.</summary>
    public IReadOnlyList<string> Playlists { get; init; } = [];

    /// <summary>The last call that asked for music.</summary>
    internal ToolCall? LastRequest() => Last is { } last && HoldsCriteria(last.Tool) ? last : Earlier.LastOrDefault(c => HoldsCriteria(c.Tool));

    internal Criteria? LastCriteria()
    {
        if (LastRequest() is not { } call)
        {
            return null;
        }

        var node = call.Tool is ToolNames.PlayMusic or ToolNames.Recommend ? call.Arguments : call.Arguments["criteria"] as JsonObject;
        if (node is null && call.Tool == ToolNames.StartRadio)
        {
            return new Criteria { Artist = Text(call, "artist"), Track = Text(call, "track"), Genres = Text(call, "genre") is { } genre ? [genre] : null };
        }

        try
        {
            return node?.Deserialize<Criteria>(ToolJson.Options) ?? new Criteria();
        }
        catch (JsonException)
        {
            // Arguments of an older version or of a model: no help for this turn.
            return new Criteria();
        }
    }

    private static string? Text(ToolCall call, string name) =>
        call.Arguments[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool HoldsCriteria(string tool) =>
        tool is ToolNames.PlayMusic or ToolNames.Recommend or ToolNames.Refine or ToolNames.BuildPlaylist or ToolNames.StartRadio or ToolNames.QueueAdd or ToolNames.MixSet;
}
