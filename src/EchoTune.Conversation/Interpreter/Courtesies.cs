using System.Text.RegularExpressions;

namespace EchoTune.Conversation.Interpreter;

/// <summary>What people say to be polite, or out of annoyance, and what is answered. It asks for no music.</summary>
internal static partial class Courtesies
{
    /// <summary>The answer to a sentence that is nothing but a courtesy; null for any other.</summary>
    /// <param name="said">Lower-case words with single blanks and without punctuation, short forms written out.</param>
    public static string? Answer(string said) =>
        Thanks().IsMatch(said) ? "You're welcome. Tell me when you want something else."
        : Greeting().IsMatch(said) ? "Hello! What would you like to hear?"
        : Praise().IsMatch(said) ? "Glad to hear it. Tell me when you want something else."
        : Complaint().IsMatch(said) ? "Sorry about that. Say “undo” to take the last thing back, or tell me in other words what you would like to hear."
        : null;

    private const string Good = "(great|good|the best|awesome|amazing|brilliant|wonderful|fantastic|lovely|a star|a legend|a genius|cool|perfect|excellent|nice|super|smart|clever|so good|very good|so nice|very kind)";

    [GeneratedRegex($"^((ok|oh|great|cool|nice|perfect|lovely|awesome|amazing|brilliant|wow|no|yes|many) )*(thanks|thank you|thank u|thx|ty|cheers|much appreciated)( (a lot|a million|a bunch|so much|very much|again|echotune|mate|buddy|friend|for that|for the music|for everything))*( (that|it|this) (is|was) {Good})?( you are {Good})?$")]
    private static partial Regex Thanks();

    [GeneratedRegex("^(hi|hello|hey|hiya|howdy|yo|good (morning|afternoon|evening)|greetings|what is up|how are you( today| doing)?)( (there|echotune|you|again|friend|mate|buddy|everyone|how are you( today| doing)?))*$")]
    private static partial Regex Greeting();

    [GeneratedRegex($"^((good|great|nice|excellent|amazing|awesome) (job|work|bot|going)|well done|bravo|you are {Good}|you rock|you rule|you did (well|great|a good job|a great job)|i love you|i like you)( echotune| today| thanks| thank you)*$")]
    private static partial Regex Praise();

    [GeneratedRegex("^((no|nope|hey|ugh) )*((that|this|it) (is|was) (all )?(wrong|not right|incorrect|not what i (asked|meant|wanted|said)( for)?)|you (are )?(got (it|that) wrong|suck|misunderstood( me)?|did not understand( me)?|do not understand( me)?|useless|stupid|dumb|annoying|terrible|awful|bad)|bad (bot|job)|not what i (asked|meant|wanted|said)( for)?|i did not (say|ask for|mean|want) (that|this))$")]
    private static partial Regex Complaint();
}
