namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Arguments whose fields depend on one another.</summary>
public interface ICheckedArguments
{
    /// <summary>What is wrong with them, a sentence for people; null if nothing is.</summary>
    string? Problem();
}
