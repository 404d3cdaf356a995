namespace EchoTune.Conversation.Interpreter;

/// <summary>Understands what a listener says without a network.</summary>
public interface IInterpreter
{
    /// <summary>Turns an utterance into tool calls. Never throws on any text; takes well under 20 ms.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="context">What it may refer to.</param>
    Interpretation Interpret(string text, InterpretationContext context);
}
