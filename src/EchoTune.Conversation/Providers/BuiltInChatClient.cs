using System.Runtime.CompilerServices;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;
using Microsoft.Extensions.AI;

namespace EchoTune.Conversation.Providers;

/// <summary>
/// The built-in interpreter as a chat client: reads the last user message in the light of the tool calls before it, and answers with tool calls.
/// Needs no network and no key.
/// </summary>
/// <param name="interpreter">Understands the sentence.</param>
/// <param name="lexicon">Names of the library; null without one.</param>
public sealed class BuiltInChatClient(IInterpreter interpreter, IMusicLexicon? lexicon = null) : IChatClient
{
    /// <summary>Name of the provider.</summary>
    public const string ProviderName = "builtin";

    /// <summary>Key of <see cref="ChatOptions.AdditionalProperties"/> that holds what plays now, a <see cref="NowPlayingInfo"/>.</summary>
    public const string NowPlayingProperty = "echotune.nowPlaying";

    /// <summary>Key of <see cref="ChatOptions.AdditionalProperties"/> that holds the titles of the listener's playlists, a list of <see cref="string"/>.</summary>
    public const string PlaylistsProperty = "echotune.playlists";

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var history = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var text = history.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        var calls = history.SelectMany(message => message.Contents.OfType<FunctionCallContent>()).Select(ToolMessages.ToCall).ToArray();
        var playing = options?.AdditionalProperties?.GetValueOrDefault(NowPlayingProperty) as NowPlayingInfo;
        var meaning = interpreter.Interpret(text, new InterpretationContext
        {
            PlayingTitle = playing?.Title,
            PlayingArtist = playing?.Artist,
            Last = calls.Length > 0 ? calls[^1] : null,
            Earlier = calls.Length > 1 ? calls[..^1] : [],
            Lexicon = lexicon,
            Playlists = options?.AdditionalProperties?.GetValueOrDefault(PlaylistsProperty) as IReadOnlyList<string> ?? [],
        });
        var answer = new ChatMessage(ChatRole.Assistant, [.. meaning.Calls.Select((call, i) => (AIContent)ToolMessages.ToContent(call, $"call_{i + 1}"))]);
        return Task.FromResult(new ChatResponse(answer) { FinishReason = ChatFinishReason.ToolCalls, ModelId = ProviderName });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}

/// <summary>What plays while a sentence is said. Data from tags: never read as a command.</summary>
/// <param name="Title">Title.</param>
/// <param name="Artist">Artist.</param>
public sealed record NowPlayingInfo(string Title, string Artist);
