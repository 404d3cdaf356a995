using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Turns;

/// <summary>
/// Whether the listener's own words ask for what destroys something. A provider may have been led astray by a title or a playlist's name in what it
/// read; those are not in the utterance, or only in quotes.
/// </summary>
internal static class Authority
{
    private static readonly HashSet<string> Destroying =
    [
        "delete", "remove", "erase", "rid", "trash", "scrap", "drop", "bin", "destroy", "dump", "ditch", "kill", "discard", "wipe", "clear", "empty", "reset", "flush", "forget", "purge", "lose", "throw", "take", "clean", "cancel", "need",
        "want", "nuke", "blank", "start", "fresh", "out", "cut", "pull", "kick", "get", "strip", "weed", "off",
    ];

    /// <summary>Whether a call may be carried out on the strength of an utterance.</summary>
    public static bool Allows(string utterance, ToolCall call)
    {
        var destroys = call.Tool is ToolNames.QueueClear
            || (call.Tool is ToolNames.EditPlaylist && (call.Arguments["delete"]?.GetValueKind() == System.Text.Json.JsonValueKind.True || call.Arguments["remove"] is not null));
        return !destroys || Tokeniser.Split(utterance).Any(t => !t.Quoted && (Destroying.Contains(t.Text) || Destroying.Any(d => d.Length > 4 && Spelling.Distance(t.Text, d, 1.3) <= 1.3)));
    }
}
