using System.Collections.Concurrent;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Providers;
using EchoTune.Conversation.Tools;
using Microsoft.Extensions.AI;

namespace EchoTune.Conversation.Turns;

/// <summary>Takes turns through a provider and the tool catalogue.</summary>
/// <param name="store">Remembers.</param>
/// <param name="providers">Understand.</param>
/// <param name="catalogue">Acts.</param>
/// <param name="nowPlaying">Tells what plays.</param>
/// <param name="time">Stamps turns.</param>
/// <param name="playlists">Knows the listener's playlists, read anew for each turn; null without a library.</param>
public sealed class TurnService(IConversationStore store, ProviderRegistry providers, ToolCatalogue catalogue, INowPlaying nowPlaying, TimeProvider time, IPlaylistStore? playlists = null) : ITurnService, IDisposable
{
    /// <summary>Longest sentence in characters.</summary>
    public const int MaxText = 4_000;

    /// <summary>How many earlier turns a sentence may refer to.</summary>
    public const int Remembered = 20;

    /// <summary>How many calls one sentence may become.</summary>
    public const int MaxCalls = 10;

    private readonly ConcurrentDictionary<ListenerId, SemaphoreSlim> _gates = new();

    /// <inheritdoc/>
    public async Task<Turn> TakeAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = Checked(request.Text);
        if (request.TurnId == Guid.Empty)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "turnId must be an id of its own for each turn, or left out.");
        }

        var provider = providers.Get(request.Provider);
        var gate = _gates.GetOrAdd(request.Listener, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (request.TurnId is { } known && await store.FindAsync(request.Listener, known, cancellationToken) is { } taken)
            {
                // Its answer was lost on the way: nothing is done twice.
                return taken;
            }

            var now = time.GetUtcNow();
            var conversation = request.ConversationId ?? await store.LatestAsync(request.Listener, cancellationToken) ?? Guid.CreateVersion7(now);
            var earlier = await store.EarlierAsync(request.Listener, conversation, Remembered, cancellationToken);
            var calls = await UnderstandAsync(provider, request.Listener, earlier, text, cancellationToken);
            var context = new ToolContext(request.Listener, conversation, text, request.DeviceId, request.RequestId);
            var completed = new List<CompletedCall>(calls.Count);
            foreach (var call in calls)
            {
                // A turn whose first tool has acted goes on to its end: half of it done and none of it written down helps nobody.
                var stop = completed.Count == 0 ? cancellationToken : CancellationToken.None;
                var result = Authority.Allows(text, call)
                    ? await catalogue.InvokeAsync(context, call, stop)
                    : ToolResult.Fail(ErrorCodes.Forbidden, "I only delete or clear something when you ask for it in your own words.");
                completed.Add(new CompletedCall(call, result));
            }

            var turn = new Turn
            {
                Id = request.TurnId ?? Guid.CreateVersion7(now),
                ConversationId = conversation,
                Text = text,
                Reply = Reply(completed),
                Provider = provider.Name,
                Calls = completed,
                At = now,
            };

            // The tools have acted: what was done is written down even if the listener has gone.
            await store.AppendAsync(request.Listener, turn, CancellationToken.None);
            return turn;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }

        _gates.Clear();
    }

    private static string Checked(string? text)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal).Trim() ?? "";
        return clean.Length switch
        {
            0 => throw new EchoTuneException(ErrorCodes.InvalidRequest, "Say something first: what would you like to hear?"),
            > MaxText => throw new EchoTuneException(ErrorCodes.InvalidRequest, $"That is {clean.Length:N0} characters long; at most {MaxText:N0} can be read at once. Say it in a sentence or two."),
            _ => clean,
        };
    }

    private static string Reply(IReadOnlyList<CompletedCall> calls) =>
        calls.Count == 0 ? "I am here for your music. Tell me what you would like to hear." : string.Join(' ', calls.Select(call => call.Result.Summary));

    private async Task<IReadOnlyList<ToolCall>> UnderstandAsync(
        ChatProvider provider, ListenerId listener, IReadOnlyList<EarlierTurn> earlier, string text, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        foreach (var turn in earlier)
        {
            messages.Add(new ChatMessage(ChatRole.User, turn.Text));
            messages.Add(new ChatMessage(ChatRole.Assistant, [.. turn.Calls.Select((call, i) => (AIContent)ToolMessages.ToContent(call, $"{turn.Id}:{i}"))]));
        }

        messages.Add(new ChatMessage(ChatRole.User, text));
        var options = new ChatOptions { AdditionalProperties = [] };
        if (await nowPlaying.GetAsync(listener, cancellationToken) is { } playing)
        {
            options.AdditionalProperties[BuiltInChatClient.NowPlayingProperty] = new NowPlayingInfo(playing.Title, playing.Artist);
        }

        if (playlists is not null && provider.Name == BuiltInChatClient.ProviderName)
        {
            options.AdditionalProperties[BuiltInChatClient.PlaylistsProperty] = (await playlists.ListAsync(listener, cancellationToken)).Select(playlist => playlist.Title).ToArray();
        }

        var response = await provider.Client.GetResponseAsync(messages, options, cancellationToken);
        return [.. response.Messages.SelectMany(message => message.Contents.OfType<FunctionCallContent>()).Take(MaxCalls).Select(ToolMessages.ToCall)];
    }
}
