using EchoTune.Conversation.Memory;

namespace EchoTune.Conversation.Turns;

/// <summary>Takes turns: understands what was said, calls the tools, answers and remembers.</summary>
public interface ITurnService
{
    /// <summary>Takes one turn; turns of one listener run one after another.</summary>
    /// <param name="request">What was said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The stored turn; the earlier one where its id is known already. A tool that fails is part of the turn, not an exception.</returns>
    /// <exception cref="Catalog.Errors.EchoTuneException">invalid_request: empty, too long, or an unknown provider; not_found: another's conversation.</exception>
    Task<Turn> TakeAsync(TurnRequest request, CancellationToken cancellationToken);
}
